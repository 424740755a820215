"""The rules of intake: the standard library, and nothing else."""
