"""How a case ends.

    CloseCase ─► CaseClosed            (its conclusion is derived, never keyed)
    CloseForDeath ─► CaseClosed        (whatever else is open; an offer to others ends too)

*Completed*: what was to be done was done. *Cancelled*: nothing ever took place. Else it
*ended early*. A case may be completed without any plan: as wider help, or advice only.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from ht_plans.domain.case.course_commands import CloseCase, CloseForDeath, PlanStanding
from ht_plans.domain.case.course_events import CaseClosed, CaseTransferDeclined
from ht_plans.domain.case.events import SessionAttended
from ht_plans.domain.codes import Closure, ClosureDetail, Conclusion, WorkerId
from ht_plans.domain.refusals import DatedInTheFuture, DeathIsTheClients, Refused

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case

_TO_MAINTAIN = frozenset({"achieved", "part_achieved"})
_IN_PROGRESS = frozenset({"draft", "agreed"})


class PlanHasNoEnding(Refused):
    """A plan of this case is in progress. Sign it off or end it early, then close."""


class PendingReferralWithoutOwner(Refused):
    """An onward referral of this client waits for an answer. Say who will follow it up."""


class ChecksNotScheduled(Refused):
    """An achieved plan of this case has no maintenance checks. Have its sign-off corrected."""


class NothingToComplete(Refused):
    """Nothing took place in this case, so nothing was completed. Choose why it ended."""


class NotSaidWhatHelped(Refused):
    """No plan was signed off here. Say whether it was wider help or advice only."""


class DetailDoesNotFit(Refused):
    """Wider help and advice only stand with a case that was completed without a plan."""


class ClosedBeforeItOpened(Refused):
    """A case cannot be closed before it was opened. Check the day."""


class ClosedOtherwise(Refused):
    """This case was closed already, for another reason. A senior can reopen it."""


def close_case(asked: CloseCase, case: "Case") -> list[CaseClosed]:
    """End it, unless something in it has no ending yet."""
    opened = case.open()
    closed = case.course.closed
    if closed is not None:
        if (closed.reason, closed.closed_at) != (asked.reason, asked.closed_at):
            raise ClosedOtherwise
        return []
    if asked.reason == "06":
        raise DeathIsTheClients
    if asked.closed_at > asked.now:
        raise DatedInTheFuture
    if asked.closed_at < opened.opened_at:
        raise ClosedBeforeItOpened
    _refuse_loose_ends(asked)
    detail = _detail_of(asked, case)
    return [
        conclude(
            case,
            asked.reason,
            plans=asked.plans,
            at=asked.closed_at,
            detail=detail,
            follow_up_by=asked.follow_up_by if asked.pending_referrals else None,
        )
    ]


def close_for_death(
    asked: CloseForDeath, case: "Case"
) -> list[CaseTransferDeclined | CaseClosed]:
    """End it because of a death, unless it has ended before. Nobody else goes on with it."""
    opened, offered = case.open(), case.course.offered
    declined = [
        CaseTransferDeclined(
            case=opened.case,
            client=opened.client,
            transfer=each.transfer,
            reason="client_died",
            declined_at=asked.closed_at,
        )
        for each in [offered]
        if each is not None
    ]
    if case.course.closed is not None:
        return [*declined]
    return [*declined, conclude(case, "06", plans=asked.plans, at=asked.closed_at)]


def _refuse_loose_ends(asked: CloseCase) -> None:
    if any(plan.status in _IN_PROGRESS for plan in asked.plans):
        raise PlanHasNoEnding
    unchecked = [
        plan
        for plan in asked.plans
        if plan.result in _TO_MAINTAIN and not plan.checks and not plan.imported
    ]
    if asked.checks_expected and unchecked:
        raise ChecksNotScheduled
    if asked.pending_referrals and asked.follow_up_by is None:
        raise PendingReferralWithoutOwner


def _detail_of(asked: CloseCase, case: "Case") -> ClosureDetail | None:
    """Give the local detail: said for help without a plan, and derived for who stopped."""
    signed_off = any(plan.status == "signed_off" for plan in asked.plans)
    said = asked.detail in {"wider_help", "advice_only"}
    if asked.reason == "02":
        if not _something_took_place(case, asked.plans):
            raise NothingToComplete
        if signed_off and asked.detail is not None:
            raise DetailDoesNotFit
        if not signed_off and not said:
            raise NotSaidWhatHelped
        return asked.detail
    if asked.reason != "05":
        if asked.detail is not None:
            raise DetailDoesNotFit
        return None
    dropped_out = _dropped_out(asked.plans, case)
    if asked.detail not in {None, dropped_out}:
        raise DetailDoesNotFit
    return dropped_out


def _dropped_out(plans: tuple[PlanStanding, ...], case: "Case") -> ClosureDetail:
    if plans:
        last = plans[-1].status
        return (
            "dropped_out_during_plan" if last == "abandoned" else "dropped_out_after_sign_off"
        )
    return "dropped_out_before_plan" if case.assessed else "never_attended_assessment"


def _something_took_place(case: "Case", plans: tuple[PlanStanding, ...]) -> bool:
    held = any(isinstance(each.went, SessionAttended) for each in case.sessions.values())
    return held or case.assessed or bool(plans)


def _conclusion(reason: Closure, plans: tuple[PlanStanding, ...], case: "Case") -> Conclusion:
    if not _something_took_place(case, plans):
        return "cancelled"
    to_the_end = bool(plans) and plans[-1].status == "signed_off"
    return "completed" if reason == "02" or to_the_end else "ended_early"


def conclude(
    case: "Case",
    reason: Closure,
    *,
    plans: tuple[PlanStanding, ...],
    at: datetime,
    detail: ClosureDetail | None = None,
    follow_up_by: WorkerId | None = None,
) -> CaseClosed:
    """Say that a case ended, with the conclusion that follows from what took place."""
    opened = case.open()
    return CaseClosed(
        case=opened.case,
        client=opened.client,
        reason=reason,
        detail=detail,
        conclusion=_conclusion(reason, plans, case),
        follow_up_by=follow_up_by,
        closed_at=at,
    )
