"""Says what is lost, doubled or out of order, in the manner of Jepsen: from what writers were
told and from what is there at the end, and from nothing that happened in between.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias
from uuid import UUID

from .diary import Asked, Read

Kind: TypeAlias = Literal["lost", "doubled", "out of order", "unasked", "wrong"]
KINDS: tuple[Kind, ...] = ("lost", "doubled", "out of order", "unasked", "wrong")


class Finding(NamedTuple):
    """Something that must not be."""

    kind: Kind
    what: str


class Place(NamedTuple):
    """Where an event stands: in the log, and in its stream."""

    position: int
    event_id: UUID
    stream: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event of the store. `of` is what an echo answers, `told` whether data is published."""

    place: Place
    type: str
    mark: UUID | None = None
    due_on: date | None = None
    label: str | None = None
    of: UUID | None = None
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is there when everything has come to rest."""

    diaries: Read
    things: Sequence[Happened]
    echoes: Sequence[Happened]
    things_stream: Sequence[Place]
    echoes_stream: Sequence[Place]
    seen: Sequence[Place]
    heard: Sequence[Place]
    tally: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    shelf: dict[UUID, tuple[int, UUID]] = field(default_factory=dict)
    due: dict[UUID, bool] = field(default_factory=dict)
    broken: Sequence[str] = ()


def check(evidence: Evidence) -> Iterator[Finding]:
    """Give everything that must not be; nothing, if all is well."""
    things = [each.place for each in evidence.things]
    echoes = [each.place for each in evidence.echoes]
    for what in (*evidence.broken, *evidence.diaries.wrong):
        yield Finding("wrong", what)
    yield from _answers(evidence.diaries.asked.values(), evidence.things)
    yield from _marks(evidence.diaries.asked.values(), evidence.things)
    for name, log in (("things", things), ("echoes", echoes)):
        yield from _in_order(f"the store of {name}", log)
    yield from compare("the stream of things", things, evidence.things_stream)
    yield from compare("the stream of echoes", echoes, evidence.echoes_stream)
    yield from compare("the read model of things", things, evidence.seen)
    yield from compare("the read model of echoes", echoes, evidence.heard)
    yield from _tally(things, evidence.tally)
    yield from _shelf(evidence.things, evidence.shelf)
    yield from _reactions(evidence.things, evidence.echoes)
    yield from _due(evidence.things, evidence.due)
    yield from _labels(evidence.things)


def compare(where: str, expected: Sequence[Place], found: Sequence[Place]) -> Iterator[Finding]:
    """Compare a copy of the log with the log, event by event."""
    if expected == found:
        return
    wanted, there = Counter(expected), Counter(found)
    by_id = {place.event_id for place in expected}
    for place in wanted - there:
        yield Finding("lost", f"{where}: {place}")
    for place in there - wanted:
        kind: Kind = (
            "doubled" if place in wanted else "wrong" if place.event_id in by_id else "unasked"
        )
        yield Finding(kind, f"{where}: {place}")
    before = 0
    for place in found:
        if place.position < before:
            yield Finding("out of order", f"{where}: {place} after position {before}")
        before = max(before, place.position)


def _in_order(where: str, log: Sequence[Place]) -> Iterator[Finding]:
    """Positions have no gap, and versions follow on from one another in each stream."""
    versions: dict[UUID, int] = defaultdict(int)
    for number, place in enumerate(log, start=1):
        if place.position != number:
            yield Finding("out of order", f"{where}: {place} stands at place {number}")
        if place.version != versions[place.stream] + 1:
            yield Finding("out of order", f"{where}: {place} is not the next of its stream")
        versions[place.stream] = place.version
    for event_id, times in Counter(place.event_id for place in log).items():
        if times > 1:
            yield Finding("doubled", f"{where}: {event_id}")


def _answers(asked: Iterable[Asked], things: Sequence[Happened]) -> Iterator[Finding]:
    """What a writer was told stands where it was told, and it was told one thing only."""
    for each in asked:
        intent = each.intent
        if not each.is_settled:
            yield Finding("wrong", f"{intent} was never settled")
        if len(set(each.told)) > 1:
            yield Finding("doubled", f"{intent} was answered with {set(each.told)}")
        if each.told and each.refused:
            yield Finding("wrong", f"{intent} was refused as well as done")
        for told in each.told[:1]:
            first = told.position - intent.count + 1
            there = things[first - 1 : told.position]
            if len(there) < intent.count or any(e.mark != intent.mark for e in there):
                yield Finding("lost", f"{intent} is not where {told} says")
            elif there and intent.do != "pair":
                last = there[-1].place
                if (last.stream, last.version) != (told.stream, told.version):
                    yield Finding("wrong", f"{intent}: {told}, but it is {last}")


def _marks(asked: Iterable[Asked], things: Sequence[Happened]) -> Iterator[Finding]:
    """Every acknowledged event is there once; a refused one is not; no other one is."""
    there = Counter(each.mark for each in things if each.mark)
    done: Counter[UUID] = Counter()
    perhaps: dict[UUID, int] = {}
    refused: set[UUID] = set()
    for each in asked:
        mark, count = each.intent.mark, each.intent.count
        if each.told:
            done[mark] += count
        elif each.unknown or not each.refused:
            perhaps[mark] = count
        else:
            refused.add(mark)

    for mark, count in done.items():
        if there[mark] < count:
            yield Finding("lost", f"of mark {mark}: {there[mark]} of {count} are there")
        if there[mark] > count:
            yield Finding("doubled", f"of mark {mark}: {there[mark]}, asked for were {count}")
    for mark, count in perhaps.items():
        if mark not in done and there[mark] not in (0, count):
            kind: Kind = "doubled" if there[mark] > count else "lost"
            yield Finding(kind, f"of mark {mark}: {there[mark]}, perhaps {count}")
    for mark in there.keys() - done.keys() - perhaps.keys():
        why = "was refused" if mark in refused else "was never asked for"
        yield Finding("unasked", f"mark {mark} {why}")


def _tally(things: Sequence[Place], tally: dict[UUID, tuple[int, int]]) -> Iterator[Finding]:
    expected = Counter(place.stream for place in things)
    for stream in expected.keys() | tally.keys():
        events, broken = tally.get(stream, (0, 0))
        if events != expected[stream]:
            kind: Kind = "lost" if events < expected[stream] else "doubled"
            yield Finding(kind, f"the tally of {stream}: {events} of {expected[stream]}")
        if broken:
            yield Finding("out of order", f"the tally of {stream}: {broken} times")


def _shelf(
    things: Sequence[Happened], shelf: dict[UUID, tuple[int, UUID]]
) -> Iterator[Finding]:
    """The rows that are written with the events say what the events say."""
    expected: dict[UUID, tuple[int, UUID]] = {}
    for each in things:
        stream = each.place.stream
        last = each.mark or expected[stream][1]
        expected[stream] = (each.place.version, last)
    for stream in expected.keys() | shelf.keys():
        if expected.get(stream) != shelf.get(stream):
            row, said = shelf.get(stream), expected.get(stream)
            yield Finding("wrong", f"the row of {stream} says {row}, its events {said}")


def _reactions(things: Sequence[Happened], echoes: Sequence[Happened]) -> Iterator[Finding]:
    """Each event that was told has one echo, and the echoes have the order of the events."""
    position = {each.place.event_id: each.place.position for each in things if each.told}
    heard = Counter(each.of for each in echoes)
    for event_id in position:
        if heard[event_id] != 1:
            kind: Kind = "doubled" if heard[event_id] else "lost"
            yield Finding(kind, f"the reaction to {event_id}: {heard[event_id]} times")
    before = 0
    for each in echoes:
        of = position.get(each.of) if each.of else None
        if of is None:
            yield Finding("unasked", f"an echo of {each.of}")
        elif of < before:
            yield Finding("out of order", f"the echo of {of} after that of {before}")
        before = max(before, of or 0)


def _due(things: Sequence[Happened], rows: dict[UUID, bool]) -> Iterator[Finding]:
    """What was due was done once, and is called done."""
    due = {each.place.stream for each in things if each.due_on}
    fell = Counter(each.place.stream for each in things if each.type == "thing_fell_due")
    for stream in due:
        if fell[stream] != 1:
            yield Finding("doubled" if fell[stream] else "lost", f"due work of {stream}")
    for stream in fell.keys() - due:
        yield Finding("unasked", f"{stream} fell due")
    if {stream for stream, done in rows.items() if done} != due:
        yield Finding("wrong", "the diary of due work does not say what is done")


def _labels(things: Sequence[Happened]) -> Iterator[Finding]:
    """A label that only one thing may have is on one thing."""
    labels = Counter(each.label for each in things if each.label)
    for label, times in labels.items():
        if times > 1:
            yield Finding("doubled", f"{label} is on {times} things")
