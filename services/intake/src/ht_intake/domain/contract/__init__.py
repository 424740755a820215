"""What commissioners pay programmes for."""
