"""Row 21: a NATS server without room refuses; Postgres keeps accepting, and nothing is lost."""

import asyncio

import pytest

from ht_local.engines.nats import Nats

from .system import System

pytestmark = pytest.mark.engines
LITTLE, PLENTY = 150_000, 1024**3


async def test_the_relay_waits_until_there_is_room(breakable: System, own_nats: Nats) -> None:
    system = breakable
    own_nats.stop()
    own_nats.room = LITTLE
    own_nats.start()
    relay = system.start("relay")
    system.start("projector")
    for _ in range(6):
        await system.happen(100)
    await relay.says("StreamRefused")
    await system.happen(100)

    told = await system.last_told()
    assert told is not None
    assert told < await system.written() == 700
    assert relay.runs()
    assert not relay.said("relay_halted")

    await asyncio.to_thread(own_nats.kill9)
    own_nats.room = PLENTY
    await asyncio.to_thread(own_nats.start)
    await system.told(700)
    await system.seen(700)
    await system.assert_nothing_lost_or_doubled()
