"""What can have happened to a Personal Health Plan.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

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
    CheckAnswer,
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
from ht_plans.domain.plan.diaries import DiaryFilled, DiaryStarted
from ht_plans.domain.plan.revisions import (
    GoalRevised,
    PlanSignOffCorrected,
    PlanSuperseded,
    ScheduledCheck,
)
from ht_plans.domain.plan.supports import (
    BarrierAdded,
    FacilitatorAdded,
    IfThenAdded,
    RewardAdded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafted:
    """A client and a trainer began to write a plan. It counts nowhere until it is agreed."""

    plan: PlanId
    case: CaseId
    client: ClientId
    programme: str
    primary_issue: Issue | None
    diet_subtype: DietSubtype | None
    secondary_issues: tuple[Issue, ...]
    own_words: str | None
    drafted_at: datetime
    supersedes: PlanId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded:
    """Something to work towards was written into the plan. GoalSet says it was agreed."""

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
    set_at: datetime
    importance: Ruler | None = None
    confidence: Ruler | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAdded:
    """The client said what they will do to get there."""

    goal: GoalId
    action: ActionId
    what: str | None
    where: str | None
    when: str | None
    how_often: str | None
    with_whom: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreed:
    """The client agreed to the plan: from now on it is a full Personal Health Plan."""

    plan: PlanId
    case: CaseId
    client: ClientId
    primary_issue: Issue
    diet_subtype: DietSubtype | None
    secondary_issues: tuple[Issue, ...]
    how: Agreement
    importance: Ruler
    confidence: Ruler
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSet:
    """The client and their trainer agreed this goal: with the plan, or added to it later."""

    plan: PlanId
    client: ClientId
    goal: GoalId
    behaviour: Issue
    kind: GoalKind
    due_on: date
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAchieved:
    """The client did what they set out to do."""

    plan: PlanId
    client: ClientId
    goal: GoalId
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPartlyAchieved:
    """The client got part of the way."""

    plan: PlanId
    client: ClientId
    goal: GoalId
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNotAchieved:
    """This time it did not come about."""

    plan: PlanId
    client: ClientId
    goal: GoalId
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """How far a goal has come: by its number, by done or not, or by the client's own 0-10."""

    goal: GoalId
    number: Decimal | None = None
    done: bool | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReviewed:
    """Client and trainer looked together at how the plan is going.

    Reviews that were recorded before they were told elsewhere do not name their plan.
    """

    reviewed_at: datetime
    next_review_on: date | None
    progress: tuple[GoalProgress, ...] = ()
    plan: PlanId | None = None
    case: CaseId | None = None
    client: ClientId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSignedOff:
    """The plan ended with a result. `rolled_up` is what the goals alone would say."""

    plan: PlanId
    case: CaseId
    client: ClientId
    result: Result
    rolled_up: Result
    overridden: bool
    override_reason: str | None
    client_present: ClientPresence
    not_present_reason: str | None
    checks: tuple[ScheduledCheck, ...]
    signed_off_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAbandoned:
    """The plan ended early, without a result. That is not the same as not achieved."""

    plan: PlanId
    case: CaseId
    client: ClientId
    reason: EndedEarly
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceCheckFellDue:
    """The day came on which the client should be asked whether the change has lasted."""

    plan: PlanId
    client: ClientId
    check: CheckId
    months: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceCheckAttempted:
    """Somebody tried to reach the client for a check, without success."""

    plan: PlanId
    client: ClientId
    check: CheckId
    channel: Channel
    attempted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalHeld:
    """How the change of one goal has held."""

    goal: GoalId
    result: CheckAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceChecked:
    """A check ended: with an answer about the change, or without one.

    `on_return` is the new plan about the same issue whose beginning ended it.
    `by_death`: what was cancelled because the client had died comes back if they had not.
    """

    plan: PlanId
    case: CaseId
    client: ClientId
    check: CheckId
    months: int
    result: CheckResult
    mode: CheckMode | None
    window_reason: str | None
    checked_at: datetime
    goals: tuple[GoalHeld, ...] = ()
    on_return: PlanId | None = None
    by_death: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTakenUpAgain:
    """A death that ended the plan, or these of its checks, was a mistake: they go on."""

    plan: PlanId
    case: CaseId
    client: ClientId
    checks: tuple[CheckId, ...]
    taken_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCheck:
    """A later day on which, in another system, the client was asked about the change."""

    check: CheckId
    months: int
    result: CheckResult
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImported:
    """A plan as another system's extract tells it, with what came of it.

    How the client agreed, and who was there at the end, is not known. A plan without a primary
    issue is kept, and counts in no figure about plans.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportUndone:
    """The import was taken back, and nobody had worked with this plan: it never counted."""

    plan: PlanId
    case: CaseId
    client: ClientId
    of_import: UUID
    undone_at: datetime


GoalResulted: TypeAlias = GoalAchieved | GoalPartlyAchieved | GoalNotAchieved
Event: TypeAlias = (
    PlanDrafted
    | GoalAdded
    | ActionAdded
    | IfThenAdded
    | BarrierAdded
    | FacilitatorAdded
    | RewardAdded
    | DiaryStarted
    | DiaryFilled
    | GoalRevised
    | PlanAgreed
    | GoalSet
    | GoalAchieved
    | GoalPartlyAchieved
    | GoalNotAchieved
    | PlanReviewed
    | PlanSignedOff
    | PlanSignOffCorrected
    | PlanAbandoned
    | PlanSuperseded
    | MaintenanceCheckFellDue
    | MaintenanceCheckAttempted
    | MaintenanceChecked
    | PlanTakenUpAgain
    | PlanImported
    | PlanImportUndone
)
