"""Taking turns no closer together than they need to be, so that more is done in each."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

RELAYED: Final = 0.02
"""Seconds between two readings of the store by a relay that is level with it."""
PROJECTED: Final = 0.05
"""Seconds between two batches of a projector that is level with its stream."""


class Pace:
    """Keeps turns so many seconds apart, from beginning to beginning.

    Whoever has waited for longer goes at once: only what follows closely waits, and goes
    together with what comes meanwhile. A commit costs the same for one event as for many.
    """

    def __init__(self, apart: float, *, clock: Callable[[], float] = monotonic) -> None:
        self._apart, self._clock = apart, clock
        self._began = float("-inf")

    def begin(self) -> None:
        """Note that a turn begins."""
        self._began = self._clock()

    async def rest(self) -> None:
        """Wait until the next turn may begin."""
        wait = self._began + self._apart - self._clock()
        if wait > 0:
            await asyncio.sleep(wait)
