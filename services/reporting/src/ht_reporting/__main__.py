"""Run the reporting service: `python -m ht_reporting [api|worker|migrate|run|…]`."""

import sys

from ht_reporting.app import SERVICE

if __name__ == "__main__":
    sys.exit(SERVICE.main(sys.argv[1:]))
