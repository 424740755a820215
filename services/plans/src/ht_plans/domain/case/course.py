"""How a case goes: whether it rests, has ended, or goes on elsewhere, and who had it when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias

from ht_plans.domain.case.course_events import (
    CaseClosed,
    CaseDisengaged,
    CaseLinked,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CaseTransferDeclined,
    CaseTransferOffered,
    CaseTransferred,
    Turn,
)
from ht_plans.domain.case.events import TrainerAssigned
from ht_plans.domain.codes import WorkerId

Standing: TypeAlias = Literal["open", "paused", "disengaged", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where a case stands, and how it came there."""

    trainers: tuple[TrainerAssigned, ...] = ()
    paused: CasePaused | None = None
    resumed: CaseResumed | None = None
    disengaged: CaseDisengaged | None = None
    closed: CaseClosed | None = None
    reopened: CaseReopened | None = None
    offered: CaseTransferOffered | None = None
    declined: CaseTransferDeclined | None = None
    ended_offer: CaseTransferOffered | None = None
    transferred: CaseTransferred | None = None
    linked: CaseLinked | None = None

    @property
    def standing(self) -> Standing:
        """Name where it stands."""
        if self.closed is not None:
            return "closed"
        if self.paused is not None:
            return "paused"
        return "open" if self.disengaged is None else "disengaged"

    @property
    def back_on(self) -> date | None:
        """Say when the client of a case that rests is expected back."""
        return None if self.paused is None else self.paused.expected_return_on

    def trainer_at(self, at: datetime) -> WorkerId | None:
        """Say whose case it was at a moment, whenever what happened then is entered.

        Before anybody had it, it is nobody's. Of two who were given it for the same moment,
        it is the one who was given it last.
        """
        had = [each for each in self.trainers if each.assigned_at <= at]
        latest = max(had, key=lambda each: each.assigned_at, default=None)
        if latest is None:
            return None
        return [each for each in had if each.assigned_at == latest.assigned_at][-1].worker


def turned(course: Course, event: Turn) -> Course:  # noqa: PLR0911 - one arm for each event
    """Remember a turn that the case took."""
    match event:
        case CasePaused():
            return replace(course, paused=event, disengaged=None)
        case CaseResumed():
            return replace(course, paused=None, resumed=event)
        case CaseDisengaged():
            return replace(course, disengaged=event)
        case CaseClosed():
            return replace(course, closed=event)
        case CaseReopened():
            alive = event.because == "death_reversed"
            gone = course.disengaged if alive else None
            return replace(course, closed=None, reopened=event, disengaged=gone)
        case CaseTransferOffered():
            return replace(course, offered=event, declined=None, ended_offer=None)
        case CaseTransferDeclined():
            return replace(course, offered=None, declined=event, ended_offer=course.offered)
        case CaseTransferred():
            return replace(course, offered=None, ended_offer=None, transferred=event)
        case CaseLinked():
            return replace(course, linked=event)
