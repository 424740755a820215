"""How sessions went: recorded at once or later, and put right with a reason."""

from datetime import datetime
from typing import Annotated, Literal, Self, TypeAlias
from uuid import UUID, uuid5

from fastapi import APIRouter, Body, Depends
from pydantic import Field, model_validator

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.commands import (
    CorrectAttendance,
    RecordAttended,
    RecordNotHeld,
    Together,
)
from ht_plans.domain.codes import (
    CorrectionId,
    Interpreter,
    LocalPlace,
    Medium,
    OtherPresent,
    Place,
    SessionId,
    SessionType,
)
from ht_plans.handling import Cases
from ht_plans.routes.forms import Form, FreeText, Instant, Language, Minutes
from ht_plans.routes.knowing_together import TogetherDep

router = APIRouter(
    prefix="/cases/{case_id}/sessions",
    tags=["sessions"],
    dependencies=[Depends(allows("session:write"))],
)


class AttendedDetails(Form):
    """A session that took place: on time (5) or late (6)."""

    kind: SessionType
    medium: Medium
    place: Place
    attendance: Literal["5", "6"]
    started_at: Instant
    duration_minutes: Minutes
    local_place: LocalPlace | None = None
    language: Language | None = None
    interpreter: Interpreter | None = None
    others_present: Annotated[tuple[OtherPresent, ...], Field(max_length=10)] = ()


class NotHeldDetails(Form):
    """A session that was missed (3, 7) or called off (2 by the client, 4 by the provider).

    What still lies ahead (0) is refused: nothing can be said of how it went.
    `interpreter` is 5 where it was called off because the interpreter did not attend.
    """

    kind: SessionType
    medium: Medium
    place: Place | None = None
    attendance: Literal["7", "3", "2", "4", "0"]
    planned_start: Instant
    interpreter: Literal["5"] | None = None


class PartForm(Form):
    """Which session it was, and its note; `shared`: a part of a household or group session."""

    session: UUID | None = None
    shared: UUID | None = None
    note: FreeText | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.session is not None and self.shared is not None:
            raise ValueError("a part of a shared session has no id of its own")
        return self


class AttendedForm(AttendedDetails, PartForm):
    """A session that took place, with its note."""


class NotHeldForm(NotHeldDetails, PartForm):
    """A session that was missed or called off, with its note."""


SessionForm: TypeAlias = AttendedForm | NotHeldForm


class CorrectAttendanceForm(Form):
    """The body of POST /cases/{id}/sessions/{session}/corrections: told whole, and why."""

    went: Annotated[AttendedDetails | NotHeldDetails, Field(discriminator="attendance")]
    reason: FreeText


@router.post("", status_code=201)
async def record_session(
    *,
    case_id: UUID,
    form: Annotated[SessionForm, Body(discriminator="attendance")],
    cases: Cases,
    shared: TogetherDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Record how a session went, whether it was booked or not."""
    session = session_of(form, case_id, otherwise=asked.new_id)
    together = await shared.of(form.shared, case_id)
    command = told(form, session, now=asked.at, note=form.note, together=together)
    recorded = await cases.handle(case_id, command, asked=asked, ids={"session": session})
    return answer(recorded, created=True)


@router.post("/{session_id}/corrections", status_code=201)
async def correct_attendance(
    case_id: UUID,
    session_id: UUID,
    *,
    form: CorrectAttendanceForm,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put right how a session went. What stood before stays in the history."""
    command = CorrectAttendance(
        correction=CorrectionId(asked.new_id),
        corrected=told(form.went, SessionId(session_id), now=asked.at),
        reason=form.reason,
        now=asked.at,
    )
    recorded = await cases.handle(
        case_id, command, asked=asked, ids={"correction": command.correction}
    )
    return answer(recorded, created=True)


def session_of(form: PartForm, case_id: UUID, *, otherwise: UUID) -> SessionId:
    """Name the session: each client has one part of a household or group session."""
    if form.shared is not None:
        return SessionId(uuid5(form.shared, str(case_id)))
    return SessionId(form.session or otherwise)


def told(
    form: AttendedDetails | NotHeldDetails,
    session: SessionId,
    *,
    now: datetime,
    note: str | None = None,
    written_at: datetime | None = None,
    together: Together | None = None,
) -> RecordAttended | RecordNotHeld:
    """Make the command of what was told of a session."""
    match form:
        case AttendedDetails():
            return RecordAttended(
                session=session,
                kind=form.kind,
                medium=form.medium,
                place=form.place,
                attendance=form.attendance,
                started_at=form.started_at,
                duration_minutes=form.duration_minutes,
                note=note,
                now=now,
                local_place=form.local_place,
                language=form.language,
                interpreter=form.interpreter,
                written_at=written_at,
                others_present=frozenset(form.others_present),
                together=together,
            )
        case NotHeldDetails():
            return RecordNotHeld(
                session=session,
                kind=form.kind,
                medium=form.medium,
                place=form.place,
                attendance=form.attendance,
                planned_start=form.planned_start,
                note=note,
                now=now,
                written_at=written_at,
                interpreter=form.interpreter,
                together=together,
            )
