"""What may be asked of a plan. `now` is the moment of asking: no rule reads a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from ht_plans.domain.codes import (
    ActionId,
    Agreement,
    CaseId,
    Channel,
    CheckId,
    CheckMode,
    CheckResult,
    ClientId,
    ClientPresence,
    DietSubtype,
    EndedEarly,
    GoalId,
    GoalKind,
    Issue,
    PlanId,
    Result,
    Ruler,
    ToldBy,
)
from ht_plans.domain.plan.diaries import FillDiary, StartDiary
from ht_plans.domain.plan.events import GoalHeld, GoalProgress, ImportedCheck
from ht_plans.domain.plan.revisions import (
    ENOUGH,
    CheckToSchedule,
    CorrectSignOff,
    EndChecksOnReturn,
    EndForDeath,
    ReviseGoal,
    SupersedePlan,
    Tries,
)
from ht_plans.domain.plan.supports import AddBarrier, AddFacilitator, AddIfThen, AddReward


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan:
    """Begin a plan. What the case says of itself comes with the command."""

    plan: PlanId
    case: CaseId
    client: ClientId
    programme: str
    case_is_assessed: bool
    support_has_ended: bool
    primary_issue: Issue | None
    diet_subtype: DietSubtype | None
    secondary_issues: tuple[Issue, ...]
    own_words: str | None
    drafted_at: datetime
    now: datetime
    supersedes: PlanId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGoal:
    """Write something to work towards into the plan."""

    goal: GoalId
    statement: str
    behaviour: Issue
    kind: GoalKind
    told_by: ToldBy | None
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    due_on: date
    review_on: date | None
    set_at: datetime
    now: datetime
    importance: Ruler | None = None
    confidence: Ruler | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction:
    """Write down what the client will do to reach a goal."""

    goal: GoalId
    action: ActionId
    what: str
    where: str | None
    when: str | None
    how_often: str | None
    with_whom: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePlan:
    """Agree the plan, with the client. Issues given here replace those of the draft."""

    how: Agreement
    importance: Ruler | None
    confidence: Ruler | None
    primary_issue: Issue | None
    diet_subtype: DietSubtype | None
    secondary_issues: tuple[Issue, ...]
    agreed_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGoalResult:
    """Say what came of one goal, before the plan ends."""

    goal: GoalId
    result: Result
    recorded_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """Look at the plan together; some goals may have a result already."""

    results: Mapping[GoalId, Result]
    next_review_on: date | None
    reviewed_at: datetime
    now: datetime
    progress: tuple[GoalProgress, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffPlan:
    """End the plan with a result. Without `result` the goals say it."""

    results: Mapping[GoalId, Result]
    result: Result | None
    override_reason: str | None
    client_present: ClientPresence | None
    not_present_reason: str | None
    maintenance: tuple[CheckToSchedule, ...]
    signed_off_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonPlan:
    """End the plan early."""

    reason: EndedEarly
    ended_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCheckDue:
    """Put a check on the list of those to do. Decides nothing about the client."""

    check: CheckId
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttempt:
    """Say that somebody tried to reach the client for a check."""

    check: CheckId
    channel: Channel
    attempted_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """Say how a check ended. `enough` is how often the programme tries to reach somebody."""

    check: CheckId
    result: CheckResult
    mode: CheckMode | None
    window_reason: str | None
    checked_at: datetime
    now: datetime
    goals: tuple[GoalHeld, ...] = ()
    enough: Tries = ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Take a plan over from another system's extract, with what came of it there."""

    plan: PlanId
    case: CaseId
    client: ClientId
    programme: str
    of_import: UUID
    primary_issue: Issue | None
    agreed_at: datetime
    result: Result | None
    ended_early: EndedEarly | None
    ended_at: datetime | None
    checks: tuple[ImportedCheck, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPlanImport:
    """Take the import of this plan back, if nobody has worked with it since."""

    of_import: UUID
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnAfterDeath:
    """Go on with what a death had ended, because it was a mistake."""

    today: date
    taken_up_at: datetime


Command: TypeAlias = (
    DraftPlan
    | AddGoal
    | AddAction
    | AddIfThen
    | AddBarrier
    | AddFacilitator
    | AddReward
    | StartDiary
    | FillDiary
    | ReviseGoal
    | AgreePlan
    | RecordGoalResult
    | ReviewPlan
    | SignOffPlan
    | CorrectSignOff
    | AbandonPlan
    | SupersedePlan
    | EndForDeath
    | MarkCheckDue
    | RecordAttempt
    | RecordCheck
    | EndChecksOnReturn
    | GoOnAfterDeath
    | ImportPlan
    | UndoPlanImport
)
