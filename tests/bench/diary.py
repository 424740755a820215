"""A small domain of the bench's own: a client keeps a diary. The rules stand alone.

The yardstick keeps the same diary with the same rules (`yardstick_diary.py`).
"""

from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias
from uuid import UUID

from ht_contracts.envelope import Published
from ht_kit.codec import Codec
from ht_kit.decider import Aggregate, Decider, Handler, Personal, Row
from ht_kit.publishing import Publisher, Told

BEST_MOOD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryOpened:
    """A client began a diary."""

    client: UUID
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWritten:
    """The client wrote down how a day was."""

    entry: UUID
    mood: int
    words: str | None


Event: TypeAlias = DiaryOpened | EntryWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDiary:
    """Begin a diary."""

    client: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteEntry:
    """Write down how a day was."""

    entry: UUID
    mood: int
    words: str


Command: TypeAlias = OpenDiary | WriteEntry


class NoDiaryYet(Exception):  # noqa: N818 - named for its reason
    """There is no diary to write in."""


class NoSuchMood(Exception):  # noqa: N818
    """A mood is a number from 0 to 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What decisions need to know of a diary."""

    client: UUID | None = None
    name: str | None = None
    written: frozenset[UUID] = frozenset()
    last_mood: int | None = None


def decide(command: Command, diary: Diary) -> list[Event]:
    """Say what happens."""
    match command:
        case OpenDiary():
            if diary.client:
                return []
            return [DiaryOpened(client=command.client, name=command.name)]
        case WriteEntry():
            if diary.client is None:
                raise NoDiaryYet
            if not 0 <= command.mood <= BEST_MOOD:
                raise NoSuchMood
            if command.entry in diary.written:
                return []
            return [EntryWritten(entry=command.entry, mood=command.mood, words=command.words)]


def evolve(diary: Diary, event: Event) -> Diary:
    """Take in what happened."""
    match event:
        case DiaryOpened():
            return Diary(client=event.client, name=event.name)
        case EntryWritten():
            return replace(diary, written=diary.written | {event.entry}, last_mood=event.mood)


def rows(diary_id: UUID, diary: Diary) -> list[Row]:
    """Give what a screen shows."""
    values = {
        "diary": diary_id,
        "programme": None,
        "client_name": Personal(diary.name),
        "entries": len(diary.written),
        "last_mood": diary.last_mood,
    }
    return [Row("diary", values)]


CODEC: Codec[Event] = Codec(
    service="bench",
    aggregate="diary",
    events=(DiaryOpened, EntryWritten),
    personal={DiaryOpened: frozenset({"name"}), EntryWritten: frozenset({"words"})},
)
DIARY: Aggregate[Command, Diary, Event] = Aggregate(
    name="diary",
    decider=Decider(decide=decide, evolve=evolve, initial=Diary()),
    codec=CODEC,
    rows=rows,
    client=lambda _, diary: diary.client,
)
Diaries: TypeAlias = Handler[Command, Diary, Event]


class DiaryBegun(Published):
    """A client began a diary."""

    type: ClassVar[str] = "ht.bench.diary_begun.v1"

    client: UUID


class DayWrittenDown(Published):
    """A client wrote down how a day was."""

    type: ClassVar[str] = "ht.bench.day_written_down.v1"

    entry: UUID
    mood: int


def publish(event: Event) -> Published:
    """Say what others learn of it."""
    match event:
        case DiaryOpened():
            return DiaryBegun(client=event.client)
        case EntryWritten():
            return DayWrittenDown(entry=event.entry, mood=event.mood)


PUBLISHER = Publisher("bench", {DIARY.name: Told(CODEC, publish)})
WORDS = "Walked to the market and back with my neighbour, and slept better than last week."
