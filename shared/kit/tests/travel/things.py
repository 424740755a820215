"""An invented service whose only aggregate is a thing that things happen to."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import orjson

from ht_contracts.envelope import Published
from ht_kit.ids import new_id

SCHEMA = """
CREATE TABLE head (position bigint, hash bytea, recorded_at timestamptz);
INSERT INTO head VALUES (0, '', '2020-01-01');
CREATE TABLE events (
    position bigint PRIMARY KEY, event_id uuid UNIQUE, stream_id uuid, version int,
    organisation text, programme text, stream_type text, type text, schema_version int,
    body bytea, recorded_at timestamptz, hash bytea);
CREATE TABLE relay_epoch (epoch bigint NOT NULL);
INSERT INTO relay_epoch VALUES (0);
CREATE TABLE consumer_position (consumer text PRIMARY KEY, position bigint NOT NULL);
CREATE TABLE due (
    kind text, aggregate uuid, due_on date, organisation text, programme text, payload jsonb,
    leased_until timestamptz, done_at timestamptz, PRIMARY KEY (kind, aggregate, due_on));
CREATE TABLE seen (position bigint, event_id uuid, thing uuid, version int);
"""

_WRITE = """
WITH moved AS (
    UPDATE head SET position = position + 1, recorded_at = clock_timestamp(),
        hash = sha256(hash || $3::bytea) RETURNING *
)
INSERT INTO events
SELECT moved.position, $1, $2, $4, 'northfield-council', 'northfield', 'thing',
    'thing_happened', 1, $3, moved.recorded_at, moved.hash
FROM moved
"""


class ThingHappened(Published):
    """Something happened to a thing."""

    type: ClassVar[str] = "ht.things.thing_happened.v1"

    number: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    number: int
    secret: str | None = None


class Things:
    """Reads stored things, as a codec does."""

    def decode(
        self, name: str, schema_version: int, data: dict[str, Any], unseal: None = None, /
    ) -> Happened:
        assert (name, schema_version, unseal) == ("thing_happened", 1, None)
        return Happened(number=data["number"])


def tell(event: Happened) -> Published | None:
    """Tell of every thing but each seventh, of which there is nothing to tell."""
    return None if event.number % 7 == 0 else ThingHappened(number=event.number)


def body_of(event_id: UUID, thing: UUID, version: int) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": event_id,
            "source": "/organisations/northfield-council/things",
            "type": "ht.things.thing_happened",
            "subject": thing,
            "time": datetime(2026, 1, 12, 9, 30, tzinfo=UTC),
            "datacontenttype": "application/json",
            "organisation": "northfield-council",
            "programme": "northfield",
            "partitionkey": str(thing),
            "sequence": str(version),
            "correlationid": event_id,
            "causationid": None,
            "traceparent": None,
            "authid": "worker-1",
            "schemaversion": 1,
            "aggregate": "thing",
            "data": {"number": version},
        }
    )


async def happen(pool: "asyncpg.Pool[asyncpg.Record]", count: int) -> UUID:
    """Have so many things happen to a new thing."""
    thing = new_id()
    async with pool.acquire() as connection, connection.transaction():
        for version in range(1, count + 1):
            event_id = new_id()
            body = body_of(event_id, thing, version)
            await connection.execute(_WRITE, event_id, thing, body, version)
        await connection.execute("NOTIFY events")
    return thing


async def eventually(
    holds: Callable[[], Awaitable[object]], *, within: float = 20.0, what: str = ""
) -> None:
    """Wait until something holds. What is waited for must come: how fast is not asserted."""
    deadline = time.monotonic() + within
    while not await holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came to hold: {what or holds.__name__}")
        await asyncio.sleep(0.02)


@asynccontextmanager
async def running(*work: Awaitable[None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Run these while the block runs. One that ends by itself is a failure."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield tasks
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
