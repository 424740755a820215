"""Rows 1 to 5 of the failure matrix: whatever dies when, nothing is lost or doubled."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from ht_kit.decider import Handler, Recorded
from ht_kit.event_store import EventStore, Request, Seen, Written
from ht_kit.ids import new_id
from ht_kit.sealing import Sealing
from ht_kit.verify import verify
from ht_kit.write_call import WRITE, Columns

from .conftest import Database, a_store
from .processes import a_writer
from .things import (
    THING,
    Command,
    Event,
    Label,
    LabelledAlready,
    LabelOnce,
    MakeThing,
    Thing,
    a_request,
    an_append,
    asked,
)

pytestmark = pytest.mark.engines

THE_LOCK = "pg_advisory_lock(7233264861542)"


async def count(connection: asyncpg.Connection, table: str) -> int:
    found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
    return found


async def until(connection: asyncpg.Connection, question: str) -> None:
    """Wait until the server says yes."""
    for _ in range(600):
        if await connection.fetchval(question):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"this never came true: {question}")


SOMEBODY_WAITS_FOR_THE_LOCK = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
NO_WRITER_IS_LEFT = """
    SELECT NOT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE usename = 'things_writer' AND datname = current_database())
"""


async def kill_while_it_writes(
    database: Database, holding: asyncpg.Connection, stream: UUID, key: str
) -> None:
    """Kill a process whose statement has reached the last lock, but has not committed."""
    await holding.execute(f"SELECT {THE_LOCK}")
    process = await a_writer(database, "once", str(stream), key)
    await until(holding, SOMEBODY_WAITS_FOR_THE_LOCK)
    process.kill()
    output, _ = await process.communicate()
    assert output == b""


async def test_row_1_a_process_that_dies_before_its_commit_leaves_nothing_and_can_be_repeated(
    database: Database,
) -> None:
    stream = new_id()
    async with database.connected("admin") as admin:
        await kill_while_it_writes(database, admin, stream, "once")
        await until(admin, NO_WRITER_IS_LEFT)  # its statement gave up waiting for the lock
        left = [await count(admin, table) for table in ("events", "streams", "idempotency")]
        await admin.execute("SELECT pg_advisory_unlock_all()")

    async with a_store(database) as store:
        repeated = await store.write(a_request(an_append(stream), key="once"))

    assert left == [0, 0, 0]
    assert repeated == Written(1)


async def test_row_2_a_process_that_dies_after_its_commit_has_left_the_answer_for_the_repeat(
    database: Database,
) -> None:
    stream = new_id()
    async with database.connected("admin") as admin:
        await kill_while_it_writes(database, admin, stream, "once")
        await admin.execute("SELECT pg_advisory_unlock_all()")  # now it commits, unheard
        await until(admin, NO_WRITER_IS_LEFT)
        left = [await count(admin, table) for table in ("events", "streams", "idempotency")]

    async with a_store(database) as store:
        repeated = await store.write(a_request(an_append(stream), key="once"))

    assert left == [1, 1, 1]
    assert isinstance(repeated, Seen)
    assert (repeated.answer.stream_id, repeated.answer.position) == (stream, 1)


async def test_row_3_of_two_commands_that_race_one_wins_and_the_other_is_decided_again(
    database: Database, sealing: Sealing
) -> None:
    thing = new_id()
    async with a_store(database) as one, a_store(database) as other:
        things = [
            Handler[Command, Thing, Event](THING, store, sealing) for store in (one, other)
        ]
        await things[0].create(thing, MakeThing(owner=new_id(), label="lamp"), asked=asked())

        once = await asyncio.gather(
            *(each.handle(thing, LabelOnce(label="b"), asked=asked()) for each in things),
            return_exceptions=True,
        )
        both = await asyncio.gather(
            *(
                each.handle(thing, Label(label=str(number)), asked=asked())
                for number, each in enumerate(things)
            )
        )

    assert {type(outcome) for outcome in once} == {Recorded, LabelledAlready}
    assert sorted(outcome.version for outcome in both) == [3, 4]
    assert await verify(database.url("relay")) == []


async def slow_write(connection: asyncpg.Connection, request: Request) -> None:
    columns = Columns()
    columns.add(1, request)
    await connection.fetch(WRITE, *columns.arguments())


@pytest.mark.parametrize("commits", [True, False])
async def test_rows_4_and_5_others_wait_for_a_slow_write_and_a_rollback_leaves_no_hole(
    database: Database, store: EventStore, *, commits: bool
) -> None:
    async with database.connected("writer") as slow, database.connected("relay") as relay:
        transaction = slow.transaction()
        await transaction.start()
        await slow_write(slow, a_request(an_append(new_id())))
        waiting = asyncio.create_task(store.write(a_request(an_append(new_id()))))
        await asyncio.sleep(0.4)
        meanwhile = (waiting.done(), await count(relay, "events"))

        await (transaction.commit() if commits else transaction.rollback())
        outcome = await waiting

        assert meanwhile == (False, 0)
        assert outcome == Written(2 if commits else 1)
        positions = await relay.fetch("SELECT position FROM events ORDER BY position")
    assert [row["position"] for row in positions] == ([1, 2] if commits else [1])
    assert await verify(database.url("relay")) == []


async def test_a_lock_that_is_held_too_long_is_tried_again_once(
    database: Database, store: EventStore
) -> None:
    """Its first attempt gives up after two seconds; the second finds the lock free."""
    async with database.connected("admin") as admin:
        await admin.execute(f"SELECT {THE_LOCK}")
        waiting = asyncio.create_task(store.write(a_request(an_append(new_id()))))
        await asyncio.sleep(2.5)
        assert not waiting.done()
        await admin.execute("SELECT pg_advisory_unlock_all()")

        assert await waiting == Written(1)


async def test_connections_that_are_cut_lose_and_double_nothing(database: Database) -> None:
    """Whoever hears an error asks again with the same key, as clients do."""
    streams = {f"key {number}": new_id() for number in range(150)}

    async def ask(store: EventStore, key: str) -> None:
        while True:
            try:
                await store.write(a_request(an_append(streams[key]), key=key))
            except (
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
                OSError,
            ):
                await asyncio.sleep(0.02)
            else:
                return

    async def cut(admin: asyncpg.Connection) -> None:
        for _ in range(20):
            await asyncio.sleep(0.05)
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = 'things_writer' AND datname = current_database()"
            )

    async with database.connected("admin") as admin, a_store(database, at_most=5) as store:
        cutting = asyncio.create_task(cut(admin))
        await asyncio.gather(*(ask(store, key) for key in streams))
        await cutting
        written = await count(admin, "events")

    assert written == len(streams)
    assert await verify(database.url("relay")) == []
