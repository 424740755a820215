"""The loop that every command goes through, and the names a service declares its rules by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from ht_kit.aggregate import (
    Aggregate,
    Blind,
    Decider,
    Entry,
    Erased,
    KeyReused,
    NoSuchThing,
    Personal,
    Reservation,
    Row,
    StaleVersion,
    StreamMoved,
    Taken,
)
from ht_kit.asked import Actor, Asked
from ht_kit.body import Happened
from ht_kit.event_store import Answer, EventStore, Held, Loaded, Moved, Seen, Written
from ht_kit.keys import DataKey
from ht_kit.sealing import Sealing, clients_of, open_field, place_of
from ht_kit.tracing import span
from ht_kit.writing import Change, write_down

__all__ = [
    "Aggregate",
    "Blind",
    "Decider",
    "Entry",
    "Erased",
    "Handler",
    "KeyReused",
    "NoSuchThing",
    "Personal",
    "Recorded",
    "Reservation",
    "Row",
    "Shown",
    "StaleVersion",
    "StreamMoved",
    "Taken",
]

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")

_ATTEMPTS = 4  # decided once, and again up to three times


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of a command: the stream, where it stands, and ids of what was made in it."""

    id: UUID
    version: int
    position: int
    ids: Mapping[str, UUID] = field(default_factory=dict)
    repeated: bool = False


class Shown(NamedTuple, Generic[S]):
    """A state as it may be shown: where the client was erased, nothing personal is in it."""

    state: S
    version: int
    erased: bool


