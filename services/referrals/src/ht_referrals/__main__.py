"""Run the referrals service: `python -m ht_referrals [api|worker|relay|migrate|run|…]`."""

import sys

from ht_referrals.app import SERVICE

if __name__ == "__main__":
    sys.exit(SERVICE.main(sys.argv[1:]))
