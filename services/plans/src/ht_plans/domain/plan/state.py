"""What a plan remembers: what its rules read, and what its trainer looks up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias

from ht_plans.domain.codes import CheckId, GoalId, Result
from ht_plans.domain.plan.events import (
    ActionAdded,
    Event,
    GoalAchieved,
    GoalAdded,
    GoalNotAchieved,
    GoalPartlyAchieved,
    GoalSet,
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanImported,
    PlanImportUndone,
    PlanReviewed,
    PlanSignedOff,
    ScheduledCheck,
)
from ht_plans.domain.plan.imported import (
    abandoned_as,
    agreed_as,
    checked_as,
    drafted_as,
    scheduled_as,
    signed_off_as,
)
from ht_plans.domain.plan.refusals import (
    NoPlanYet,
    NoSuchCheck,
    NoSuchGoal,
    NotAgreed,
    PlanHasEnded,
)

Status: TypeAlias = Literal["draft", "agreed", "signed_off", "abandoned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal as it was written, what the client does for it, and what came of it."""

    written: GoalAdded
    actions: tuple[ActionAdded, ...] = ()
    result: Result | None = None
    recorded_at: datetime | None = None


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
    reviews: tuple[PlanReviewed, ...] = ()
    signed_off: PlanSignedOff | None = None
    abandoned: PlanAbandoned | None = None
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
        """Say when the plan ended, either way."""
        if self.signed_off is not None:
            return self.signed_off.signed_off_at
        return None if self.abandoned is None else self.abandoned.ended_at

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


def evolve(plan: Plan, event: Event) -> Plan:
    """Remember what happened. Never refuses: it has already happened.

    What happened to a goal or a check that is not the plan's changes nothing of it. Whatever
    happens to a plan after it was imported is work with it.
    """
    happened = _evolve(plan, event)
    return happened if plan.imported is None else replace(happened, worked_with=True)


def _evolve(  # noqa: C901, PLR0911, PLR0912 - one arm for each event
    plan: Plan, event: Event
) -> Plan:
    match event:
        case PlanDrafted():
            return replace(plan, drafted=event)
        case GoalAdded():
            return _with_goal(plan, event.goal, Goal(written=event))
        case ActionAdded():
            return _with_action(plan, event)
        case PlanAgreed():
            return replace(plan, agreed=event)
        case GoalSet():
            return plan
        case GoalAchieved():
            return _with_result(plan, event.goal, "achieved", event.recorded_at)
        case GoalPartlyAchieved():
            return _with_result(plan, event.goal, "part_achieved", event.recorded_at)
        case GoalNotAchieved():
            return _with_result(plan, event.goal, "not_achieved", event.recorded_at)
        case PlanReviewed():
            return replace(plan, reviews=(*plan.reviews, event))
        case PlanSignedOff():
            checks = {check.check: Check(scheduled=check) for check in event.checks}
            return replace(plan, signed_off=event, checks=checks)
        case PlanAbandoned():
            return replace(plan, abandoned=event)
        case MaintenanceCheckFellDue():
            return _with_check(plan, event.check, lambda check: replace(check, fell_due=True))
        case MaintenanceCheckAttempted():
            return _with_check(
                plan,
                event.check,
                lambda check: replace(check, attempts=(*check.attempts, event)),
            )
        case MaintenanceChecked():
            return _with_check(plan, event.check, lambda check: replace(check, ended=event))
        case PlanImported():
            return _imported(event)
        case PlanImportUndone():
            return replace(plan, import_undone=event)


def _with_goal(plan: Plan, goal_id: GoalId, goal: Goal) -> Plan:
    return replace(plan, goals={**plan.goals, goal_id: goal})


def _with_action(plan: Plan, event: ActionAdded) -> Plan:
    goal = plan.goals.get(event.goal)
    if goal is None:
        return plan
    return _with_goal(plan, event.goal, replace(goal, actions=(*goal.actions, event)))


def _with_result(plan: Plan, goal_id: GoalId, result: Result, at: datetime) -> Plan:
    goal = plan.goals.get(goal_id)
    if goal is None:
        return plan
    return _with_goal(plan, goal_id, replace(goal, result=result, recorded_at=at))


def _with_check(plan: Plan, check_id: CheckId, happened: Callable[[Check], Check]) -> Plan:
    check = plan.checks.get(check_id)
    if check is None:
        return plan
    return replace(plan, checks={**plan.checks, check_id: happened(check)})


def _imported(event: PlanImported) -> Plan:
    """Give the plan that another system knew, as far as rules and screens ask for it."""
    checks = {
        check.check: Check(scheduled=scheduled_as(check), ended=checked_as(check, event))
        for check in event.checks
    }
    return Plan(
        drafted=drafted_as(event),
        agreed=agreed_as(event),
        signed_off=signed_off_as(event),
        abandoned=abandoned_as(event),
        checks=checks,
        imported=event,
    )
