"""A client's whole history in one service, with both clocks, as it was known at any moment.

A service says which streams are a client's and gets the question `GET /clients/{id}/timeline`:

    TIMELINE = timeline_of(
        permission="timeline:read",
        aggregates=AGGREGATES,
        streams=_streams_of,        # gives them, or says that there is nobody to be seen
        happened={AssessmentCorrected: "corrected_at"},
        hidden=frozenset({"lsoa"}),
    )

Every service answers in the same shape, so that what several tell can be merged: within one by
position, across them by when it was recorded. What the asker may not see of an aggregate is
not there. Words are opened with the client's key; when that is gone, coded facts are left.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from typing import Annotated, Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, TypeAdapter

from ht_kit.aggregate import Aggregate, NoSuchThing
from ht_kit.asked import Actor
from ht_kit.audit import Look, looks
from ht_kit.body import Body
from ht_kit.codec import Json, is_sealed
from ht_kit.forms import Instant
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows, handlers_of
from ht_kit.keys import DataKey
from ht_kit.problems import invalid
from ht_kit.reading import Reads
from ht_kit.sealing import EventPlace, clients_of, open_field

LARGEST: Final = 2**63 - 1
_EVENTS: Final = """
SELECT position, recorded_at, stream_id, body FROM events
WHERE stream_id = ANY ($1::uuid[]) ORDER BY position
"""


class Theirs(NamedTuple):
    """The streams that are a client's, and whether nothing of them is to be opened any more."""

    streams: Sequence[UUID]
    erased: bool = False


_INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)
Streams: TypeAlias = Callable[[Reads, UUID, Actor], Awaitable[Theirs]]
Moment: TypeAlias = int | datetime | None
Sees: TypeAlias = Callable[[Any, Any, Actor], bool]
"""Whether somebody may be told of an event, of something that stands as it does now."""


class TimelineEntry(BaseModel):
    """Something that happened to a client, when, and when that was recorded.

    `facts` are coded; `words` is what was said, as far as it can be read. `erased` says that
    words were there which nobody can read any more. `by` is who asked for it: a worker's id,
    or the system.
    """

    position: int
    what: str
    id: UUID
    version: int
    event: str
    happened_at: datetime | date
    recorded_at: datetime
    by: str
    facts: dict[str, Any]
    words: dict[str, Any]
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How the events of a service are told in a timeline.

    `happened` names the field that says when, where it is not the first instant of an event;
    None: the moment of asking. `hidden` are fields that are for no screen, `only_for` says who
    may see an event, where it is not all who may see a timeline.
    """

    aggregates: Mapping[str, Aggregate[Any, Any, Any]]
    happened: Mapping[type, str | None] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    only_for: Mapping[type, Sees] = field(default_factory=dict)

    def tells(self, body: Body, state: object, actor: Actor) -> bool:
        """Say whether whoever acts may be told of an event."""
        codec = self.aggregates[body.aggregate].codec
        sees = self.only_for.get(codec.class_of(body.name))
        if sees is None:
            return True
        return sees(state, codec.decode(body.name, body.schema_version, body.data), actor)


class _Stored(NamedTuple):
    row: asyncpg.Record
    body: Body


def timeline_of(
    *,
    permission: str,
    aggregates: Sequence[Aggregate[Any, Any, Any]],
    streams: Streams,
    happened: Mapping[type, str | None],
    hidden: frozenset[str] = frozenset(),
    only_for: Mapping[type, Sees] | None = None,
) -> APIRouter:
    """Make the route that shows a client's history as this service knows it."""
    telling = Telling(
        aggregates={each.name: each for each in aggregates},
        happened=happened,
        hidden=hidden,
        only_for=only_for or {},
    )
    router = APIRouter(tags=["timeline"])

    @router.get("/clients/{client_id}/timeline", dependencies=[Depends(allows(permission))])
    async def show_timeline(
        *,
        client_id: UUID,
        request: Request,
        read: ReadDep,
        actor: ActorDep,
        paging: PagingDep,
        look: Annotated[Look, Depends(looks("timeline.view"))],
        known_at: Annotated[str | None, Query(max_length=40)] = None,
    ) -> Page[TimelineEntry]:
        """Show a client's history in the order in which it was recorded.

        `known_at` is a position of this service, or an instant with its offset from UTC: only
        what was recorded by then is shown, without what was put right later.
        """
        (after,) = paging.start(_position)
        moment = _moment(known_at)
        theirs = await streams(read, client_id, actor)
        rows = await read.rows(_EVENTS, theirs.streams)
        stored = [_Stored(row, Body.from_bytes(row["body"])) for row in rows]
        states = _visible(telling, stored, actor)
        seen = [each for each in stored if each.body.stream_id in states]
        if not seen:
            raise NoSuchThing
        look.at(client_id)
        page = [
            each
            for each in seen
            if telling.tells(each.body, states[each.body.stream_id], actor)
            and _known(each.row, moment)
            and (after is None or each.row["position"] > after)
        ][: paging.limit + 1]
        sealed = clients_of(() if theirs.erased else (each.body.data for each in page))
        keys = await handlers_of(request).sealing.find(actor.organisation, sealed)
        bodies = {each.row["position"]: each.body for each in page}
        return paging.page(
            [each.row for each in page],
            item=lambda row: _entry(telling, row, bodies[row["position"]], keys),
            key=lambda row: (row["position"],),
        )

    return router


