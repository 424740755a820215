"""Many cases that move in one act, and the way back."""
