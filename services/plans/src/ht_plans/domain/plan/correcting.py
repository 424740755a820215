"""Putting right what came of a plan, after it was signed off.

What it said before stays in its history. Where the plan has something to maintain only since,
its checks are scheduled from the day of the sign-off; where it has nothing any more, those
that have not ended are cancelled.
"""

from ht_plans.domain.codes import GoalId, Result
from ht_plans.domain.plan.events import MaintenanceChecked
from ht_plans.domain.plan.refusals import (
    ContradictsGoals,
    CorrectedWithoutReason,
    NotSignedOff,
)
from ht_plans.domain.plan.resulting import roll_up, schedule
from ht_plans.domain.plan.revisions import (
    CheckToSchedule,
    CorrectSignOff,
    PlanSignOffCorrected,
    ResultedGoal,
)
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.plan.stopping import cancelled


def correct_sign_off(
    asked: CorrectSignOff, plan: Plan
) -> list[MaintenanceChecked | PlanSignOffCorrected]:
    """Put right what came of the plan and of its goals."""
    plan.begun()
    signed_off, before = plan.signed_off, plan.came_of_it
    if signed_off is None or before is None:
        raise NotSignedOff
    if not asked.reason.strip():
        raise CorrectedWithoutReason
    goals = _goals(asked, plan)
    # A plan that came from another system has a result, and no goals that could say it.
    rolled_up = roll_up(goals.values()) if goals else asked.result or before.result
    result = asked.result or rolled_up
    overridden = result != rolled_up
    if overridden and not asked.override_reason:
        raise ContradictsGoals
    corrected = PlanSignOffCorrected(
        plan=signed_off.plan,
        case=signed_off.case,
        client=signed_off.client,
        result=result,
        rolled_up=rolled_up,
        overridden=overridden,
        override_reason=asked.override_reason if overridden else None,
        goals=tuple(ResultedGoal(goal=each, result=goals[each]) for each in goals),
        checks=schedule(_missing(asked, plan, before.result, result), signed_off.signed_off_at),
        reason=asked.reason,
        corrected_at=asked.now,
    )
    if _says_the_same(corrected, plan):
        return []
    needless = cancelled(plan, asked.now) if result == "not_achieved" else []
    return [*needless, corrected]


def _goals(asked: CorrectSignOff, plan: Plan) -> dict[GoalId, Result]:
    for goal_id in asked.results:
        plan.goal(goal_id)
    results = {
        goal_id: asked.results.get(goal_id, goal.result) for goal_id, goal in plan.goals.items()
    }
    return {goal_id: result for goal_id, result in results.items() if result is not None}


def _missing(
    asked: CorrectSignOff, plan: Plan, before: Result, now: Result
) -> list[CheckToSchedule]:
    """Give the checks that there was no need of before; nothing falls due of an import."""
    if before != "not_achieved" or now == "not_achieved" or plan.imported is not None:
        return []
    answered = {
        check.scheduled.months
        for check in plan.checks.values()
        if check.ended is not None and check.ended.result != "cancelled"
    }
    return [wanted for wanted in asked.maintenance if wanted.months not in answered]


def _says_the_same(corrected: PlanSignOffCorrected, plan: Plan) -> bool:
    before = plan.came_of_it
    return (
        before is not None
        and (before.result, before.rolled_up) == (corrected.result, corrected.rolled_up)
        and before.override_reason == corrected.override_reason
        and all(plan.goals[each.goal].result == each.result for each in corrected.goals)
    )
