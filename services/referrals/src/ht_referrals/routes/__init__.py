"""One command, one URL: routes parse, make a command, handle it, and answer."""
