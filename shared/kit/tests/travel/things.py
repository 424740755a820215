"""An invented service whose only aggregate is a thing that things happen to."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from ht_contracts.envelope import Published
from ht_kit.body import Body
from ht_kit.codec import Codec, Json
from ht_kit.event_store import Append, EventStore, Request, Written
from ht_kit.ids import new_id

MORNING = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)


class ThingHappened(Published):
    """Something happened to a thing."""

    type: ClassVar[str] = "ht.things.happened.v1"

    number: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    number: int
    secret: str | None = None


CODEC = Codec[Happened](
    service="things",
    aggregate="thing",
    events=(Happened,),
    personal={Happened: frozenset({"secret"})},
)


def tell(event: Happened) -> Published | None:
    """Tell of every thing but each seventh, of which there is nothing to tell."""
    assert event.secret is None, "no key is at hand where events are told"
    return None if event.number % 7 == 0 else ThingHappened(number=event.number)


def sealed(field: str, value: str) -> Json:
    return {"$enc": f"{field} of {len(value)} letters, out of sight"}


def body_of(event_id: UUID, thing: UUID, version: int) -> Body:
    return Body(
        id=event_id,
        service="things",
        name="happened",
        schema_version=1,
        aggregate="thing",
        stream_id=thing,
        version=version,
        time=MORNING,
        organisation="northfield-council",
        programme="northfield",
        partition_key=str(thing),
        correlation_id=event_id,
        causation_id=None,
        traceparent=None,
        auth_id="worker-1",
        data=CODEC.encode(Happened(number=version, secret="Rose"), sealed),
    )


async def happen(
    store: EventStore, count: int, *, thing: UUID | None = None, after: int = 0
) -> UUID:
    """Have so many things happen to a thing (a new one), a hundred in a command at most."""
    thing, last = thing or new_id(), after + count
    for before in range(after, last, 100):
        numbers = range(before + 1, min(before + 100, last) + 1)
        written = await store.write(
            Request(
                organisation="northfield-council",
                actor="worker-1",
                key=str(new_id()),
                fingerprint="",
                ids={},
                appends=[
                    Append(
                        stream_id=thing,
                        stream_type="thing",
                        expected=before,
                        bodies=[body_of(new_id(), thing, number) for number in numbers],
                    )
                ],
            )
        )
        assert isinstance(written, Written)
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
