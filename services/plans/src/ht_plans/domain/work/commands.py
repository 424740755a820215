"""What may be asked of the way into work. `now` comes along: no rule reads a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, ClientId
from ht_plans.domain.work.codes import (
    Employment,
    EmploymentClosed,
    EmploymentPathwayId,
    EmploymentReferredBy,
    ProgressId,
    SustainedWork,
    WorkProgress,
)
from ht_plans.domain.work.distance import Domain
from ht_plans.domain.work.events import Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginEmploymentPathway:
    """Begin, with how the client stands towards work today.

    What the programme offers, how it measures, and when the case was closed, if it is, come
    with the command.
    """

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    programme: str
    offered: bool
    support_has_ended: bool
    domains: tuple[Domain, ...]
    threshold: int
    full_hours: int
    referred_by: EmploymentReferredBy
    agreed: bool
    mandated: bool
    status: Employment
    circumstances: Circumstances
    begun_on: date
    now: datetime
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEmploymentStatus:
    """Note how the client stands towards work now."""

    status: Employment
    circumstances: Circumstances
    recorded_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDistance:
    """Note where the client says they stand, in some or all domains."""

    ratings: Mapping[str, int]
    read_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProgress:
    """Note what the client took up. It may happen again and again."""

    progress: ProgressId
    kind: WorkProgress
    weekly_hours: int | None
    taken_up_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSustainedWorkDue:
    """Put the checks of this day on the list. Decides nothing about the client.

    `case_has_ended`: nobody is asked, unless the case is opened again.
    """

    today: date
    case_has_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSustainedWork:
    """Say whether paid work that was taken up has lasted 13 or 26 weeks."""

    progress: ProgressId
    weeks: int
    result: SustainedWork
    checked_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEmploymentPathway:
    """End the work on the way into work, with how the client stands now."""

    reason: EmploymentClosed
    status: Employment
    circumstances: Circumstances
    closed_on: date
    now: datetime


Command: TypeAlias = (
    BeginEmploymentPathway
    | RecordEmploymentStatus
    | ReadDistance
    | RecordProgress
    | MarkSustainedWorkDue
    | CheckSustainedWork
    | CloseEmploymentPathway
)
