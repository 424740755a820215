"""The published figures: each one declared once, from which catalogue and query come."""
