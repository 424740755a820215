"""What champions and health trainers do among people who are nobody's clients."""
