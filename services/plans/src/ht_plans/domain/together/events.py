"""What can have happened to a household or group session.

How each client attended, and what was noted of them, is in that client's own case: nothing of
it is here. These names and fields are kept for ever. Add an optional field freely; never
rename, remove or re-mean one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import (
    AskedBy,
    Cancelled,
    CaseId,
    ClientId,
    LocalPlace,
    Medium,
    Place,
    SharedKind,
    SharedSessionId,
    SizeCorrectedBecause,
    WorkerId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One client of a household, by the case in which they are supported."""

    case: CaseId
    client: ClientId


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSessionBooked:
    """One slot was arranged for a household, or for a group of whoever comes."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSessionRescheduled:
    """A household or group session was moved. The earlier time stays in the history."""

    session: SharedSessionId
    planned_start: datetime
    minutes: int | None
    asked_by: AskedBy
    rescheduled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSessionHeld:
    """It took place, with so many people: clients and everybody else, counted without names."""

    session: SharedSessionId
    kind: SharedKind
    medium: Medium
    place: Place
    local_place: LocalPlace | None
    started_at: datetime
    duration_minutes: int
    size: int
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSessionSizeCorrected:
    """How many people came was put right. The earlier number stays in the history."""

    session: SharedSessionId
    size: int
    because: SizeCorrectedBecause
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSessionCancelled:
    """It was called off for all, by those who were to come (2) or by the provider (4)."""

    session: SharedSessionId
    kind: SharedKind
    attendance: Cancelled
    planned_start: datetime
    cancelled_at: datetime


Event: TypeAlias = (
    SharedSessionBooked
    | SharedSessionRescheduled
    | SharedSessionHeld
    | SharedSessionSizeCorrected
    | SharedSessionCancelled
)
