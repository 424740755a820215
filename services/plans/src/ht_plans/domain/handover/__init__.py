"""Many cases that another programme is asked to go on with, and the way back."""
