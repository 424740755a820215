"""Everything is written, told, read and reacted to while everything is killed."""
