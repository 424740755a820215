"""The people who work for the organisations, and the programmes that they act in."""
