"""A case that rests for a while, and one whose client has stopped coming.

    PauseCase ─► CasePaused            (asked again, it moves the day of return)
    ResumeCase ─► CaseResumed
    Disengage ─► CaseDisengaged        (ends by itself when a session is held again)

Nothing is overdue while a case rests: its return is what falls due. What happens all the same
can be recorded, and every other rule holds as before.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from ht_plans.domain.case.course_commands import Disengage, PauseCase, ResumeCase
from ht_plans.domain.case.course_events import CaseDisengaged, CasePaused, CaseResumed
from ht_plans.domain.case.refusals import NoReason
from ht_plans.domain.days import day_of
from ht_plans.domain.refusals import DatedInTheFuture, Refused

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case

LONGEST_BY_TRAINER = timedelta(weeks=12)


class NoDayOfReturn(Refused):
    """Say on which day the client is expected back. It can be moved later."""


class BackBeforeItBegins(Refused):
    """The client cannot be expected back before the pause begins. Check the two days."""


class LongPauseNeedsSenior(Refused):
    """A pause of more than twelve weeks is for a senior to decide. Please ask one."""


class NotPaused(Refused):
    """This case is not paused, so there is nothing to resume."""


def pause_case(asked: PauseCase, case: "Case") -> list[CasePaused]:
    """Let it rest, for a reason and until a day."""
    opened = case.taking_part(asked.paused_at)
    if asked.reason is None:
        raise NoReason
    if asked.expected_return_on is None:
        raise NoDayOfReturn
    if asked.paused_at > asked.now:
        raise DatedInTheFuture
    begins = day_of(asked.paused_at)
    if asked.expected_return_on < begins:
        raise BackBeforeItBegins
    paused = CasePaused(
        case=opened.case,
        client=opened.client,
        reason=asked.reason,
        expected_return_on=asked.expected_return_on,
        paused_at=asked.paused_at,
    )
    if case.course.paused == paused:
        return []
    far = max(begins, day_of(asked.now)) + LONGEST_BY_TRAINER
    if asked.expected_return_on > far and not asked.by_senior:
        raise LongPauseNeedsSenior
    return [paused]


def resume_case(asked: ResumeCase, case: "Case") -> list[CaseResumed]:
    """Go on after a pause."""
    opened = case.taking_part(asked.resumed_at)
    resumed = CaseResumed(case=opened.case, client=opened.client, resumed_at=asked.resumed_at)
    if case.course.resumed == resumed:
        return []
    if case.course.paused is None:
        raise NotPaused
    if asked.resumed_at > asked.now:
        raise DatedInTheFuture
    return [resumed]


def disengage(asked: Disengage, case: "Case") -> list[CaseDisengaged]:
    """Say that the client has stopped coming, without closing the case."""
    opened = case.taking_part(asked.disengaged_at)
    if case.course.disengaged is not None:
        return []
    if asked.disengaged_at > asked.now:
        raise DatedInTheFuture
    return [
        CaseDisengaged(
            case=opened.case, client=opened.client, disengaged_at=asked.disengaged_at
        )
    ]
