"""An invented service to which faults happen: what is stored, and what is told of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from ht_contracts.envelope import Published
from ht_kit.body import Body
from ht_kit.codec import Codec
from ht_kit.event_store import Append, EventStore, Request, Written
from ht_kit.ids import new_id

ORGANISATION, PROGRAMME = "northfield-council", "northfield"

READER = "reading_things"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    number: int


class ThingHappened(Published):
    """Something happened to a thing."""

    type: ClassVar[str] = "ht.things.happened.v1"

    number: int


CODEC = Codec[Happened](service="things", aggregate="thing", events=(Happened,))


def tell(event: Happened) -> Published | None:
    return ThingHappened(number=event.number)


def body_of(thing: UUID, version: int) -> Body:
    event_id = new_id()
    return Body(
        id=event_id,
        service="things",
        name="happened",
        schema_version=1,
        aggregate="thing",
        stream_id=thing,
        version=version,
        time=datetime(2026, 1, 12, 9, 30, tzinfo=UTC),
        organisation=ORGANISATION,
        programme=PROGRAMME,
        partition_key=str(thing),
        correlation_id=event_id,
        causation_id=None,
        traceparent=None,
        auth_id="worker-1",
        data={"number": version},
    )


def request(thing: UUID, *, expected: int, count: int) -> Request:
    """Ask that so many things happen to one thing, in one command."""
    versions = range(expected + 1, expected + count + 1)
    return Request(
        organisation=ORGANISATION,
        actor="worker-1",
        key=str(new_id()),
        fingerprint="",
        ids={},
        appends=[
            Append(
                stream_id=thing,
                stream_type="thing",
                expected=expected,
                bodies=[body_of(thing, version) for version in versions],
            )
        ],
    )


async def happen(store: EventStore, thing: UUID, *, expected: int, count: int) -> None:
    """Have so many things happen to one thing, in one command."""
    written = await store.write(request(thing, expected=expected, count=count))
    assert isinstance(written, Written)
