"""python -m ht_reporting [api|worker|run|migrate|openapi|check-config], or rebuild."""

import sys
from collections.abc import Sequence

from ht_reporting.app import SERVICE
from ht_reporting.rebuilding import command


def main(argv: Sequence[str]) -> int:
    """Do one command, and give the exit code."""
    if argv and argv[0] == command.COMMAND:
        return command.main(argv)
    return SERVICE.main(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
