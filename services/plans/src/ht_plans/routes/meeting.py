"""Sessions: arranged, and recorded as they went."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Body, Depends
from pydantic import Field

from ht_kit.asked import Asked
from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.commands import BookSession, RecordAttended, RecordNotHeld
from ht_plans.domain.codes import Medium, Place, SessionId, SessionType
from ht_plans.handling import Cases
from ht_plans.routes.forms import Form, FreeText, Instant

router = APIRouter(
    prefix="/cases/{case_id}",
    tags=["sessions"],
    dependencies=[Depends(allows("session:write"))],
)


class BookSessionForm(Form):
    """The body of POST /cases/{id}/bookings."""

    kind: SessionType
    medium: Medium
    place: Place | None = None
    planned_start: Instant


class AttendedForm(Form):
    """A session that took place: on time (5) or late (6)."""

    session: UUID | None = None
    kind: SessionType
    medium: Medium
    place: Place
    attendance: Literal["5", "6"]
    started_at: Instant
    duration_minutes: Annotated[int, Field(ge=1, le=240)]
    note: FreeText | None = None


class NotHeldForm(Form):
    """A session that was missed (3, 7) or called off (2 by the client, 4 by the provider)."""

    session: UUID | None = None
    kind: SessionType
    medium: Medium
    place: Place | None = None
    attendance: Literal["7", "3", "2", "4"]
    planned_start: Instant
    note: FreeText | None = None


SessionForm: TypeAlias = Annotated[AttendedForm | NotHeldForm, Body(discriminator="attendance")]


@router.post("/bookings", status_code=201)
async def book_session(
    case_id: UUID, form: BookSessionForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Arrange to meet or speak."""
    command = BookSession(
        session=SessionId(asked.new_id),
        kind=form.kind,
        medium=form.medium,
        place=form.place,
        planned_start=form.planned_start,
    )
    recorded = await cases.handle(
        case_id, command, asked=asked, ids={"session": command.session}
    )
    return answer(recorded, created=True)


@router.post("/sessions", status_code=201)
async def record_session(
    case_id: UUID, form: SessionForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Record how a session went, whether it was booked or not."""
    command = _command(form, asked)
    recorded = await cases.handle(
        case_id, command, asked=asked, ids={"session": command.session}
    )
    return answer(recorded, created=True)


def _command(form: AttendedForm | NotHeldForm, asked: Asked) -> RecordAttended | RecordNotHeld:
    session = SessionId(form.session or asked.new_id)
    match form:
        case AttendedForm():
            return RecordAttended(
                session=session,
                kind=form.kind,
                medium=form.medium,
                place=form.place,
                attendance=form.attendance,
                started_at=form.started_at,
                duration_minutes=form.duration_minutes,
                note=form.note,
                now=asked.at,
            )
        case NotHeldForm():
            return RecordNotHeld(
                session=session,
                kind=form.kind,
                medium=form.medium,
                place=form.place,
                attendance=form.attendance,
                planned_start=form.planned_start,
                note=form.note,
                now=asked.at,
            )
