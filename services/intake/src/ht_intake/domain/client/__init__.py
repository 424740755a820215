"""The person supported: who they are, whether they take part, what may be shared."""
