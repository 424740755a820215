"""What comes of a plan: results of goals, reviews, the sign-off, or an early end."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ht_plans.domain.codes import GoalId, Result
from ht_plans.domain.days import day_of, months_after
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
)
from ht_plans.domain.plan.events import (
    GoalAchieved,
    GoalNotAchieved,
    GoalPartlyAchieved,
    GoalResulted,
    PlanAbandoned,
    PlanAgreed,
    PlanReviewed,
    PlanSignedOff,
)
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    BeforeAgreement,
    BeforeDraft,
    ContradictsGoals,
    GoalsWithoutResult,
    NotPresentWithoutReason,
    PlanHasEnded,
    PresenceNotSaid,
    ResultAlreadyRecorded,
    ReviewBeforeItself,
)
from ht_plans.domain.plan.revisions import CheckToSchedule, ScheduledCheck
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.plan.telling import refuse_otherwise_told
from ht_plans.domain.refusals import DatedInTheFuture, DeathIsTheClients


def roll_up(results: Iterable[Result]) -> Result:
    """Say what the goals together come to."""
    found = set(results)
    if found == {"achieved"}:
        return "achieved"
    return "part_achieved" if found & {"achieved", "part_achieved"} else "not_achieved"


def record_goal_result(asked: RecordGoalResult, plan: Plan) -> list[GoalResulted]:
    """Say what came of one goal, before the plan ends."""
    if plan.has_results({asked.goal: asked.result}):
        return []
    agreed = plan.under_way()
    refuse_misdated(asked.recorded_at, asked.now, agreed)
    return _results(plan, agreed, {asked.goal: asked.result}, asked.recorded_at)


def review_plan(asked: ReviewPlan, plan: Plan) -> list[PlanReviewed | GoalResulted]:
    """Look at the plan together. A goal may have its result before the plan ends."""
    held = any(_same_review(asked, review) for review in plan.reviews)
    if held and plan.has_results(asked.results):
        return []
    agreed = plan.under_way()
    refuse_misdated(asked.reviewed_at, asked.now, agreed)
    results = _results(plan, agreed, asked.results, asked.reviewed_at)
    if held:
        return [*results]
    for progress in asked.progress:
        refuse_otherwise_told(progress, plan.goal(progress.goal).now)
    if asked.next_review_on and asked.next_review_on <= day_of(asked.reviewed_at):
        raise ReviewBeforeItself
    reviewed = PlanReviewed(
        reviewed_at=asked.reviewed_at,
        next_review_on=asked.next_review_on,
        progress=asked.progress,
        plan=agreed.plan,
        case=agreed.case,
        client=agreed.client,
    )
    return [reviewed, *results]


def _same_review(asked: ReviewPlan, review: PlanReviewed) -> bool:
    return (review.reviewed_at, review.next_review_on, review.progress) == (
        asked.reviewed_at,
        asked.next_review_on,
        asked.progress,
    )


def sign_off_plan(asked: SignOffPlan, plan: Plan) -> list[GoalResulted | PlanSignedOff]:
    """End the plan with what its goals say, or with another result and a reason for it."""
    if plan.signed_off is not None:
        return _refuse_other_sign_off(asked, plan.signed_off)
    agreed = plan.under_way()
    refuse_misdated(asked.signed_off_at, asked.now, agreed)
    recorded_now = _results(plan, agreed, asked.results, asked.signed_off_at)
    results = [asked.results.get(goal_id, goal.result) for goal_id, goal in plan.goals.items()]
    known = [result for result in results if result is not None]
    if len(known) < len(results):
        raise GoalsWithoutResult
    rolled_up = roll_up(known)
    result = asked.result or rolled_up
    overridden = result != rolled_up
    if overridden and not asked.override_reason:
        raise ContradictsGoals
    if asked.client_present is None:
        raise PresenceNotSaid
    absent = asked.client_present == "not_present"
    if absent and not asked.not_present_reason:
        raise NotPresentWithoutReason
    signed_off = PlanSignedOff(
        plan=agreed.plan,
        case=agreed.case,
        client=agreed.client,
        result=result,
        rolled_up=rolled_up,
        overridden=overridden,
        override_reason=asked.override_reason if overridden else None,
        client_present=asked.client_present,
        not_present_reason=asked.not_present_reason if absent else None,
        checks=schedule(
            () if result == "not_achieved" else asked.maintenance, asked.signed_off_at
        ),
        signed_off_at=asked.signed_off_at,
    )
    return [*recorded_now, signed_off]


def abandon_plan(asked: AbandonPlan, plan: Plan) -> list[PlanAbandoned]:
    """End the plan early, whether it was agreed or still a draft."""
    drafted = plan.begun()
    if plan.signed_off is not None:
        raise AlreadySignedOff
    abandoned = PlanAbandoned(
        plan=drafted.plan,
        case=drafted.case,
        client=drafted.client,
        reason=asked.reason,
        ended_at=asked.ended_at,
    )
    if plan.abandoned is not None:
        if plan.abandoned != abandoned:
            raise PlanHasEnded
        return []
    if plan.superseded is not None:
        raise PlanHasEnded
    if asked.reason == "died":
        raise DeathIsTheClients
    if asked.ended_at > asked.now:
        raise DatedInTheFuture
    if day_of(asked.ended_at) < day_of(drafted.drafted_at):
        raise BeforeDraft
    return [abandoned]


def _results(
    plan: Plan, agreed: PlanAgreed, results: Mapping[GoalId, Result], at: datetime
) -> list[GoalResulted]:
    """Record the results that are new, in the order of the goals, and refuse other ones."""
    for goal_id, result in results.items():
        if plan.goal(goal_id).result not in {None, result}:
            raise ResultAlreadyRecorded
    return [
        _resulted(agreed, goal_id, results[goal_id], at)
        for goal_id, goal in plan.goals.items()
        if goal.result is None and goal_id in results
    ]


def _resulted(agreed: PlanAgreed, goal: GoalId, result: Result, at: datetime) -> GoalResulted:
    plan, client = agreed.plan, agreed.client
    match result:
        case "achieved":
            return GoalAchieved(plan=plan, client=client, goal=goal, recorded_at=at)
        case "part_achieved":
            return GoalPartlyAchieved(plan=plan, client=client, goal=goal, recorded_at=at)
        case "not_achieved":
            return GoalNotAchieved(plan=plan, client=client, goal=goal, recorded_at=at)


def schedule(
    wanted: Iterable[CheckToSchedule], signed_off_at: datetime
) -> tuple[ScheduledCheck, ...]:
    """Give checks the days on which they fall due, counted from the day of the sign-off."""
    day = day_of(signed_off_at)
    return tuple(
        ScheduledCheck(
            check=each.check, months=each.months, due_on=months_after(day, each.months)
        )
        for each in wanted
    )


def refuse_misdated(at: datetime, now: datetime, agreed: PlanAgreed) -> None:
    """Refuse what is said to have come of a plan before its agreement, or after today."""
    if at > now:
        raise DatedInTheFuture
    if day_of(at) < day_of(agreed.agreed_at):
        raise BeforeAgreement


def _refuse_other_sign_off(
    asked: SignOffPlan, done: PlanSignedOff
) -> list[GoalResulted | PlanSignedOff]:
    same_result = (asked.result or done.rolled_up) == done.result
    if not same_result or asked.signed_off_at != done.signed_off_at:
        raise AlreadySignedOff
    return []
