"""Invented lives, carried out over the public APIs as the people concerned would."""
