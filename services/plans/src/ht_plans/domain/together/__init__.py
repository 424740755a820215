"""Household and group sessions: one slot for several people."""
