"""A reader that was away while much happened, and a restart where much is stored."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import psutil
import pytest

from ht_kit.ids import new_id

from .system import STREAM, System
from .things import READER, happen

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(3600)]
MUCH = 100_000
A_COMMAND, WRITERS = 100, 10
BEFORE = 30
PATIENCE = 150.0  # seconds in which nothing moves
ROWS_READ = "SELECT tup_returned FROM pg_stat_database WHERE datname = current_database()"


async def much_happens(system: System) -> None:
    async def a_writer() -> None:
        for _ in range(MUCH // A_COMMAND // WRITERS):
            await happen(system.store, new_id(), expected=0, count=A_COMMAND)

    await asyncio.gather(*(a_writer() for _ in range(WRITERS)))


async def comes_to(end: int, where: Callable[[], Awaitable[int | None]]) -> None:
    """Wait until somebody is there, for as long as they move at all."""
    before, since = await where(), time.monotonic()
    while before != end:
        await asyncio.sleep(0.05)
        at = await where()
        if at != before:
            before, since = at, time.monotonic()
        assert time.monotonic() - since < PATIENCE, f"at {at}, and not at {end}"


async def rows_read(system: System) -> int:
    """Say how many rows the database has read since it was made, by whatever way."""
    await system.pool.execute("SELECT pg_stat_force_next_flush()")
    await asyncio.sleep(1)  # sessions say what they did when they are idle
    return int(await system.pool.fetchval(ROWS_READ))


async def assert_read_once_and_in_order(system: System) -> None:
    found = await system.pool.fetchrow(
        "SELECT count(*), max(position), bool_and(position = number) AS in_order"
        " FROM (SELECT position, row_number() OVER (ORDER BY place) AS number FROM seen) _"
    )
    assert found is not None
    assert tuple(found) == (await system.written(), await system.written(), True)


async def restore_the_read_model(system: System) -> None:
    """Put it back to where it was before much happened, and forget its durable."""
    async with system.pool.acquire() as connection, connection.transaction():
        await connection.execute("DELETE FROM seen WHERE position > $1", BEFORE)
        await connection.execute("UPDATE consumer_position SET position = $1", BEFORE)
    client = await system.connected()
    await client.jetstream().delete_consumer(STREAM, READER)
    await client.close()


async def test_a_reader_catches_up_after_a_long_time_and_a_restart_reads_nothing_again(
    system: System,
) -> None:
    relay, projector = system.start("relay"), system.start("projector")
    await system.happen(BEFORE)
    await system.seen(BEFORE)
    projector.kill9()
    await much_happens(system)
    end = BEFORE + MUCH
    await comes_to(end, system.last_told)

    projector = system.start("projector")
    await comes_to(end, system.last_seen)
    await assert_read_once_and_in_order(system)

    projector.kill9()
    await restore_the_read_model(system)
    projector = system.start("projector")
    await comes_to(end, system.last_seen)
    await assert_read_once_and_in_order(system)

    relay.kill9()
    projector.kill9()
    before, began = await rows_read(system), time.monotonic()
    begun = [system.start(part) for part in ("relay", "projector")]
    await system.happen(1)
    await system.seen(end + 1)
    took = time.monotonic() - began
    worked = [sum(psutil.Process(each.process.pid).cpu_times()[:2]) for each in begun]
    read = await rows_read(system) - before

    # Figures for people. How fast is not asserted: the machine decides that.
    print(  # noqa: T201
        f"{MUCH} events stored: level again after {took:.1f} s, of which relay and projector"
        f" worked {worked[0]:.1f} and {worked[1]:.1f} s; {read} rows read"
    )
    assert read < MUCH / 10
    await assert_read_once_and_in_order(system)
