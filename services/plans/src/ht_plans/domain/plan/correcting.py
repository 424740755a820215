"""Putting right what came of a plan, and when and how it was signed off.

What it said before stays in its history. Where the plan has something to maintain only since,
its checks are scheduled from the day of the sign-off; where it has nothing any more, those
that have not ended are cancelled. Where that day itself was another one, those that wait are
counted from it.
"""

from dataclasses import dataclass
from datetime import datetime

from ht_plans.domain.codes import CheckId, ClientPresence, GoalId, Result
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.events import MaintenanceChecked, PlanSignedOff
from ht_plans.domain.plan.refusals import (
    CheckedBeforeSignOff,
    ContradictsGoals,
    CorrectedWithoutReason,
    NotPresentWithoutReason,
    NotSignedOff,
)
from ht_plans.domain.plan.resulting import refuse_misdated, roll_up, schedule
from ht_plans.domain.plan.revisions import (
    CheckToSchedule,
    CorrectSignOff,
    PlanSignOffCorrected,
    ResultedGoal,
    ScheduledCheck,
)
from ht_plans.domain.plan.state import Check, Plan
from ht_plans.domain.plan.stopping import cancelled, open_checks


def correct_sign_off(
    asked: CorrectSignOff, plan: Plan
) -> list[MaintenanceChecked | PlanSignOffCorrected]:
    """Put right what came of the plan and of its goals, and when and how it was signed off."""
    plan.begun()
    signed_off, before = plan.signed_off, plan.came_of_it
    if signed_off is None or before is None:
        raise NotSignedOff
    if not asked.reason.strip():
        raise CorrectedWithoutReason
    held = _held(asked, signed_off, plan)
    otherwise = (held.present, held.reason) != (
        signed_off.client_present,
        signed_off.not_present_reason,
    )
    goals = _goals(asked, plan)
    # A plan that came from another system has a result, and no goals that could say it.
    rolled_up = roll_up(goals.values()) if goals else asked.result or before.result
    as_it_was = not asked.results and asked.result is None
    result = before.result if as_it_was else asked.result or rolled_up
    overridden = result != rolled_up
    override_reason = asked.override_reason or (before.override_reason if as_it_was else None)
    if overridden and not override_reason:
        raise ContradictsGoals
    corrected = PlanSignOffCorrected(
        plan=signed_off.plan,
        case=signed_off.case,
        client=signed_off.client,
        result=result,
        rolled_up=rolled_up,
        overridden=overridden,
        override_reason=override_reason if overridden else None,
        goals=tuple(ResultedGoal(goal=each, result=goals[each]) for each in goals),
        checks=(
            *_on_other_days(plan, held.at, result),
            *schedule(_missing(asked, plan, before.result, result), held.at),
        ),
        reason=asked.reason,
        corrected_at=asked.now,
        signed_off_at=held.at if held.at != signed_off.signed_off_at else None,
        client_present=held.present if otherwise else None,
        not_present_reason=held.reason if otherwise else None,
    )
    if not otherwise and _says_the_same(corrected, plan):
        return []
    needless = cancelled(plan, asked.now) if result == "not_achieved" else []
    return [*needless, corrected]


@dataclass(frozen=True, slots=True)
class _Held:
    """When a plan was signed off, whether the client was present, and why if they were not."""

    at: datetime
    present: ClientPresence
    reason: str | None


def _held(asked: CorrectSignOff, signed_off: PlanSignedOff, plan: Plan) -> _Held:
    """Say how the sign-off was held after all, or refuse what cannot have been."""
    at = asked.signed_off_at or signed_off.signed_off_at
    if at != signed_off.signed_off_at:
        if plan.agreed is not None:
            refuse_misdated(at, asked.now, plan.agreed)
        if any(day_of(each) < day_of(at) for each in _tried_or_held(plan)):
            raise CheckedBeforeSignOff
    present = asked.client_present or signed_off.client_present
    reason = asked.not_present_reason or signed_off.not_present_reason
    if asked.client_present == "not_present" and not reason:
        raise NotPresentWithoutReason
    return _Held(at, present, reason if present == "not_present" else None)


def _tried_or_held(plan: Plan) -> list[datetime]:
    """Give the moments at which somebody tried to reach the client, or spoke with them."""
    ended = [check.ended for check in plan.checks.values() if check.ended is not None]
    return [
        *[each.attempted_at for check in plan.checks.values() for each in check.attempts],
        *[each.checked_at for each in ended if each.result not in {"cancelled", "superseded"}],
    ]


def _on_other_days(plan: Plan, at: datetime, result: Result) -> tuple[ScheduledCheck, ...]:
    """Count the checks that wait from the day of the sign-off; nothing waits of an import."""
    if result == "not_achieved" or plan.imported is not None:
        return ()
    waiting: dict[CheckId, Check] = {each.scheduled.check: each for each in open_checks(plan)}
    again = [
        CheckToSchedule(check=check_id, months=check.scheduled.months)
        for check_id, check in waiting.items()
    ]
    return tuple(
        each
        for each in schedule(again, at)
        if each.due_on != waiting[each.check].scheduled.due_on
    )


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
        and corrected.signed_off_at is None
        and (before.result, before.rolled_up) == (corrected.result, corrected.rolled_up)
        and before.override_reason == corrected.override_reason
        and all(plan.goals[each.goal].result == each.result for each in corrected.goals)
    )
