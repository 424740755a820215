"""Writers, relays, projectors and NATS, all killed at random: nothing is lost or doubled.

A small form of the soak: the same promise, for a quarter of a minute.
"""

import asyncio
import random
import time

import pytest

from ht_kit.ids import new_id
from ht_local.engines.nats import Nats

from .system import System, Victim
from .things import happen

pytestmark = [pytest.mark.engines, pytest.mark.slow]
SECONDS = 15.0
WRITERS = 4


async def write(system: System, until: float, dice: random.Random) -> int:
    """Have things happen to one thing after the other, a few at a time."""
    written, version, thing = 0, 0, new_id()
    while time.monotonic() < until:
        count = dice.randint(1, 5)
        await happen(system.store, thing, expected=version, count=count)
        written, version = written + count, version + count
        if version > 30:
            thing, version = new_id(), 0
        await asyncio.sleep(dice.uniform(0, 0.05))
    return written


async def kill_until(
    system: System, own_nats: Nats, until: float, dice: random.Random
) -> dict[str, int]:
    """Kill something, start it again, and so on."""
    running: dict[str, list[Victim]] = {
        what: [system.start(what), system.start(what)] for what in ("relay", "projector")
    }
    killed = {"relay": 0, "projector": 0, "nats": 0}
    while time.monotonic() < until:
        await asyncio.sleep(dice.uniform(0.2, 1.0))
        what = dice.choice(["relay", "relay", "projector", "projector", "nats"])
        killed[what] += 1
        if what == "nats":
            await asyncio.to_thread(own_nats.kill9)
            await asyncio.to_thread(own_nats.start)
        else:
            running[what].pop(0).kill9()
            running[what].append(system.start(what))
    return killed


async def test_what_was_written_is_told_and_read_once_and_in_order(
    breakable: System, own_nats: Nats
) -> None:
    system, seed = breakable, random.SystemRandom().randrange(2**32)
    dice, until = random.Random(seed), time.monotonic() + SECONDS

    killing = asyncio.create_task(kill_until(system, own_nats, until, dice))
    written = await asyncio.gather(*(write(system, until, dice) for _ in range(WRITERS)))
    killed = await killing

    assert await system.written() == sum(written), f"seed {seed}"
    assert sum(killed.values()) > 0
    await system.told()
    await system.seen()
    await system.assert_nothing_lost_or_doubled()
