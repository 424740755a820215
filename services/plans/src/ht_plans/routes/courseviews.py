"""How a case goes, as it is shown: who had it when, whether it rests or has ended, and why."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from ht_plans.domain.case.course import Course, Standing


class TrainerView(BaseModel):
    """Who had the case from a moment on. `reassignment`: with others, in one act.

    `override_reason` is why it was given to them beyond the programme's cap on caseloads.
    """

    worker: UUID
    assigned_at: datetime
    over_cap: bool
    override_reason: str | None
    reassignment: UUID | None


class PauseView(BaseModel):
    """Why a case rests, and until about when."""

    reason: str
    expected_return_on: date
    paused_at: datetime


class ClosureView(BaseModel):
    """Why a case ended, and what it came to."""

    reason: str
    detail: str | None
    conclusion: str
    follow_up_by: UUID | None
    closed_at: datetime


class TransferView(BaseModel):
    """A case that is offered to another programme, or goes on there as `new_case`."""

    transfer: UUID
    to_programme: str
    disclosed_to: str | None = None
    new_case: UUID | None = None


class CourseView(BaseModel):
    """Where a case stands, what it follows, and what follows it."""

    standing: Standing
    pause: PauseView | None
    disengaged_at: datetime | None
    closure: ClosureView | None
    reopened_at: datetime | None
    transfer: TransferView | None
    transfer_declined: str | None
    earlier: UUID | None
    later: list[UUID]


def trainers_of(course: Course) -> list[TrainerView]:
    """Show who had the case, in the order in which it was given."""
    return [
        TrainerView(
            worker=each.worker,
            assigned_at=each.assigned_at,
            over_cap=each.over_cap,
            override_reason=each.override_reason,
            reassignment=each.of_reassignment or each.gives_back,
        )
        for each in course.trainers
    ]


def course_of(course: Course, later: list[UUID]) -> CourseView:
    """Show how a case goes."""
    paused, closed = course.paused, course.closed
    return CourseView(
        standing=course.standing,
        pause=paused
        and PauseView(
            reason=paused.reason,
            expected_return_on=paused.expected_return_on,
            paused_at=paused.paused_at,
        ),
        disengaged_at=course.disengaged.disengaged_at if course.disengaged else None,
        closure=closed
        and ClosureView(
            reason=closed.reason,
            detail=closed.detail,
            conclusion=closed.conclusion,
            follow_up_by=closed.follow_up_by,
            closed_at=closed.closed_at,
        ),
        reopened_at=course.reopened.reopened_at if course.reopened else None,
        transfer=_transfer_of(course),
        transfer_declined=course.declined.reason if course.declined else None,
        earlier=course.linked.earlier if course.linked else None,
        later=later or ([course.transferred.new_case] if course.transferred else []),
    )


def _transfer_of(course: Course) -> TransferView | None:
    if course.transferred is not None:
        return TransferView(
            transfer=course.transferred.transfer,
            to_programme=course.transferred.to_programme,
            disclosed_to=course.transferred.disclosed_to,
            new_case=course.transferred.new_case,
        )
    if course.offered is None:
        return None
    return TransferView(
        transfer=course.offered.transfer, to_programme=course.offered.to_programme
    )
