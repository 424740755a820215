"""What may be asked of a household or group session. `now` is the moment of asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import (
    AskedBy,
    Cancelled,
    LocalPlace,
    Medium,
    Place,
    SharedKind,
    SharedSessionId,
    SizeCorrectedBecause,
    WorkerId,
)
from ht_plans.domain.together.events import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSharedSession:
    """Arrange one slot for a household, or for a group. A group names nobody.

    `too_close` are those who have declared a conflict with somebody of the household.
    """

    session: SharedSessionId
    programme: str
    kind: SharedKind
    medium: Medium
    place: Place | None
    local_place: LocalPlace | None
    planned_start: datetime
    minutes: int | None
    worker: WorkerId | None
    members: tuple[Member, ...]
    too_close: frozenset[WorkerId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleSharedSession:
    """Move it for all. Without `minutes` it lasts as long as it was to."""

    planned_start: datetime
    minutes: int | None
    asked_by: AskedBy
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSharedSession:
    """Say that it took place, and with how many people.

    `attending` is how many clients are recorded in their cases as having been there.
    """

    medium: Medium
    place: Place
    local_place: LocalPlace | None
    started_at: datetime
    duration_minutes: int
    size: int
    attending: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectSize:
    """Put right how many people came."""

    size: int
    because: SizeCorrectedBecause
    attending: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSharedSession:
    """Call it off for all."""

    attendance: Cancelled
    now: datetime


Command: TypeAlias = (
    BookSharedSession
    | RescheduleSharedSession
    | HoldSharedSession
    | CorrectSize
    | CancelSharedSession
)
