"""One episode of support of one client in one programme."""
