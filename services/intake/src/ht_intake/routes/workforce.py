"""The register of workers in full: terms, background, secondments, steps, and where they go."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from ht_contracts.codes import (
    Accreditation,
    ApplicantRoute,
    Employment,
    LeavingDestination,
    LendingKind,
    PayBand,
    ProgressionStep,
    RecruitedLocally,
    StaffGroup,
    Unresolved,
)
from ht_contracts.envelope import Slug
from ht_intake.domain.worker.background import EngageWorker, RecordBackground, RecordInduction
from ht_intake.domain.worker.leaving import LeaveService, RecordProgression, ReturnToService
from ht_intake.domain.worker.lending import EndLending, Lending, LendWorker
from ht_intake.domain.worker.worker import Worker
from ht_intake.handling import Workers
from ht_intake.routes.forms import Day, Form, Instant
from ht_intake.routes.places import PlacesDep, PostcodeForm
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(tags=["registers"])

_WRITES = [Depends(allows("worker:write"))]
_ORGANISATION = "SELECT 1 FROM organisation WHERE slug = $1"
Share = Annotated[str, StringConstraints(pattern=r"^(0\.[0-9]{1,2}|1(\.0{1,2})?)$")]


class BackgroundForm(PostcodeForm):
    """The body of POST /workers/{worker_id}/background."""

    recruited_locally: RecruitedLocally = "not_asked"
    employment_before: Employment = "not_asked"
    route: ApplicantRoute = "not_asked"
    recorded_at: Instant


class EngagementForm(Form):
    """The body of POST /workers/{worker_id}/engagement. `wte` is a share of full time."""

    from_on: Day
    wte: Share
    paid: StrictBool
    band: PayBand | None = None
    staff_group: StaffGroup | None = None


class InductionForm(Form):
    """The body of POST /workers/{worker_id}/induction."""

    began_on: Day
    completed_on: Day | None = None
    days_a_week: Annotated[StrictInt, Field(ge=1, le=7)] | None = None


class LendingForm(Form):
    """The body of POST /workers/{worker_id}/lendings: to which organisation, and until when."""

    kind: LendingKind
    host: Slug
    from_on: Day
    to_on: Day | None = None


class LastDayForm(Form):
    """The body of POST /workers/{worker_id}/lendings/{lending}/end: the last day."""

    on: Day


class ProgressionForm(Form):
    """The body of POST /workers/{worker_id}/progression."""

    step: ProgressionStep
    on: Day


class LeavingForm(Form):
    """The body of POST /workers/{worker_id}/leave: the first day on which they are gone."""

    on: Day
    destination: LeavingDestination


class ReturnForm(Form):
    """The body of POST /workers/{worker_id}/return."""

    on: Day


class AccreditationShown(BaseModel):
    """What a worker may do by their training, and until when."""

    model_config = ConfigDict(from_attributes=True)

    accreditation: Accreditation
    on: date
    expires_on: date | None


class BackgroundShown(BaseModel):
    """Where a worker came from. Their postcode is for no screen."""

    model_config = ConfigDict(from_attributes=True)

    ward: str | None
    local_authority: str | None
    decile: int | None
    quintile: int | None
    deprivation_edition: str | None
    unresolved: Unresolved | None
    recruited_locally: RecruitedLocally
    employment_before: Employment
    route: ApplicantRoute
    recorded_at: datetime


class EngagementShown(BaseModel):
    """On what terms a worker works from a day on."""

    model_config = ConfigDict(from_attributes=True)

    from_on: date
    wte: Decimal
    paid: bool
    band: PayBand | None
    staff_group: StaffGroup | None


class InductionShown(BaseModel):
    """An induction, as far as it has come."""

    model_config = ConfigDict(from_attributes=True)

    began_on: date
    completed_on: date | None
    days_a_week: int | None


class LendingShown(BaseModel):
    """A secondment or honorary contract. Without a last day it goes on."""

    lending: UUID
    kind: LendingKind
    host: Slug
    from_on: date
    last_on: date | None


class StepShown(BaseModel):
    """A step in a worker's working life."""

    model_config = ConfigDict(from_attributes=True)

    step: ProgressionStep
    on: date


class WorkerRecord(BaseModel):
    """What the register has of a worker."""

    id: UUID
    version: int
    employer: Slug
    accreditations: list[AccreditationShown]
    background: BackgroundShown | None
    engagements: list[EngagementShown]
    induction: InductionShown | None
    lendings: list[LendingShown]
    progression: list[StepShown]
    left_on: date | None
    destination: LeavingDestination | None


