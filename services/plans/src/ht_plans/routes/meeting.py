"""Sessions: arranged and moved, and what is added to them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from ht_kit.clock import london_day
from ht_kit.decider import Taken
from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.allowance import over_allowance
from ht_plans.domain.case.commands import (
    AmendNote,
    BookSession,
    RecordTechniques,
    RescheduleSession,
)
from ht_plans.domain.case.refusals import AnotherSessionThen, WorkerBusyThen
from ht_plans.domain.codes import (
    AskedBy,
    Interpreter,
    LocalPlace,
    Medium,
    Place,
    SessionId,
    SessionType,
    WorkerId,
)
from ht_plans.handling import CLIENT_BUSY, WORKER_BUSY, Cases
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText, Instant, Language, Minutes
from ht_plans.routes.sessionviews import interpreter_missing

router = APIRouter(
    prefix="/cases/{case_id}",
    tags=["sessions"],
    dependencies=[Depends(allows("session:write"))],
)


class BookSessionForm(Form):
    """The body of POST /cases/{id}/bookings. Without `worker` it is the client's trainer."""

    kind: SessionType
    medium: Medium
    place: Place | None = None
    local_place: LocalPlace | None = None
    planned_start: Instant
    minutes: Minutes | None = None
    worker: UUID | None = None
    language: Language | None = None
    interpreter: Interpreter | None = None


class RescheduleForm(Form):
    """The body of POST /cases/{id}/bookings/{session}/reschedule."""

    planned_start: Instant
    minutes: Minutes | None = None
    asked_by: AskedBy


class AmendNoteForm(Form):
    """The body of POST /cases/{id}/sessions/{session}/note."""

    note: FreeText
    reason: FreeText


class TechniquesForm(Form):
    """The body of POST /cases/{id}/sessions/{session}/techniques: all that were used."""

    techniques: frozenset[Annotated[str, StringConstraints(max_length=5)]]


@router.post("/bookings", status_code=201)
async def book_session(
    case_id: UUID,
    *,
    form: BookSessionForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Arrange to meet or speak.

    The answer warns where an interpreter seems to be missing, and where the sessions that the
    contract of the day allows a client, or else the programme's offer, are used up. It stops
    nothing.
    """
    command = BookSession(
        session=SessionId(asked.new_id),
        kind=form.kind,
        medium=form.medium,
        place=form.place,
        planned_start=form.planned_start,
        minutes=form.minutes,
        worker=None if form.worker is None else WorkerId(form.worker),
        local_place=form.local_place,
        language=form.language,
        interpreter=form.interpreter,
        too_close=await facts.who_is_too_close(case_id),
    )
    with saying_who_is_busy():
        recorded = await cases.handle(
            case_id, command, asked=asked, ids={"session": command.session}
        )
    missing = interpreter_missing(form.language, form.interpreter)
    warnings = ["interpreter-not-requested"] if missing else []
    day = london_day(form.planned_start)
    if (allowance := await facts.session_allowance(on=day)) is not None:
        case, _ = await cases.read(case_id, actor=asked.actor)
        warnings += ["session-allowance-used"] if over_allowance(case, allowance) else []
    return answer(recorded, created=True, more={"warnings": warnings})


@router.post("/bookings/{session_id}/reschedule")
async def reschedule_session(
    case_id: UUID,
    session_id: UUID,
    *,
    form: RescheduleForm,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Move what was arranged. When it was to be before stays in the history."""
    command = RescheduleSession(
        session=SessionId(session_id),
        planned_start=form.planned_start,
        minutes=form.minutes,
        asked_by=form.asked_by,
        now=asked.at,
    )
    with saying_who_is_busy():
        return answer(await cases.handle(case_id, command, asked=asked))


@router.post("/sessions/{session_id}/note")
async def amend_note(
    case_id: UUID,
    session_id: UUID,
    *,
    form: AmendNoteForm,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put right what was written about a session. The earlier words stay in the history."""
    command = AmendNote(
        session=SessionId(session_id), note=form.note, reason=form.reason, now=asked.at
    )
    return answer(await cases.handle(case_id, command, asked=asked))


@router.post("/sessions/{session_id}/techniques")
async def record_techniques(
    case_id: UUID,
    session_id: UUID,
    *,
    form: TechniquesForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say which techniques a session used, where the programme records them."""
    command = RecordTechniques(
        session=SessionId(session_id),
        techniques=form.techniques,
        recorded_here=(await facts.recording()).techniques,
        now=asked.at,
    )
    return answer(await cases.handle(case_id, command, asked=asked))


@contextmanager
def saying_who_is_busy() -> Iterator[None]:
    """Say in our own words whose time it was that is held by another case."""
    try:
        yield
    except Taken as taken:
        if taken.kind == CLIENT_BUSY:
            raise AnotherSessionThen from taken
        if taken.kind == WORKER_BUSY:
            raise WorkerBusyThen from taken
        raise
