"""How a case goes: it rests, its client stops coming, it ends, it is opened again."""

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from ht_kit.decider import Taken
from ht_kit.http import AnswerDep, Answered, AskedDep, allows, handlers_of
from ht_plans.beside_the_case import mark_what_fell_due_meanwhile
from ht_plans.domain.case.closing import PlanHasNoEnding
from ht_plans.domain.case.course_commands import (
    CloseCase,
    Disengage,
    PauseCase,
    ReopenCase,
    ResumeCase,
)
from ht_plans.domain.case.refusals import AnotherSessionThen
from ht_plans.domain.codes import Closure, ClosureDetail, PauseReason, WorkerId
from ht_plans.handling import IN_PROGRESS, Cases
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText, Instant

router = APIRouter(prefix="/cases/{case_id}", tags=["cases"])
MAY_STEER = [Depends(allows("course:write"))]


class PauseForm(Form):
    """The body of POST /cases/{id}/pause. Asked again, it moves the day of return."""

    reason: PauseReason | None = None
    expected_return_on: date | None = None
    paused_at: Instant


class ResumeForm(Form):
    """The body of POST /cases/{id}/resume."""

    resumed_at: Instant


class DisengageForm(Form):
    """The body of POST /cases/{id}/disengage."""

    disengaged_at: Instant


class CloseForm(Form):
    """The body of POST /cases/{id}/close. The conclusion is derived, and answered by a view.

    `follow_up_by` is needed where an onward referral still waits.
    """

    reason: Closure
    detail: ClosureDetail | None = None
    follow_up_by: UUID | None = None
    closed_at: Instant


class ReopenForm(Form):
    """The body of POST /cases/{id}/reopen."""

    because: Literal["came_back", "closed_by_mistake"]
    reason: FreeText | None = None
    reopened_at: Instant


@router.post("/pause", dependencies=MAY_STEER)
async def pause_case(
    case_id: UUID, form: PauseForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Let the case rest. More than twelve weeks is for a senior to decide."""
    command = PauseCase(
        reason=form.reason,
        expected_return_on=form.expected_return_on,
        by_senior=asked.actor.has("senior"),
        paused_at=form.paused_at,
        now=asked.at,
    )
    return answer(await cases.handle(case_id, command, asked=asked))


@router.post("/resume", dependencies=MAY_STEER)
async def resume_case(
    case_id: UUID, form: ResumeForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Go on after a pause."""
    command = ResumeCase(resumed_at=form.resumed_at, now=asked.at)
    return answer(await cases.handle(case_id, command, asked=asked))


@router.post("/disengage", dependencies=MAY_STEER)
async def disengage(
    case_id: UUID, form: DisengageForm, cases: Cases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say that the client has stopped coming. A session that is held ends that."""
    command = Disengage(disengaged_at=form.disengaged_at, now=asked.at)
    return answer(await cases.handle(case_id, command, asked=asked))


@router.post("/close", dependencies=MAY_STEER)
async def close_case(
    case_id: UUID,
    *,
    form: CloseForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """End the case."""
    programme = await facts.programme()
    command = CloseCase(
        reason=form.reason,
        detail=form.detail,
        plans=await facts.plans(case_id),
        checks_expected=bool(programme.maintenance_months),
        pending_referrals=await facts.pending_referrals(case_id),
        follow_up_by=None if form.follow_up_by is None else WorkerId(form.follow_up_by),
        closed_at=form.closed_at,
        now=asked.at,
    )
    try:
        recorded = await cases.handle(case_id, command, asked=asked)
    except Taken as taken:
        if taken.kind == IN_PROGRESS:  # somebody drafted a plan at this very moment
            raise PlanHasNoEnding from taken
        raise
    return answer(recorded)


@router.post("/reopen", dependencies=[Depends(allows("case:reopen"))])
async def reopen_case(
    case_id: UUID,
    *,
    form: ReopenForm,
    cases: Cases,
    request: Request,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Open a case again that ended, up to twelve months later."""
    command = ReopenCase(
        because=form.because,
        reason=form.reason,
        reopened_at=form.reopened_at,
        now=asked.at,
    )
    try:
        recorded = await cases.handle(case_id, command, asked=asked)
    except Taken as taken:  # what was booked here was given to somebody else meanwhile
        raise AnotherSessionThen from taken
    await mark_what_fell_due_meanwhile(handlers_of(request), case_id, asked)
    return answer(recorded)
