"""What is changed later, with what stood before kept: goals, sign-offs, whole plans.

A plan that another takes the place of ended without a result, as one that ended early did; it
is told apart from those. A correction says everything that holds from now on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ht_plans.domain.codes import (
    CaseId,
    CheckAnswer,
    CheckId,
    CheckMode,
    ClientId,
    ClientPresence,
    GoalId,
    GoalKind,
    Issue,
    PlanId,
    Result,
    Ruler,
    ToldBy,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """On how many different days, and in how many ways, somebody is tried at least."""

    days: int
    ways: int


ENOUGH = Tries(days=3, ways=2)
"""How often somebody is tried where their programme has not chosen (DOMAIN.md 4.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckToSchedule:
    """The id that a check gets, and how many months after the sign-off it falls due."""

    check: CheckId
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledCheck:
    """A later day on which the client will be asked whether the change has lasted."""

    check: CheckId
    months: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseGoal:
    """Put a goal in other words or numbers, with the client. Its issue stays."""

    goal: GoalId
    statement: str
    kind: GoalKind
    told_by: ToldBy | None
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    due_on: date
    review_on: date | None
    importance: Ruler | None
    confidence: Ruler | None
    reason: str | None
    revised_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectSignOff:
    """Put right what came of a plan, or on which day and how it was signed off.

    What is not said stays: goals that are not named keep their result, and the plan its own
    where no result is named; without `signed_off_at` and `client_present` it was signed off
    when and how it says.
    """

    results: Mapping[GoalId, Result]
    result: Result | None
    override_reason: str | None
    reason: str
    maintenance: tuple[CheckToSchedule, ...]
    now: datetime
    signed_off_at: datetime | None = None
    client_present: ClientPresence | None = None
    not_present_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedePlan:
    """Have another plan of the case take the place of this one."""

    by: PlanId
    case: CaseId
    superseded_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndChecksOnReturn:
    """Say what a client who begins a new plan about the same issue says of this one.

    Without an answer nobody asked.
    """

    new_plan: PlanId
    answer: CheckAnswer | None
    mode: CheckMode | None
    returned_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndForDeath:
    """Stop everything that was still to come, because the client has died."""

    died_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRevised:
    """The client and their trainer put the goal in other words or numbers.

    What it said before stays. `agreed` says whether it had been set already.
    """

    plan: PlanId
    client: ClientId
    goal: GoalId
    statement: str | None
    behaviour: Issue
    kind: GoalKind
    told_by: ToldBy
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    due_on: date
    review_on: date
    importance: Ruler | None
    confidence: Ruler | None
    reason: str | None
    agreed: bool
    revised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultedGoal:
    """What came of one goal, as it stands now."""

    goal: GoalId
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSignOffCorrected:
    """A senior put right what came of the plan, or how it was signed off.

    `checks` are those scheduled by it, and those that wait and have another day by it. Checks
    that it leaves nothing to ask about are cancelled beside it. `signed_off_at` is there where
    the plan was signed off on another day than it said, `client_present` where in another way.
    """

    plan: PlanId
    case: CaseId
    client: ClientId
    result: Result
    rolled_up: Result
    overridden: bool
    override_reason: str | None
    goals: tuple[ResultedGoal, ...]
    checks: tuple[ScheduledCheck, ...]
    reason: str | None
    corrected_at: datetime
    signed_off_at: datetime | None = None
    client_present: ClientPresence | None = None
    not_present_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSuperseded:
    """Another plan of the case took the place of this one, which has no result."""

    plan: PlanId
    case: CaseId
    client: ClientId
    by: PlanId
    superseded_at: datetime
