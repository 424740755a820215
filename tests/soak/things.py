"""An invented service for the soak: things that are made, marked, and once fall due.

The rules are careless on purpose: a mark, or a day, that is asked for twice happens twice.
So whatever is done once here was kept from being done twice by the kit alone.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, TypeAlias
from uuid import UUID

from ht_contracts.envelope import Published
from ht_kit.codec import Codec
from ht_kit.decider import Aggregate, Decider, Personal, Reservation, Row
from ht_kit.publishing import Publisher, Told

DUE = "thing_due"
PROGRAMME = "northfield"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMade:
    mark: UUID
    owner: UUID
    owner_name: str | None
    due_on: date | None
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMarked:
    mark: UUID
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingFellDue:
    on: date


Event: TypeAlias = ThingMade | ThingMarked | ThingFellDue


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    mark: UUID
    count: int
    owner: UUID
    owner_name: str | None = None
    due_on: date | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    mark: UUID
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUnlessTheSame:
    """Gives nothing when this was the last mark."""

    mark: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTooMuch:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FallDue:
    on: date


Command: TypeAlias = Make | Mark | MarkUnlessTheSame | AskTooMuch | FallDue


class Refused(Exception):  # noqa: N818 - named for its reason
    """The rules say no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    owner: UUID | None = None
    owner_name: str | None = None
    due_on: date | None = None
    label: str | None = None
    events: int = 0
    last_mark: UUID | None = None
    fell_due: bool = False


def decide(command: Command, thing: Thing) -> list[Event]:
    match command:
        case Make():
            if thing.events:
                raise Refused
            return [_made(command), *_marks(command.mark, command.count, first=2)]
        case _ if not thing.events:
            raise Refused
        case Mark():
            return _marks(command.mark, command.count, first=1)
        case MarkUnlessTheSame():
            return [] if command.mark == thing.last_mark else _marks(command.mark, 1, first=1)
        case AskTooMuch():
            raise Refused
        case FallDue():
            return [ThingFellDue(on=command.on)]


def evolve(thing: Thing, event: Event) -> Thing:
    match event:
        case ThingMade():
            return Thing(
                owner=event.owner,
                owner_name=event.owner_name,
                due_on=event.due_on,
                label=event.label,
                events=1,
                last_mark=event.mark,
            )
        case ThingMarked():
            return replace(thing, events=thing.events + 1, last_mark=event.mark)
        case ThingFellDue():
            return replace(thing, events=thing.events + 1, fell_due=True)


def rows(thing_id: UUID, thing: Thing) -> list[Row]:
    shelf = Row(
        "shelf",
        {
            "thing": thing_id,
            "programme": PROGRAMME,
            "events": thing.events,
            "last_mark": thing.last_mark,
            "owner_name": Personal(thing.owner_name),
        },
    )
    if thing.due_on is None:
        return [shelf]
    due = {
        "kind": DUE,
        "aggregate": thing_id,
        "due_on": thing.due_on,
        "programme": PROGRAMME,
        "payload": {},
    }
    return [shelf, Row("due", due)]


def reserves(thing: Thing) -> frozenset[Reservation]:
    if thing.label is None:
        return frozenset()
    return frozenset({Reservation("label", thing.label, everywhere=True)})


def _made(command: Make) -> ThingMade:
    return ThingMade(
        mark=command.mark,
        owner=command.owner,
        owner_name=command.owner_name,
        due_on=command.due_on,
        label=command.label,
    )


def _marks(mark: UUID, count: int, *, first: int) -> list[Event]:
    return [ThingMarked(mark=mark, part=part) for part in range(first, count + 1)]


CODEC = Codec[Event](
    service="things",
    aggregate="thing",
    events=(ThingMade, ThingMarked, ThingFellDue),
    personal={ThingMade: frozenset({"owner_name"})},
)

THING = Aggregate[Command, Thing, Event](
    name="thing",
    decider=Decider(decide=decide, evolve=evolve, initial=Thing()),
    codec=CODEC,
    rows=rows,
    client=lambda _, thing: thing.owner,
    reserves=reserves,
)


class ThingWasMade(Published):
    """A thing was made."""

    type: ClassVar[str] = "ht.things.made.v1"

    mark: UUID


class ThingWasMarked(Published):
    """A thing was marked, or fell due. Of further parts of one mark nothing is told."""

    type: ClassVar[str] = "ht.things.marked.v1"

    mark: UUID | None = None


def tell(event: Event) -> Published | None:
    match event:
        case ThingMade():
            return ThingWasMade(mark=event.mark)
        case ThingMarked():
            return ThingWasMarked(mark=event.mark) if event.part == 1 else None
        case ThingFellDue():
            return ThingWasMarked()


PUBLISHER = Publisher("things", {"thing": Told(CODEC, tell)})
