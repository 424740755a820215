"""However many write at once: nothing is missed, doubled or out of order."""

import asyncio
import json
from collections import Counter

import asyncpg
import pytest

from ht_kit.event_store import EventStore, Written
from ht_kit.ids import new_id
from ht_kit.verify import verify

from .conftest import Database, a_store
from .processes import a_writer
from .things import NORTH, a_request, an_append

pytestmark = pytest.mark.engines

WRITERS, ROUNDS = 12, 40


async def write_much(store: EventStore, written: Counter[str]) -> None:
    """One stream of one's own, and a new one now and then."""
    stream, version = new_id(), 0
    for number in range(ROUNDS):
        count = 1 + number % 3
        outcome = await store.write(a_request(an_append(stream, version, count=count)))
        assert isinstance(outcome, Written)
        version += count
        written["events"] += count
        if number % 5 == 0:
            await store.write(a_request(an_append(new_id())))
            written["events"] += 1


async def tail(database: Database, done: asyncio.Event) -> list[asyncpg.Record]:
    """Read as the relay does: whatever comes after the last position that was seen."""
    seen: list[asyncpg.Record] = []
    async with database.connected("relay") as relay:
        while True:
            finished = done.is_set()
            rows = await relay.fetch(
                "SELECT position, stream_id, version, recorded_at FROM events "
                "WHERE position > $1 ORDER BY position LIMIT 50",
                seen[-1]["position"] if seen else 0,
            )
            seen.extend(rows)
            if finished and not rows:
                return seen


async def test_a_tailing_reader_misses_nothing_in_a_storm(database: Database) -> None:
    written: Counter[str] = Counter()
    done = asyncio.Event()
    reading = asyncio.create_task(tail(database, done))

    async with a_store(database, writers=3) as one, a_store(database, writers=3) as other:
        await asyncio.gather(
            *(write_much(store, written) for store in [one, other] * (WRITERS // 2))
        )
    done.set()
    seen = await reading

    assert [row["position"] for row in seen] == list(range(1, written["events"] + 1))
    assert [row["recorded_at"] for row in seen] == sorted(row["recorded_at"] for row in seen)
    versions: Counter[object] = Counter()
    for row in seen:
        versions[row["stream_id"]] += 1
        assert row["version"] == versions[row["stream_id"]]
    assert await verify(database.url("relay")) == []


async def test_three_processes_on_the_same_streams_answer_every_caller(
    database: Database,
) -> None:
    """Every caller hears written, moved, seen or held: never a deadlock, never nothing."""
    asked = 150
    streams = [new_id() for _ in range(6)]
    async with a_store(database) as store:
        for stream in streams:
            await store.write(a_request(an_append(stream)))

    writers = [
        await a_writer(
            database, "overlap", str(seed), str(asked), *(str(stream) for stream in streams)
        )
        for seed in (1, 2, 3)
    ]
    outputs = [await writer.communicate() for writer in writers]

    tallies = [Counter(json.loads(output)) for output, _ in outputs]
    assert [sum(tally.values()) for tally in tallies] == [asked] * 3
    heard = set().union(*tallies)
    assert heard <= {"Written", "Moved", "Seen", "Held"}
    assert "Written" in heard
    assert await verify(database.url("relay")) == []
    async with database.connected("admin") as connection:
        keys = await connection.fetchval("SELECT count(*) FROM idempotency")
        events = await connection.fetchval("SELECT count(*) FROM events")
        on_shelf = await connection.fetchval(
            "SELECT count(*) FROM shelf WHERE organisation = $1", NORTH
        )
    assert events == len(streams) + 2 * (keys - len(streams))
    assert on_shelf <= len(streams)


async def test_callers_that_leave_are_written_all_the_same(database: Database) -> None:
    async with a_store(database, writers=1) as store:
        callers = [
            asyncio.create_task(store.write(a_request(an_append(new_id())))) for _ in range(20)
        ]
        await asyncio.sleep(0)
        for caller in callers[::2]:
            caller.cancel()
        answers = await asyncio.gather(*callers, return_exceptions=True)

    assert [isinstance(answer, Written) for answer in answers] == [False, True] * 10
    async with database.connected("relay") as relay:
        assert await relay.fetchval("SELECT count(*) FROM events") == 20
