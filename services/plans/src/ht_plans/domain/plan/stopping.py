"""Checks that end because of something else: a new plan, a death, a sign-off put right."""

from dataclasses import replace
from datetime import datetime

from ht_plans.domain.codes import CheckMode, CheckResult, PlanId
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.events import MaintenanceChecked, PlanAbandoned, PlanSignedOff
from ht_plans.domain.plan.refusals import ModeNotSaid
from ht_plans.domain.plan.revisions import EndChecksOnReturn, EndForDeath
from ht_plans.domain.plan.state import Check, Plan
from ht_plans.domain.refusals import DatedInTheFuture


def end_checks_on_return(asked: EndChecksOnReturn, plan: Plan) -> list[MaintenanceChecked]:
    """End what was still to be asked, when the client begins a new plan about the same issue.

    One answer is one check: it completes the one that was to come next, and the new plan's
    own checks come in the place of the others.
    """
    signed_off, waiting = plan.signed_off, open_checks(plan)
    if signed_off is None or not waiting:
        return []
    if day_of(asked.returned_at) < day_of(signed_off.signed_off_at):
        return []
    if asked.answer is not None and asked.mode is None:
        raise ModeNotSaid
    if asked.returned_at > asked.now:
        raise DatedInTheFuture
    results: list[CheckResult] = [asked.answer or "superseded"]
    results += ["superseded"] * (len(waiting) - 1)
    return [
        ended(
            check,
            signed_off,
            result,
            asked.returned_at,
            mode=None if result == "superseded" else asked.mode,
            on_return=asked.new_plan,
        )
        for check, result in zip(waiting, results, strict=True)
    ]


def end_for_death(asked: EndForDeath, plan: Plan) -> list[PlanAbandoned | MaintenanceChecked]:
    """Stop everything that was still to come. The plan ends without a result."""
    drafted = plan.begun()
    if asked.died_at > asked.now:
        raise DatedInTheFuture
    if plan.in_progress:
        begun_at = plan.agreed.agreed_at if plan.agreed else drafted.drafted_at
        return [
            PlanAbandoned(
                plan=drafted.plan,
                case=drafted.case,
                client=drafted.client,
                reason="died",
                ended_at=max(asked.died_at, begun_at),
            )
        ]
    return [replace(each, by_death=True) for each in cancelled(plan, asked.died_at)]


def cancelled(plan: Plan, at: datetime) -> list[MaintenanceChecked]:
    """Cancel every check that has not ended: there is nothing to ask, or nobody."""
    if plan.signed_off is None:
        return []
    at = max(at, plan.signed_off.signed_off_at)
    return [ended(check, plan.signed_off, "cancelled", at) for check in open_checks(plan)]


def open_checks(plan: Plan) -> list[Check]:
    """Give the checks that have not ended, the next one first."""
    waiting = [check for check in plan.checks.values() if check.ended is None]
    return sorted(waiting, key=lambda check: check.scheduled.due_on)


def ended(
    check: Check,
    signed_off: PlanSignedOff,
    result: CheckResult,
    at: datetime,
    *,
    mode: CheckMode | None = None,
    on_return: PlanId | None = None,
) -> MaintenanceChecked:
    """Give the end of a check, which nobody has to give a reason for."""
    return MaintenanceChecked(
        plan=signed_off.plan,
        case=signed_off.case,
        client=signed_off.client,
        check=check.scheduled.check,
        months=check.scheduled.months,
        result=result,
        mode=mode,
        window_reason=None,
        checked_at=at,
        on_return=on_return,
    )
