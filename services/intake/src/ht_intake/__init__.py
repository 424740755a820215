"""Registers, inbound referrals, clients and consent."""
