"""What happened, as reports count it, with what was known when."""
