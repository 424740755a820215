"""What a plan remembers: what its rules read, and what its trainer looks up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from ht_plans.domain.codes import (
    BarrierId,
    CheckId,
    DiaryId,
    FacilitatorId,
    GoalId,
    IfThenId,
    Result,
    RewardId,
)
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.diaries import Diary
from ht_plans.domain.plan.events import (
    ActionAdded,
    GoalAdded,
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanImported,
    PlanImportUndone,
    PlanReviewed,
    PlanSignedOff,
)
from ht_plans.domain.plan.refusals import (
    NoPlanYet,
    NoSuchCheck,
    NoSuchGoal,
    NotAgreed,
    PlanHasEnded,
)
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

Status: TypeAlias = Literal["draft", "agreed", "signed_off", "abandoned", "superseded"]

REVIEWED_EVERY = timedelta(weeks=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal as it was written first, how it was revised, and what came of it."""

    written: GoalAdded
    revisions: tuple[GoalRevised, ...] = ()
    actions: tuple[ActionAdded, ...] = ()
    result: Result | None = None
    recorded_at: datetime | None = None

    @property
    def versions(self) -> tuple[GoalAdded, ...]:
        """Give the goal as it stood at each time, the first one first."""
        later = (as_revised(self.written, revision) for revision in self.revisions)
        return (self.written, *later)

    @property
    def now(self) -> GoalAdded:
        """Give the goal as it stands."""
        return self.versions[-1]


def as_revised(written: GoalAdded, revised: GoalRevised) -> GoalAdded:
    """Give a goal as it stands since it was revised."""
    return replace(
        written,
        statement=revised.statement,
        kind=revised.kind,
        told_by=revised.told_by,
        baseline=revised.baseline,
        target=revised.target,
        unit=revised.unit,
        due_on=revised.due_on,
        review_on=revised.review_on,
        importance=revised.importance,
        confidence=revised.confidence,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A maintenance check on its way from scheduled to ended."""

    scheduled: ScheduledCheck
    fell_due: bool = False
    attempts: tuple[MaintenanceCheckAttempted, ...] = ()
    ended: MaintenanceChecked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A Personal Health Plan so far."""

    drafted: PlanDrafted | None = None
    agreed: PlanAgreed | None = None
    goals: Mapping[GoalId, Goal] = field(default_factory=dict)
    if_thens: Mapping[IfThenId, IfThenAdded] = field(default_factory=dict)
    barriers: Mapping[BarrierId, BarrierAdded] = field(default_factory=dict)
    facilitators: Mapping[FacilitatorId, FacilitatorAdded] = field(default_factory=dict)
    rewards: Mapping[RewardId, RewardAdded] = field(default_factory=dict)
    diaries: Mapping[DiaryId, Diary] = field(default_factory=dict)
    reviews: tuple[PlanReviewed, ...] = ()
    signed_off: PlanSignedOff | None = None
    corrections: tuple[PlanSignOffCorrected, ...] = ()
    abandoned: PlanAbandoned | None = None
    superseded: PlanSuperseded | None = None
    checks: Mapping[CheckId, Check] = field(default_factory=dict)
    imported: PlanImported | None = None
    worked_with: bool = False
    import_undone: PlanImportUndone | None = None

    @property
    def status(self) -> Status:
        """Name where the plan stands."""
        if self.signed_off is not None:
            return "signed_off"
        if self.abandoned is not None:
            return "abandoned"
        if self.superseded is not None:
            return "superseded"
        return "draft" if self.agreed is None else "agreed"

    @property
    def in_progress(self) -> bool:
        """Say whether the client still works on it."""
        return (
            self.drafted is not None
            and self.import_undone is None
            and self.status in {"draft", "agreed"}
        )

    @property
    def ended_at(self) -> datetime | None:
        """Say when the plan ended, whichever way."""
        if self.signed_off is not None:
            return self.signed_off.signed_off_at
        if self.abandoned is not None:
            return self.abandoned.ended_at
        return None if self.superseded is None else self.superseded.superseded_at

    @property
    def came_of_it(self) -> PlanSignedOff | PlanSignOffCorrected | None:
        """Give what came of the plan, as it was corrected last."""
        return self.corrections[-1] if self.corrections else self.signed_off

    @property
    def last_review(self) -> PlanReviewed | None:
        """Give the review that was held last, whenever it was entered."""
        return max(self.reviews, key=lambda review: review.reviewed_at, default=None)

    @property
    def next_review_on(self) -> date | None:
        """Give the day that was agreed for the next review, if one was."""
        return None if self.last_review is None else self.last_review.next_review_on

    @property
    def review_due_on(self) -> date | None:
        """Say when it is to be looked at again; of what another system knew, nobody says."""
        if self.agreed is None or not self.in_progress:
            return None
        last = self.last_review
        if last is None:
            due = day_of(self.agreed.agreed_at) + REVIEWED_EVERY
            return None if self.imported else due
        return last.next_review_on or day_of(last.reviewed_at) + REVIEWED_EVERY

    def begun(self) -> PlanDrafted:
        """Give how the plan began, or refuse."""
        if self.drafted is None:
            raise NoPlanYet
        return self.drafted

    def still_open(self) -> PlanDrafted:
        """Give how the plan began, or refuse if it has ended."""
        drafted = self.begun()
        if not self.in_progress:
            raise PlanHasEnded
        return drafted

    def under_way(self) -> PlanAgreed:
        """Give what was agreed, or refuse if nothing was yet, or it has ended."""
        self.still_open()
        if self.agreed is None:
            raise NotAgreed
        return self.agreed

    def goal(self, goal_id: GoalId) -> Goal:
        """Find a goal, or refuse."""
        try:
            return self.goals[goal_id]
        except KeyError:
            raise NoSuchGoal from None

    def has_results(self, results: Mapping[GoalId, Result]) -> bool:
        """Say whether all these results are recorded already."""
        return all(
            goal_id in self.goals and self.goals[goal_id].result == result
            for goal_id, result in results.items()
        )

    def check(self, check_id: CheckId) -> Check:
        """Find a check, or refuse."""
        try:
            return self.checks[check_id]
        except KeyError:
            raise NoSuchCheck from None


NO_PLAN_YET = Plan()
