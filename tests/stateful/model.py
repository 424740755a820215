"""What must be there: a few dictionaries instead of two servers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from ht_kit.decider import Recorded

from .looking import Event, Message


def differing(what: str, found: Sequence[Any], expected: Sequence[Any]) -> str:
    """Say how two lists differ, in few words."""
    doubled = [each for each, count in Counter(map(str, found)).items() if count > 1]
    lost = [each for each in expected if each not in found]
    return f"{what}: {len(doubled)} doubled, {len(lost)} lost, {len(found)}/{len(expected)}"


class Wanted(NamedTuple):
    """What was asked for under one key: so many events with a mark, in a stream."""

    stream: UUID
    mark: UUID
    size: int
    organisation: str


class Model:
    """What was asked for, and what came of it."""

    def __init__(self) -> None:
        self.wanted: dict[str, Wanted] = {}
        self.answers: dict[str, tuple[UUID, int, int]] = {}
        self.names: dict[UUID, str | None] = {}
        self.labels: dict[str, UUID] = {}
        self.ever_named: set[str] = set()

    def done(self, key: str, wanted: Wanted, answer: Recorded) -> None:
        """It was done, once, and every answer to this key is the same."""
        self.wanted[key] = wanted
        told = (answer.id, answer.version, answer.position)
        assert answer.id == wanted.stream, f"{key} was answered with what another asked for"
        assert self.answers.setdefault(key, told) == told, f"{key} has two answers"

    def perhaps(self, key: str, wanted: Wanted) -> None:
        """It was done, whole, or not at all."""
        self.wanted[key] = wanted

    def named(self, stream: UUID, name: str) -> None:
        """This is what is personal of a stream."""
        self.names[stream] = name
        self.ever_named.add(name)

    def erased(self, stream: UUID) -> None:
        """Nothing personal of it can be read any more."""
        self.names[stream] = None

    def check_store(self, log: Sequence[Event]) -> None:
        """The store has what was asked for, once, in order, where it was said to be."""
        assert [event.position for event in log] == [*range(1, len(log) + 1)], "a hole"
        versions: Counter[UUID] = Counter()
        there: Counter[Wanted] = Counter()
        for event in log:
            versions[event.stream] += 1
            assert event.version == versions[event.stream], f"{event.stream}: a version"
            mark = UUID(event.data["mark"])
            there[Wanted(event.stream, mark, 0, event.organisation)] += 1

        for key, wanted in self.wanted.items():
            count = there.pop(wanted._replace(size=0), 0)
            allowed = {wanted.size} if key in self.answers else {0, wanted.size}
            assert count in allowed, f"{key}: {count} events, {wanted.size} were asked for"
        assert not there, f"nobody asked for {there}"

        for key, (stream, version, position) in self.answers.items():
            event = log[position - 1]
            assert (event.stream, event.version) == (stream, version), f"{key} is elsewhere"
            assert UUID(event.data["mark"]) == self.wanted[key].mark, f"{key} is another's"

    def check_rows(self, rows: Iterable[dict[str, Any]], log: Sequence[Event]) -> None:
        """What was written with the events says the same, and what is erased is not read."""
        last: dict[UUID, Event] = {event.stream: event for event in log}
        found = {
            UUID(int=row["thing"].int): (
                row["organisation"],
                row["events"],
                UUID(int=row["last_mark"].int),
                row["owner_name"],
            )
            for row in rows
        }
        expected = {
            stream: (
                event.organisation,
                event.version,
                UUID(event.data["mark"]),
                self.names.get(stream),
            )
            for stream, event in last.items()
        }
        wrong = {stream for stream in last if found.get(stream) != expected[stream]}
        assert found == expected, f"the rows of {wrong} are not what their events say"

    def check_told(self, messages: Sequence[Message], log: Sequence[Event]) -> None:
        """The stream has every event, at the sequence of its position, and nobody's name."""
        told = [message[:3] for message in messages]
        expected = [(event.position, event.id, event.hash) for event in log]
        assert told == expected, differing("the stream", told, expected)
        told_and_kept = b"".join([each.body for each in messages] + [each.body for each in log])
        in_clear = [name for name in self.ever_named if name.encode() in told_and_kept]
        assert not in_clear, "a name can be read by anybody"

    def reactions(self, log: Sequence[Event]) -> list[UUID]:
        """Give the events that something is told of, in order: each has one reaction."""
        return [
            event.id for event in log if event.kind == "thing_made" or event.data["part"] == 1
        ]
