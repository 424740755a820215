"""Safeguarding concerns."""
