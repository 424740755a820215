"""The rules of supporting a client, in the standard library alone."""