class Handler(Generic[C, S, E]):
    """Everything between a command arriving and its events being safe on disk.

    One call loads the stream together with the answer of the command's key, one call writes.
    """

    def __init__(
        self, aggregate: Aggregate[C, S, E], store: EventStore, sealing: Sealing
    ) -> None:
        self._aggregate, self._store, self._sealing = aggregate, store, sealing
        self._rules = aggregate.decider
        self._deciding, self._writing = f"decide {aggregate.name}", f"write {aggregate.name}"

    async def create(
        self,
        stream_id: UUID,
        command: C,
        *,
        asked: Asked,
        ids: Mapping[str, UUID] | None = None,
    ) -> Recorded:
        """Do what is asked of something that is new, as far as anyone knows.

        It is decided at once and only written: the write itself answers a key that was used
        before. When that fails, or the rules refuse, what is there is loaded after all.
        """
        events = self._agreed_at_once(command, asked)
        if events:
            recorded = await self._record(
                stream_id, _Before(0, 0, self._rules.initial), events, asked, ids or {}
            )
            if recorded:
                return recorded
        return await self._insist(stream_id, command, asked, ids or {}, may_be_new=True)

    async def handle(
        self,
        stream_id: UUID,
        command: C,
        *,
        asked: Asked,
        ids: Mapping[str, UUID] | None = None,
    ) -> Recorded:
        """Do what is asked of something that is there, or let the refusal through."""
        return await self._insist(stream_id, command, asked, ids or {}, may_be_new=False)

    async def write_rows_again(self, stream_id: UUID, *, asked: Asked) -> Recorded:
        """Write the rows of something as it stands: a read model says more than it did.

        Nothing happens by it: no event is recorded, and its version stays.
        """
        for _ in range(_ATTEMPTS):
            loaded = await self._store.load(stream_id, organisation=asked.actor.organisation)
            if not loaded.version:
                raise NoSuchThing
            before = _Before(
                loaded.version, loaded.position, await self._state(loaded, asked.actor)
            )
            if recorded := await self._record(stream_id, before, [], asked, {}, again=True):
                return recorded
        raise StreamMoved

    async def read(self, stream_id: UUID, *, actor: Actor) -> tuple[S, int]:
        """Give the state as it stands, opened, with its version."""
        loaded = await self._store.load(stream_id, organisation=actor.organisation)
        if not loaded.version:
            raise NoSuchThing
        return await self._state(loaded, actor), loaded.version

    async def history(self, stream_id: UUID, *, actor: Actor) -> list[Entry]:
        """Name what happened, in order, to something that the actor may see."""
        loaded = await self._store.load(stream_id, organisation=actor.organisation)
        if not loaded.version:
            raise NoSuchThing
        await self._state(loaded, actor)
        return _entries(loaded, after=0)

    async def show(self, stream_id: UUID, *, actor: Actor) -> Shown[S]:
        """Give the state as it stands, opened, and say whether its client was erased."""
        loaded = await self._store.load(stream_id, organisation=actor.organisation)
        if not loaded.version:
            raise NoSuchThing
        state = await self._state(loaded, actor)
        clients = clients_of(event.data for event in loaded.events)
        if client := self._aggregate.client(stream_id, state):
            clients |= {client}
        erased = await self._sealing.erased(actor.organisation, clients)
        return Shown(state, loaded.version, bool(erased))

    def _agreed_at_once(self, command: C, asked: Asked) -> list[E]:
        if asked.expected_version is not None:
            return []
        try:
            with span(self._deciding):
                return self._rules.decide(command, self._rules.initial)
        except Exception:  # noqa: BLE001 - a refusal; it is raised again if it still holds
            return []

    async def _insist(
        self,
        stream_id: UUID,
        command: C,
        asked: Asked,
        ids: Mapping[str, UUID],
        *,
        may_be_new: bool,
    ) -> Recorded:
        first = None
        for _ in range(_ATTEMPTS):
            loaded = await self._store.load(
                stream_id,
                organisation=asked.actor.organisation,
                actor=asked.actor.subject,
                key=asked.key,
            )
            if loaded.answer:
                return _repeat(loaded.answer, asked)
            version = loaded.version
            first = version if first is None else first
            if not version and not may_be_new:
                raise NoSuchThing

            state = await self._state(loaded, asked.actor)
            if asked.expected_version not in (None, version):
                raise StaleVersion(version, _entries(loaded, after=asked.expected_version or 0))
            with span(self._deciding):
                events = self._rules.decide(command, state)
            recorded = await self._record(
                stream_id, _Before(version, loaded.position, state), events, asked, ids
            )
            if recorded:
                return recorded
        if not version:
            raise NoSuchThing  # the id is another organisation's
        raise StreamMoved(version, _entries(loaded, after=first or 0))

    async def _state(self, loaded: Loaded, actor: Actor) -> S:
        if not loaded.version:
            return self._rules.initial
        if loaded.stream_type != self._aggregate.name:
            raise NoSuchThing

        # Nothing is opened, nor a key fetched, before it is clear that the actor may see it.
        clients = clients_of(event.data for event in loaded.events)
        if self._aggregate.hides or not clients:
            state = self._fold(loaded.events)
            if not self._aggregate.shows(state, actor):
                raise NoSuchThing
            if not clients:
                return state
        return self._fold(loaded.events, await self._sealing.find(actor.organisation, clients))

    def _fold(
        self, happened: Iterable[Happened], keys: Mapping[UUID, DataKey] | None = None
    ) -> S:
        events = (
            self._aggregate.codec.decode(
                each.name,
                each.schema_version,
                each.data,
                open_field(keys, place_of(each)) if keys else None,
            )
            for each in happened
        )
        return reduce(self._rules.evolve, events, self._rules.initial)

    async def _record(
        self,
        stream_id: UUID,
        before: "_Before[S]",
        events: list[E],
        asked: Asked,
        ids: Mapping[str, UUID],
        *,
        again: bool = False,
    ) -> Recorded | None:
        """Write what was decided. None when the stream has moved."""
        version, position, state = before
        change = Change(
            stream_id=stream_id,
            version=version,
            before=state,
            after=reduce(self._rules.evolve, events, state),
            events=events,
            again=again,
        )
        request = await write_down(self._aggregate, change, asked, ids, self._sealing)

        with span(self._writing, {"ht.events": len(events)}):
            outcome = await self._store.write(request)
        match outcome:
            case Written(written):
                return Recorded(
                    id=stream_id,
                    version=version + len(events),
                    position=written or position,
                    ids=ids,
                )
            case Seen(answer):
                return _repeat(answer, asked)
            case Held(kind, holder):
                raise Taken(kind, holder)
            case Moved():
                return None


class _Before(NamedTuple, Generic[S]):
    version: int
    position: int
    state: S


def _entries(loaded: Loaded, *, after: int) -> list[Entry]:
    return [
        Entry(each.version, each.name, datetime.fromisoformat(each.time))
        for each in loaded.events
        if each.version > after
    ]


def _repeat(answer: Answer, asked: Asked) -> Recorded:
    if answer.fingerprint != asked.fingerprint:
        raise KeyReused
    return Recorded(
        id=answer.stream_id,
        version=answer.version,
        position=answer.position,
        ids=answer.ids,
        repeated=True,
    )
