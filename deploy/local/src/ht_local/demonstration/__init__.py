"""A programme of invented lives over the last twelve months, for whoever wants to look."""
