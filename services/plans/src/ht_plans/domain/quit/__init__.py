"""Quit episodes: a client stops smoking on a day they chose, and is asked four weeks later."""
