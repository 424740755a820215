"""Changing what was written: a goal in other words or numbers, or another plan altogether."""

from ht_plans.domain.days import day_of
from ht_plans.domain.plan.refusals import (
    BeforeAgreement,
    BeforeDraft,
    DueBeforeAgreement,
    GoalHasResult,
    OfAnotherCase,
    PlanHasEnded,
)
from ht_plans.domain.plan.revisions import (
    GoalRevised,
    PlanSuperseded,
    ReviseGoal,
    SupersedePlan,
)
from ht_plans.domain.plan.state import Plan, as_revised
from ht_plans.domain.plan.telling import how_and_when_told, refuse_untellable
from ht_plans.domain.refusals import DatedInTheFuture


def revise_goal(asked: ReviseGoal, plan: Plan) -> list[GoalRevised]:
    """Put a goal in other words or numbers, until it has a result. What it said stays."""
    drafted, goal = plan.still_open(), plan.goal(asked.goal)
    told_by, review_on = how_and_when_told(asked)
    revised = GoalRevised(
        plan=drafted.plan,
        client=drafted.client,
        goal=asked.goal,
        statement=asked.statement,
        behaviour=goal.written.behaviour,
        kind=asked.kind,
        told_by=told_by,
        baseline=asked.baseline,
        target=asked.target,
        unit=asked.unit,
        due_on=asked.due_on,
        review_on=review_on,
        importance=asked.importance,
        confidence=asked.confidence,
        reason=asked.reason,
        agreed=plan.agreed is not None,
        revised_at=asked.revised_at,
    )
    if as_revised(goal.written, revised) == goal.now:
        return []
    if goal.result is not None:
        raise GoalHasResult
    if asked.revised_at > asked.now:
        raise DatedInTheFuture
    if plan.agreed and day_of(asked.revised_at) < day_of(plan.agreed.agreed_at):
        raise BeforeAgreement
    if asked.due_on < day_of(asked.revised_at):
        raise DueBeforeAgreement
    refuse_untellable(asked)
    return [revised]


def supersede_plan(asked: SupersedePlan, plan: Plan) -> list[PlanSuperseded]:
    """End the plan without a result, because another of its case takes its place."""
    drafted = plan.begun()
    if drafted.case != asked.case:
        raise OfAnotherCase
    if plan.superseded is not None:
        return []
    if not plan.in_progress:
        raise PlanHasEnded
    if asked.superseded_at > asked.now:
        raise DatedInTheFuture
    if day_of(asked.superseded_at) < day_of(drafted.drafted_at):
        raise BeforeDraft
    return [
        PlanSuperseded(
            plan=drafted.plan,
            case=drafted.case,
            client=drafted.client,
            by=asked.by,
            superseded_at=asked.superseded_at,
        )
    ]
