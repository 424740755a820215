"""Maintenance checks: due, attempted, ended. They may be recorded whatever came of the case."""

from datetime import timedelta

from ht_plans.domain.days import day_of
from ht_plans.domain.plan.commands import MarkCheckDue, RecordAttempt, RecordCheck
from ht_plans.domain.plan.events import (
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanSignedOff,
)
from ht_plans.domain.plan.refusals import (
    CheckedBeforeSignOff,
    CheckHasEnded,
    EndsOfItself,
    GoalNotToBeHeld,
    HeldWithoutAnswer,
    ModeNotSaid,
    NoSuchCheck,
    OutsideWindow,
    TriedTooLittle,
)
from ht_plans.domain.plan.revisions import Tries
from ht_plans.domain.plan.state import Check, Plan
from ht_plans.domain.refusals import DatedInTheFuture

OPENS, CLOSES = timedelta(days=14), timedelta(days=56)
_ANSWERS = frozenset({"maintained", "partly", "not_maintained"})
_ASKED_THE_CLIENT = _ANSWERS | {"declined"}
_BY_ITSELF = frozenset({"superseded", "cancelled"})


def mark_check_due(asked: MarkCheckDue, plan: Plan) -> list[MaintenanceCheckFellDue]:
    """Put a check on the list of those to do, unless it is there, or done, or not yet due."""
    signed_off, check = _scheduled(plan), plan.check(asked.check)
    if check.fell_due or check.ended or asked.today < check.scheduled.due_on:
        return []
    return [
        MaintenanceCheckFellDue(
            plan=signed_off.plan,
            client=signed_off.client,
            check=asked.check,
            months=check.scheduled.months,
            due_on=check.scheduled.due_on,
        )
    ]


def record_attempt(asked: RecordAttempt, plan: Plan) -> list[MaintenanceCheckAttempted]:
    """Say that somebody tried to reach the client. It need not have fallen due."""
    signed_off, check = _scheduled(plan), plan.check(asked.check)
    attempted = MaintenanceCheckAttempted(
        plan=signed_off.plan,
        client=signed_off.client,
        check=asked.check,
        channel=asked.channel,
        attempted_at=asked.attempted_at,
    )
    if attempted in check.attempts:
        return []
    if check.ended:
        raise CheckHasEnded
    if asked.attempted_at > asked.now:
        raise DatedInTheFuture
    if day_of(asked.attempted_at) < day_of(signed_off.signed_off_at):
        raise CheckedBeforeSignOff
    return [attempted]


def record_check(asked: RecordCheck, plan: Plan) -> list[MaintenanceChecked]:
    """Say how a check ended. When it is entered does not matter, only when it was done."""
    signed_off, check = _scheduled(plan), plan.check(asked.check)
    if asked.result in _BY_ITSELF:
        raise EndsOfItself
    if check.ended is not None:
        if check.ended.result != asked.result:
            raise CheckHasEnded
        return []
    _refuse_misdated(asked, check, signed_off)
    if asked.result in _ASKED_THE_CLIENT and asked.mode is None:
        raise ModeNotSaid
    if asked.result == "not_contactable" and not _tried(check, asked.enough):
        raise TriedTooLittle
    _refuse_not_held(asked, plan)
    return [
        MaintenanceChecked(
            plan=signed_off.plan,
            case=signed_off.case,
            client=signed_off.client,
            check=asked.check,
            months=check.scheduled.months,
            result=asked.result,
            mode=asked.mode,
            window_reason=None if _in_window(asked, check) else asked.window_reason,
            checked_at=asked.checked_at,
            goals=asked.goals,
        )
    ]


def _scheduled(plan: Plan) -> PlanSignedOff:
    plan.begun()
    if plan.signed_off is None:
        raise NoSuchCheck
    return plan.signed_off


def _refuse_misdated(asked: RecordCheck, check: Check, signed_off: PlanSignedOff) -> None:
    if asked.checked_at > asked.now:
        raise DatedInTheFuture
    if day_of(asked.checked_at) < day_of(signed_off.signed_off_at):
        raise CheckedBeforeSignOff
    if not _in_window(asked, check) and not asked.window_reason:
        raise OutsideWindow


def _refuse_not_held(asked: RecordCheck, plan: Plan) -> None:
    if asked.goals and asked.result not in _ANSWERS:
        raise HeldWithoutAnswer
    for each in asked.goals:
        if plan.goal(each.goal).result not in {"achieved", "part_achieved"}:
            raise GoalNotToBeHeld


def _in_window(asked: RecordCheck, check: Check) -> bool:
    due_on = check.scheduled.due_on
    return due_on - OPENS <= day_of(asked.checked_at) <= due_on + CLOSES


def _tried(check: Check, enough: Tries) -> bool:
    days = {day_of(attempt.attempted_at) for attempt in check.attempts}
    ways = {attempt.channel for attempt in check.attempts}
    return len(days) >= enough.days and len(ways) >= enough.ways
