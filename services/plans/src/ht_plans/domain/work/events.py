"""What can have happened on the way into work.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, ClientId
from ht_plans.domain.work.codes import (
    Benefit,
    Employment,
    EmploymentClosed,
    EmploymentPathwayId,
    EmploymentReferredBy,
    EmploymentSupport,
    ProgressId,
    StatusTakenAt,
    SustainedWork,
    WorkProgress,
    YesOrNo,
)
from ht_plans.domain.work.distance import Domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Work and benefits as the client told them: theirs, and told to nobody."""

    weekly_hours: int | None
    self_employed: YesOrNo
    off_sick: YesOrNo
    benefits: tuple[Benefit, ...]
    employment_support: EmploymentSupport | None
    support_referred_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentPathwayBegun:
    """A client who agreed to it, and whom nobody made, began on the way into work.

    Domains, threshold and hours stay those of the beginning, whatever the programme chooses
    later: two readings are compared by one scale.
    """

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    programme: str
    referred_by: EmploymentReferredBy
    domains: tuple[Domain, ...]
    threshold: int
    full_hours: int
    begun_on: date
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentStatusRecorded:
    """How the client stood towards work on a day. Later ones are added, none is replaced."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    at: StatusTakenAt
    status: Employment
    rung: int | None
    circumstances: Circumstances | None
    recorded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceRead:
    """The client rated where they stand. The first reading is the baseline of all others."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    baseline: bool
    rated: int
    ratings: Mapping[str, int] | None
    moved_forward: int | None
    regressed: int | None
    headroom_pct: Decimal | None
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentProgressed:
    """The client took up training, volunteering or paid work, or began to look for work."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    progress: ProgressId
    kind: WorkProgress
    weekly_hours: int | None
    rung: int
    taken_up_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainedWorkFellDue:
    """The day came on which it can be asked whether paid work has lasted so many weeks."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    progress: ProgressId
    weeks: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainedWorkChecked:
    """The client was asked whether paid work has lasted, or could not be asked."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    progress: ProgressId
    weeks: int
    result: SustainedWork
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentPathwayClosed:
    """Work on the way into work ended: how far the client came, and where they stand now."""

    pathway: EmploymentPathwayId
    case: CaseId
    client: ClientId
    reason: EmploymentClosed
    furthest_rung: int | None
    rung_at_close: int | None
    closed_on: date


Event: TypeAlias = (
    EmploymentPathwayBegun
    | EmploymentStatusRecorded
    | DistanceRead
    | EmploymentProgressed
    | SustainedWorkFellDue
    | SustainedWorkChecked
    | EmploymentPathwayClosed
)
