"""Run the plans service: `python -m ht_plans [api|worker|relay|run|migrate|…]`."""

import sys

from ht_plans.app import SERVICE

if __name__ == "__main__":
    sys.exit(SERVICE.main(sys.argv[1:]))
