"""What a command decided, written down: bodies, sealed values, rows and reservations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from ht_kit.aggregate import Aggregate, Blind, Personal, Row
from ht_kit.asked import Asked
from ht_kit.body import Body
from ht_kit.codec import Json, stored_name
from ht_kit.event_store import Append, Hold, Request
from ht_kit.ids import new_id
from ht_kit.sealing import EventPlace, Sealing, Seals

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


class NobodysKey(Exception):  # noqa: N818 - named for its reason
    """An aggregate says something personal, but not whose data key seals it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[S, E]):
    """What happened to one stream that stood at `version`.

    `again` asks for its rows although nothing happened.
    """

    stream_id: UUID
    version: int
    before: S
    after: S
    events: Sequence[E]
    again: bool = False


async def write_down(
    aggregate: Aggregate[C, S, E],
    change: Change[S, E],
    asked: Asked,
    ids: Mapping[str, UUID],
    sealing: Sealing,
) -> Request:
    """Give the request that writes a change. A new data key is committed by then."""
    organisation = asked.actor.organisation
    written = change.events or change.again
    rows = aggregate.rows(change.stream_id, change.after) if written else []
    client = aggregate.client(change.stream_id, change.after)

    seals = None
    personal = any(map(aggregate.codec.says_something_personal, change.events))
    if personal or any(_is_personal(value) for row in rows for value in row.values.values()):
        if client is None:
            raise NobodysKey(aggregate.name)
        seals = Seals(await sealing.make(organisation, client), client)

    pen = _Pen(aggregate, change, asked, sealing, client, seals)
    append = Append(
        stream_id=change.stream_id,
        stream_type=aggregate.name,
        expected=change.version,
        bodies=[pen.body(event, number) for number, event in enumerate(change.events, start=1)],
    )
    return Request(
        organisation=organisation,
        actor=asked.actor.subject,
        key=asked.key,
        fingerprint=asked.fingerprint,
        ids=ids,
        appends=[append],
        holds=_holds(aggregate, change),
        rows=[(row.table, pen.row(row)) for row in rows],
    )


@dataclass(frozen=True, slots=True)
class _Pen(Generic[C, S, E]):
    """Writes events and rows down; `seals` are there when something personal is among them."""

    aggregate: Aggregate[C, S, E]
    change: Change[S, E]
    asked: Asked
    sealing: Sealing
    client: UUID | None
    seals: Seals | None

    def body(self, event: E, number: int) -> Body:
        codec, change, asked = self.aggregate.codec, self.change, self.asked
        name = stored_name(type(event))
        event_id, stream_id = new_id(), change.stream_id
        place = EventPlace(
            event_id=str(event_id),
            stream_id=str(stream_id),
            version=change.version + number,
            schema_version=codec.version_of(name),
        )

        def seal(field: str, value: Any) -> Json:
            return self._seals().field(place, field, value)

        return Body(
            id=event_id,
            service=codec.service,
            name=name,
            schema_version=place.schema_version,
            aggregate=self.aggregate.name,
            stream_id=stream_id,
            version=place.version,
            time=asked.at,
            organisation=asked.actor.organisation,
            programme=asked.actor.programme,
            partition_key=str(self.client or stream_id),
            correlation_id=asked.correlation_id,
            causation_id=asked.causation_id,
            traceparent=asked.traceparent,
            auth_id=asked.actor.subject,
            data=codec.encode(event, seal),
        )

    def row(self, row: Row) -> dict[str, Any]:
        return {
            column: self._value(row.table, column, value)
            for column, value in row.values.items()
        }

    def _value(self, table: str, column: str, value: Any) -> Any:
        organisation = self.asked.actor.organisation
        if isinstance(value, Personal):
            if value.value is None:
                return None
            return self._seals().column(organisation, table, column, value.value)
        if isinstance(value, Blind):
            if value.value is None:
                return None
            return self.sealing.blind(organisation, value.kind, value.value)
        return value

    def _seals(self) -> Seals:
        if self.seals is None:
            raise NobodysKey(self.aggregate.name)
        return self.seals


def _holds(aggregate: Aggregate[C, S, E], change: Change[S, E]) -> list[Hold]:
    before = aggregate.reserves(change.before) if change.version else frozenset()
    after = aggregate.reserves(change.after) if change.events else before
    return [
        Hold(
            stream_id=change.stream_id,
            kind=held.kind,
            value=held.value,
            everywhere=held.everywhere,
            taken=held in after,
        )
        for held in sorted(before ^ after)
    ]


def _is_personal(value: object) -> bool:
    return isinstance(value, Personal) and value.value is not None
