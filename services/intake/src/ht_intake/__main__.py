"""python -m ht_intake [api|worker|relay|run|migrate|openapi|check-config], or load-imd FILE."""

import sys
from collections.abc import Sequence

from ht_intake import loading
from ht_intake.app import SERVICE


def main(argv: Sequence[str]) -> int:
    """Do one command, and give the exit code."""
    if argv and argv[0] in loading.COMMANDS:
        return loading.main(argv)
    return SERVICE.main(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
