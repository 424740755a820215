"""Documents that say what the code says, and are made from it: `python -m tests.documents`."""
