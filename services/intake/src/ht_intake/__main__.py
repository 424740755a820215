"""python -m ht_intake [api|worker|relay|run|migrate|openapi|check-config]."""

import sys

from ht_intake.app import SERVICE

if __name__ == "__main__":
    sys.exit(SERVICE.main(sys.argv[1:]))
