"""Fixtures for tests that need the engines."""
