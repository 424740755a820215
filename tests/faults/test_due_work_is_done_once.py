"""Due work: runners are killed, run twice, and have clocks that are wrong."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from ht_kit.clock import london_day, now
from ht_kit.ids import new_id

from .promises import KIND, MakePromise, Promises, asked_at, keeping_promises
from .system import System, eventually

pytestmark = pytest.mark.engines


@pytest.fixture
async def promises(system: System) -> AsyncIterator[Promises]:
    url = system.database.url
    async with keeping_promises(url("writer"), url("reader"), system.keys_url) as made:
        yield made


async def promise(promises: Promises, *, in_days: int, count: int = 1) -> set[UUID]:
    """Make so many promises for the day that is so many days from today."""
    made = {new_id() for _ in range(count)}
    command = MakePromise(due_on=london_day(now()) + timedelta(days=in_days), to="Rose")
    await asyncio.gather(
        *(promises.create(each, command, asked=asked_at(now())) for each in made)
    )
    return made


async def marked(system: System) -> Counter[UUID]:
    rows = await system.pool.fetch(
        "SELECT stream_id FROM events WHERE type = 'promise_fell_due'"
    )
    return Counter(row["stream_id"] for row in rows)


async def all_done(system: System, count: int) -> None:
    async def done() -> bool:
        query = "SELECT count(*) FROM due WHERE kind = $1 AND done_at IS NOT NULL"
        return bool(await system.pool.fetchval(query, KIND) == count)

    await eventually(done, f"{count} promises are done")


@pytest.mark.parametrize("point", ["before the command", "after the command"])
async def test_a_runner_that_dies_leaves_its_work_to_the_next_which_does_it_once(
    system: System, promises: Promises, point: str
) -> None:
    due = await promise(promises, in_days=0, count=3)
    await system.start("due", die_at=f"kill {point}").died()
    left = await marked(system)

    system.start("due")
    await all_done(system, 3)

    assert len(left) == (1 if point == "after the command" else 0)
    assert await marked(system) == Counter(due)


async def test_copies_with_wrong_clocks_that_are_killed_do_everything_once_and_decide_nothing(
    system: System, promises: Promises
) -> None:
    """A clock that is a day ahead marks a day early, and that is all it can do."""
    due = await promise(promises, in_days=0, count=20)
    due |= await promise(promises, in_days=-30, count=20)
    due |= await promise(promises, in_days=1, count=10)
    await promise(promises, in_days=3, count=5)
    clocks = [-1, 1]

    copies = [system.start("due", clock_days=days) for days in clocks]

    async def at_work() -> bool:
        return bool(await marked(system))

    await eventually(at_work, "something is marked")
    for copy in copies:
        copy.kill9()
    for days in clocks:
        system.start("due", clock_days=days)
    await all_done(system, len(due))

    assert await marked(system) == Counter(due)
    kinds = await system.pool.fetch("SELECT DISTINCT type FROM events ORDER BY type")
    assert [row["type"] for row in kinds] == ["promise_fell_due", "promise_made"]


async def test_a_runner_whose_clock_is_behind_waits(system: System, promises: Promises) -> None:
    early = await promise(promises, in_days=-1)
    today = await promise(promises, in_days=0)
    system.start("due", clock_days=-1)

    await all_done(system, 1)
    assert await marked(system) == Counter(early)

    system.start("due")
    await all_done(system, 2)
    assert await marked(system) == Counter(early | today)
