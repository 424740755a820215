"""Work offered at a rate of its own, however slowly it is done: an open loop.

Each piece has its moment. Whoever measures from that moment does not forget what waited.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def offer(
    per_second: float, count: int, do: Callable[[int, float], Awaitable[None]]
) -> None:
    """Begin `do(number, moment)` for each number at its moment, and wait for all of them.

    The moments are those of `time.perf_counter`.
    """
    start = time.perf_counter() + 0.05
    begun: list[asyncio.Task[None]] = []
    for number in range(count):
        moment = start + number / per_second
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        begun.append(asyncio.ensure_future(_do(do, number, moment)))
    await asyncio.gather(*begun)


async def _do(do: Callable[[int, float], Awaitable[None]], number: int, moment: float) -> None:
    await do(number, moment)
