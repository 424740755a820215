"""The way into work: begun, stood, rated, taken up, asked about later, and closed."""

from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.decider import Taken
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_plans.domain.codes import CaseId
from ht_plans.domain.work.codes import EmploymentPathwayId, ProgressId
from ht_plans.domain.work.commands import (
    BeginEmploymentPathway,
    CheckSustainedWork,
    CloseEmploymentPathway,
    ReadDistance,
    RecordEmploymentStatus,
    RecordProgress,
)
from ht_plans.domain.work.refusals import EmploymentPathwayInProgress
from ht_plans.handling import Cases, IntoWork
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Day
from ht_plans.routes.workforms import (
    BeginEmploymentForm,
    CloseEmploymentForm,
    DistanceForm,
    EmploymentStatusForm,
    ProgressForm,
    SustainedForm,
    circumstances_of,
)
from ht_plans.routes.workviews import EmploymentPathwayView, view_of_pathway

router = APIRouter(tags=["way into work"])
MAY_READ = [Depends(allows("employment:read"))]
MAY_WRITE = [Depends(allows("employment:write"))]

# Nobody is asked who no longer takes part, has died, or whose case has ended otherwise.
_LIST = """
SELECT checks.* FROM sustained_checks AS checks
JOIN cases ON cases.case_id = checks.case_id
WHERE checks.programme = $1 AND cases.withdrawn_at IS NULL
  AND cases.closed_at IS NULL AND checks.result IS NULL AND NOT checks.over
  AND ($2::date IS NULL OR checks.due_on < $2)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = checks.client
                    AND known_conflicts.worker = $3)
  AND ($4::date IS NULL
       OR (checks.due_on, checks.progress, checks.weeks) > ($4, $5::uuid, $6::integer))
ORDER BY checks.due_on, checks.progress, checks.weeks LIMIT $7
"""
_OF_CASE = """
SELECT pathway_id FROM employment_pathways WHERE case_id = $1 AND programme = $2
ORDER BY begun_on, pathway_id LIMIT 200
"""


class SustainedLine(BaseModel):
    """One question, whether work has lasted, that is still to ask."""

    pathway: UUID
    case: UUID
    client: UUID
    progress: UUID
    weeks: int
    due_on: date
    fell_due: bool


@router.post("/cases/{case_id}/employment", status_code=201, dependencies=MAY_WRITE)
async def begin_employment_pathway(
    case_id: UUID,
    *,
    form: BeginEmploymentForm,
    cases: Cases,
    into_work: IntoWork,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Begin the way into work, beside whatever plan the case has."""
    case, _ = await cases.read(case_id, actor=asked.actor)
    opened, offer = case.open(), await facts.offer()
    command = BeginEmploymentPathway(
        pathway=EmploymentPathwayId(asked.new_id),
        case=CaseId(case_id),
        client=opened.client,
        programme=opened.programme,
        offered=offer.employment,
        support_has_ended=case.withdrawn_at is not None,
        domains=offer.domains,
        threshold=offer.threshold,
        full_hours=offer.full_hours,
        referred_by=form.referred_by,
        agreed=form.agreed,
        mandated=form.mandated,
        status=form.status,
        circumstances=circumstances_of(form),
        begun_on=form.begun_on,
        now=asked.at,
        closed_on=case.closed_on,
    )
    try:
        recorded = await into_work.create(asked.new_id, command, asked=asked)
    except Taken:
        raise EmploymentPathwayInProgress from None
    return answer(recorded, created=True)


@router.get("/cases/{case_id}/employment", dependencies=MAY_READ)
async def list_employment_of_case(
    case_id: UUID,
    *,
    cases: Cases,
    into_work: IntoWork,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("employment.view"))],
) -> list[EmploymentPathwayView]:
    """Show the ways into work of a case, each with how far the client has come."""
    case, _ = await cases.read(case_id, actor=actor)
    look.at(case.open().client)
    rows = await read.rows(_OF_CASE, case_id, actor.programme)
    return [
        view_of_pathway(row["pathway_id"], await into_work.show(row["pathway_id"], actor=actor))
        for row in rows
    ]


@router.get("/employment/sustained", dependencies=MAY_READ)
async def list_sustained_checks(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("employment.list"))],
    due_before: Annotated[Day | None, Query()] = None,
) -> Page[SustainedLine]:
    """List whom to ask whether work has lasted, the earliest first."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        due_before,
        actor.worker,
        *paging.start(date.fromisoformat, UUID, int),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows, item=_line, key=lambda row: (row["due_on"], row["progress"], row["weeks"])
    )


@router.post("/employment/{pathway_id}/statuses", dependencies=MAY_WRITE)
async def record_employment_status(
    pathway_id: UUID,
    form: EmploymentStatusForm,
    into_work: IntoWork,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Add how the client stands towards work now. What was recorded before stays."""
    command = RecordEmploymentStatus(
        status=form.status,
        circumstances=circumstances_of(form),
        recorded_on=form.recorded_on,
        now=asked.at,
    )
    return answer(await into_work.handle(pathway_id, command, asked=asked))


@router.post("/employment/{pathway_id}/readings", dependencies=MAY_WRITE)
async def read_distance(
    pathway_id: UUID,
    form: DistanceForm,
    into_work: IntoWork,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Keep where the client says they stand. The first reading is the baseline."""
    command = ReadDistance(ratings=form.ratings, read_on=form.read_on, now=asked.at)
    return answer(await into_work.handle(pathway_id, command, asked=asked))


@router.post("/employment/{pathway_id}/progress", status_code=201, dependencies=MAY_WRITE)
async def record_progress(
    pathway_id: UUID,
    form: ProgressForm,
    into_work: IntoWork,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note what the client took up: training, volunteering, paid work, looking for work."""
    command = RecordProgress(
        progress=ProgressId(asked.new_id),
        kind=form.kind,
        weekly_hours=form.weekly_hours,
        taken_up_on=form.taken_up_on,
        now=asked.at,
    )
    recorded = await into_work.handle(
        pathway_id, command, asked=asked, ids={"progress": command.progress}
    )
    return answer(recorded, created=True)


@router.post("/employment/{pathway_id}/progress/{progress}/sustained", dependencies=MAY_WRITE)
async def check_sustained_work(
    pathway_id: UUID,
    progress: UUID,
    *,
    form: SustainedForm,
    into_work: IntoWork,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say whether paid work has lasted 13 or 26 weeks."""
    command = CheckSustainedWork(
        progress=ProgressId(progress),
        weeks=form.weeks,
        result=form.result,
        checked_on=form.checked_on,
        now=asked.at,
    )
    return answer(await into_work.handle(pathway_id, command, asked=asked))


@router.post("/employment/{pathway_id}/close", dependencies=MAY_WRITE)
async def close_employment_pathway(
    pathway_id: UUID,
    form: CloseEmploymentForm,
    into_work: IntoWork,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """End the way into work, with how the client stands now."""
    command = CloseEmploymentPathway(
        reason=form.reason,
        status=form.status,
        circumstances=circumstances_of(form),
        closed_on=form.closed_on,
        now=asked.at,
    )
    return answer(await into_work.handle(pathway_id, command, asked=asked))


def _line(row: asyncpg.Record) -> SustainedLine:
    return SustainedLine(
        pathway=row["pathway_id"],
        case=row["case_id"],
        client=row["client"],
        progress=row["progress"],
        weeks=row["weeks"],
        due_on=row["due_on"],
        fell_due=row["fell_due"],
    )
