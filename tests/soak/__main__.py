"""Run a soak: `python -m tests.soak --minutes 5 [--seed 1]`, or `make soak MINUTES=5 SEED=1`.

It ends with its seed and its counts, and with 0 only where nothing was lost, doubled or out of
order, everything that was written was published and counted, and no process grew.
"""

import argparse
import asyncio
import random
import sys

from .soak import say, soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument(
        "--pause", type=float, default=3.0, help="seconds between two shapes of one caller"
    )
    parser.add_argument(
        "--every", type=float, default=1.5, help="seconds between two faults, on average"
    )
    given = parser.parse_args()
    say(f"seed {given.seed}, {given.minutes:g} minutes")
    result = asyncio.run(
        soak(minutes=given.minutes, seed=given.seed, pause=given.pause, every=given.every)
    )
    say(*result.lines())
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
