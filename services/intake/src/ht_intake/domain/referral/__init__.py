"""How somebody reaches a programme."""
