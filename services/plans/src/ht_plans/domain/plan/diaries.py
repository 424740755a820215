"""A diary of the client's own: printed as a sheet that they hold, and what they tell of it.

The sheet says what to write down, day by day. The client keeps it; what they want to tell is
recorded later, and stays between the two of them: it is told to nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from ht_plans.domain.codes import DiaryId, DiaryKind, GoalId

LONGEST = 84
"""The most days of one sheet: twelve weeks, until the next review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryEntry:
    """What the client tells of one day: an amount, words, or both."""

    day: date
    amount: Decimal | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDiary:
    """Give the client a diary to keep, of a goal or of the plan as a whole."""

    diary: DiaryId
    kind: DiaryKind
    goal: GoalId | None
    what_to_write: str
    unit: str | None
    first_day: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FillDiary:
    """Record what the client tells of some days. A day told again takes the later words."""

    diary: DiaryId
    entries: tuple[DiaryEntry, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryStarted:
    """The client took a diary home."""

    diary: DiaryId
    kind: DiaryKind
    goal: GoalId | None
    what_to_write: str | None
    unit: str | None
    first_day: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryFilled:
    """The client told of some days. None where their words are gone."""

    diary: DiaryId
    entries: tuple[DiaryEntry, ...] | None
    filled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """A diary so far: what it asks for, and what the client told of each day."""

    started: DiaryStarted
    entries: Mapping[date, DiaryEntry] = field(default_factory=dict)

    @property
    def pages(self) -> tuple[date, ...]:
        """Give the days that the sheet has a line for."""
        first = self.started.first_day
        return tuple(first + timedelta(days=number) for number in range(self.started.days))
