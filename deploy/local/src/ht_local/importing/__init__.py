"""Taking over what another system holds: read, look at, take in, take back."""
