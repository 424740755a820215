"""Mechanism without a domain noun: store, relay, consumers, due work, edges."""