def _visible(telling: Telling, stored: Sequence[_Stored], actor: Actor) -> dict[UUID, object]:
    """Give how each thing stands now, without those that the actor may not see."""
    streams: dict[UUID, list[Body]] = {}
    for each in stored:
        streams.setdefault(each.body.stream_id, []).append(each.body)
    visible: dict[UUID, object] = {}
    for stream, bodies in streams.items():
        aggregate = telling.aggregates[bodies[0].aggregate]
        state = _state(aggregate, bodies)
        if aggregate.shows(state, actor):
            visible[stream] = state
    return visible


def _state(aggregate: Aggregate[Any, Any, Any], bodies: Sequence[Body]) -> object:
    events = (
        aggregate.codec.decode(each.name, each.schema_version, each.data) for each in bodies
    )
    state: object = reduce(aggregate.decider.evolve, events, aggregate.decider.initial)
    return state


def _entry(
    telling: Telling, row: asyncpg.Record, body: Body, keys: Mapping[UUID, DataKey]
) -> TimelineEntry:
    codec = telling.aggregates[body.aggregate].codec
    place = EventPlace(str(body.id), str(body.stream_id), body.version, body.schema_version)
    event = codec.decode(body.name, body.schema_version, body.data, open_field(keys, place))
    words: dict[str, Any] = {}

    def keep(name: str, value: Any) -> Json:
        words[name] = value
        return {}

    told = codec.encode(event, keep)
    sealed = {name for name, value in body.data.items() if is_sealed(value)}
    return TimelineEntry(
        position=row["position"],
        what=body.aggregate,
        id=body.stream_id,
        version=body.version,
        event=body.name,
        happened_at=_happened_at(telling, event) or body.time,
        recorded_at=row["recorded_at"],
        by=body.auth_id,
        facts={
            name: value
            for name, value in told.items()
            if value is not None and name not in sealed | words.keys() | telling.hidden
        },
        words={name: value for name, value in words.items() if name not in telling.hidden},
        erased=bool(sealed - words.keys()),
    )


def _happened_at(telling: Telling, event: object) -> datetime | date | None:
    """Say when it happened: by the field that is named for it, else by its first instant."""
    if type(event) in telling.happened:
        name = telling.happened[type(event)]
        declared: datetime | date | None = getattr(event, name) if name else None
        return declared
    return next(
        (
            value
            for name in getattr(event, "__dataclass_fields__", ())
            if name.endswith("_at") and isinstance(value := getattr(event, name), datetime)
        ),
        None,
    )


def _known(row: asyncpg.Record, moment: Moment) -> bool:
    if moment is None:
        return True
    known: bool = row["position" if isinstance(moment, int) else "recorded_at"] <= moment
    return known


def _moment(text: str | None) -> Moment:
    if text is None:
        return None
    try:
        return _position(text) if text.isdecimal() else _INSTANT.validate_python(text)
    except ValueError:
        raise invalid(
            ("known_at", "must be a position, or an instant with its offset")
        ) from None


def _position(text: str) -> int:
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError("is no position")
    return number
