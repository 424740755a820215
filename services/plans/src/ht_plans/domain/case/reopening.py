"""How a case that has ended goes on after all.

    ReopenCase ─► CaseReopened         (a senior, up to twelve months later)
    ReopenAfterDeath ─► CaseReopened, and SessionCancelled where its time is taken meanwhile

Later, or by choice, a client who comes back gets a new case that names the old one.
"""

from typing import TYPE_CHECKING

from ht_plans.domain.case.course_commands import ReopenAfterDeath, ReopenCase
from ht_plans.domain.case.course_events import CaseReopened
from ht_plans.domain.case.events import SessionCancelled
from ht_plans.domain.case.refusals import NoReason
from ht_plans.domain.days import day_of, months_after
from ht_plans.domain.refusals import DatedInTheFuture, Refused

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case

_MONTHS_TO_REOPEN = 12


class NotClosed(Refused):
    """This case is open, so there is nothing to reopen."""


class GoesOnElsewhere(Refused):
    """This case goes on in another programme, so it is not opened again here."""


class ClosedTooLongAgo(Refused):
    """It was closed more than twelve months ago. The client gets a new case, linked to it."""


def reopen_case(asked: ReopenCase, case: "Case") -> list[CaseReopened]:
    """Open it again, within twelve months of its end."""
    opened, closed = case.open(), case.course.closed
    reopened = CaseReopened(
        case=opened.case,
        client=opened.client,
        because=asked.because,
        reason=asked.reason,
        reopened_at=asked.reopened_at,
    )
    if case.course.reopened is not None and closed is None:
        same = case.course.reopened.reopened_at == asked.reopened_at
        if same and case.course.reopened.because == asked.because:
            return []
    if closed is None:
        raise NotClosed
    if case.course.transferred is not None:
        raise GoesOnElsewhere
    if not asked.reason:
        raise NoReason
    if asked.reopened_at > asked.now:
        raise DatedInTheFuture
    if day_of(asked.now) > months_after(day_of(closed.closed_at), _MONTHS_TO_REOPEN):
        raise ClosedTooLongAgo
    return [reopened]


def reopen_after_death(
    asked: ReopenAfterDeath, case: "Case"
) -> list[CaseReopened | SessionCancelled]:
    """Bring back what a death ended. What ended for another reason stays ended."""
    opened, closed = case.open(), case.course.closed
    if closed is None or closed.reason != "06":
        return []
    reopened = CaseReopened(
        case=opened.case,
        client=opened.client,
        because="death_reversed",
        reason=None,
        reopened_at=asked.reopened_at,
    )
    if not asked.without_bookings:
        return [reopened]
    waiting = [
        each.booked
        for each in case.sessions.values()
        if each.booked is not None
        and each.went is None
        and each.booked.planned_start > closed.closed_at
    ]
    called_off = [
        SessionCancelled(
            case=opened.case,
            client=opened.client,
            session=booked.session,
            kind=booked.kind,
            medium=booked.medium,
            place=booked.place,
            attendance="4",
            planned_start=booked.planned_start,
            note=None,
            entered_at=asked.reopened_at,
        )
        for booked in waiting
    ]
    return [reopened, *called_off]