@router.post("/workers/{worker_id}/background", dependencies=_WRITES)
async def record_background(
    *,
    worker_id: UUID,
    form: BackgroundForm,
    workers: Workers,
    places: PlacesDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note where a worker came from: of their home, only its quintile leaves here."""
    command = RecordBackground(
        area=await places.area_of(form),
        recruited_locally=form.recruited_locally,
        employment_before=form.employment_before,
        route=form.route,
        recorded_at=form.recorded_at,
        asked_at=asked.at,
    )
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/engagement", dependencies=_WRITES)
async def engage_worker(
    worker_id: UUID, form: EngagementForm, workers: Workers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note on what terms a worker works from a day on."""
    command = EngageWorker(
        from_on=form.from_on,
        wte=Decimal(form.wte),
        paid=form.paid,
        band=form.band,
        staff_group=form.staff_group,
    )
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/induction", dependencies=_WRITES)
async def record_induction(
    worker_id: UUID, form: InductionForm, workers: Workers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note a worker's induction, as far as it has come."""
    command = RecordInduction(
        began_on=form.began_on, completed_on=form.completed_on, days_a_week=form.days_a_week
    )
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/lendings", status_code=201, dependencies=_WRITES)
async def lend_worker(
    *,
    worker_id: UUID,
    form: LendingForm,
    workers: Workers,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Let a worker act for another organisation, by a secondment or an honorary contract."""
    own = form.host == asked.actor.organisation
    command = LendWorker(
        lending=asked.new_id,
        kind=form.kind,
        host=form.host,
        host_known=own or await read.row(_ORGANISATION, form.host) is not None,
        from_on=form.from_on,
        to_on=form.to_on,
    )
    recorded = await workers.handle(
        worker_id, command, asked=asked, ids={"lending": asked.new_id}
    )
    return answer(recorded, created=True)


@router.post("/workers/{worker_id}/lendings/{lending}/end", dependencies=_WRITES)
async def end_lending(
    *,
    worker_id: UUID,
    lending: UUID,
    form: LastDayForm,
    workers: Workers,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say which is the last day on which a worker acts for the other organisation."""
    command = EndLending(lending=lending, on=form.on)
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/progression", dependencies=_WRITES)
async def record_progression(
    worker_id: UUID, form: ProgressionForm, workers: Workers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note a step in a worker's working life."""
    command = RecordProgression(step=form.step, on=form.on, asked_at=asked.at)
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/leave", dependencies=_WRITES)
async def leave_service(
    worker_id: UUID, form: LeavingForm, workers: Workers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that a worker leaves, and where they go. Their roles end with that day."""
    command = LeaveService(on=form.on, destination=form.destination)
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.post("/workers/{worker_id}/return", dependencies=_WRITES)
async def return_to_service(
    worker_id: UUID, form: ReturnForm, workers: Workers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that a worker who had left is back. Roles are given anew."""
    command = ReturnToService(on=form.on)
    return answer(await workers.handle(worker_id, command, asked=asked))


@router.get("/workers/{worker_id}", dependencies=[Depends(allows("worker-record:read"))])
async def show_worker(
    worker_id: UUID,
    workers: Workers,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("worker.view"))],
) -> WorkerRecord:
    """Show what the register has of a worker whom the actor's organisation registered."""
    worker, version = await workers.read(worker_id, actor=actor)
    look.at()
    return _record_of(worker, version)


def _record_of(worker: Worker, version: int) -> WorkerRecord:
    known = worker.background
    return WorkerRecord(
        id=worker.id,
        version=version,
        employer=worker.employer or "",
        accreditations=[
            AccreditationShown.model_validate(each)
            for each in sorted(worker.accreditations, key=lambda each: each.on)
        ],
        background=BackgroundShown.model_validate(known) if known else None,
        engagements=[
            EngagementShown.model_validate(worker.engagements[day])
            for day in sorted(worker.engagements)
        ],
        induction=InductionShown.model_validate(worker.inducted) if worker.inducted else None,
        lendings=[_lending(each) for each in worker.lendings.values()],
        progression=[
            StepShown.model_validate(each)
            for each in sorted(worker.progressed, key=lambda each: each.on)
        ],
        left_on=worker.left.left_on if worker.left else None,
        destination=worker.left.destination if worker.left else None,
    )


def _lending(each: Lending) -> LendingShown:
    return LendingShown(
        lending=each.lent.lending,
        kind=each.lent.kind,
        host=each.lent.host,
        from_on=each.lent.from_on,
        last_on=each.last_on,
    )
