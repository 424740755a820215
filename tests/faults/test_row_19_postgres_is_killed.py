"""Row 19: Postgres is killed while everybody works; what was acknowledged stays."""

import asyncio
import random

import asyncpg
import pytest

from ht_kit.event_store import Seen, Written
from ht_kit.ids import new_id
from ht_kit.verify import verify
from ht_local.engines.postgres import Postgres

from .system import System
from .things import request

pytestmark = pytest.mark.engines
WRITERS = 4
AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


async def write(system: System, enough: asyncio.Event) -> tuple[int, int]:
    """Ask again with the same key until it is answered; give what was, and how often again."""
    acknowledged = again = 0
    while not enough.is_set():
        asked = request(new_id(), expected=0, count=3)
        while True:
            try:
                outcome = await system.store.write(asked)
            except AWAY:
                again += 1
                await asyncio.sleep(0.05)
            else:
                break
        assert isinstance(outcome, Written | Seen)
        acknowledged += 3
        await asyncio.sleep(0.01)
    return acknowledged, again


async def test_postgres_that_is_killed_comes_back_with_everything_it_acknowledged(
    whole: System, own_postgres: Postgres
) -> None:
    system, enough, dice = whole, asyncio.Event(), random.Random(19)
    relay, projector = system.start("relay"), system.start("projector")
    writing = asyncio.gather(*(write(system, enough) for _ in range(WRITERS)))
    await system.seen_at_least(30)

    for _ in range(3):
        await asyncio.to_thread(own_postgres.kill9)
        await asyncio.to_thread(own_postgres.start)
        await asyncio.sleep(dice.uniform(0.2, 0.6))
    enough.set()
    answers = await writing

    assert await system.written() == sum(acknowledged for acknowledged, _ in answers)
    assert sum(again for _, again in answers) > 0
    await system.told()
    await system.seen()
    assert relay.runs()
    assert projector.runs()
    assert await verify(system.database.url("relay")) == []
    await system.assert_nothing_lost_or_doubled()
