"""Figures from reporting, shown to people."""
