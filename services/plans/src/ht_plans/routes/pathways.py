"""Which pathways a case is on: taken, with a day that will not wait, and left."""

from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
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
from ht_plans.domain.pathway.codes import AgeGroup, CarePathway, ChildConsent
from ht_plans.domain.pathway.commands import LeavePathway, MoveHardDate, TakePathway
from ht_plans.handling import Cases, Pathways, pathways_id
from ht_plans.routes.beside_case import AboutDep, about_case
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Day, Form
from ht_plans.routes.pathwayviews import PathwaysView, view_of_pathways

router = APIRouter(tags=["pathways"])
MAY_READ = [Depends(allows("pathway:read"))]
MAY_WRITE = [Depends(allows("pathway:write"))]
OF_A_CASE = [*MAY_WRITE, Depends(about_case)]

_LIST = """
SELECT case_pathways.*, cases.trainer
FROM case_pathways JOIN cases ON cases.case_id = case_pathways.case_id
WHERE case_pathways.programme = $1 AND case_pathways.followed AND cases.withdrawn_at IS NULL
  AND cases.closed_at IS NULL AND case_pathways.hard_date IS NOT NULL
  AND ($2::date IS NULL OR case_pathways.hard_date < $2)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = case_pathways.client
                    AND known_conflicts.worker = $3)
  AND ($4::date IS NULL OR (case_pathways.hard_date, case_pathways.case_id) > ($4, $5::uuid))
ORDER BY case_pathways.hard_date, case_pathways.case_id LIMIT $6
"""


class TakePathwayForm(Form):
    """The body of POST /cases/{id}/pathways. Under 16, `consent` says who decided."""

    pathway: CarePathway
    age_group: AgeGroup
    consent: ChildConsent | None = None
    hard_date: Day | None = None


class HardDateForm(Form):
    """The body of POST /cases/{id}/pathways/{pathway}/hard-date."""

    hard_date: Day


class HardDateLine(BaseModel):
    """A case with a day that will not wait."""

    case: UUID
    client: UUID
    trainer: UUID | None
    pathway: str
    hard_date: date


@router.post("/cases/{case_id}/pathways", status_code=201, dependencies=MAY_WRITE)
async def take_pathway(
    case_id: UUID,
    *,
    form: TakePathwayForm,
    about: AboutDep,
    pathways: Pathways,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put the case on a pathway that the programme offers."""
    command = TakePathway(
        about=about,
        pathway=form.pathway,
        offered=frozenset((await facts.offer()).pathways),
        age_group=form.age_group,
        consent=form.consent,
        hard_date=form.hard_date,
        now=asked.at,
    )
    recorded = await pathways.create(pathways_id(case_id), command, asked=asked)
    return answer(recorded, created=True)


@router.get("/cases/{case_id}/pathways", dependencies=MAY_READ)
async def read_pathways(
    case_id: UUID,
    *,
    cases: Cases,
    pathways: Pathways,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("pathway.view"))],
) -> PathwaysView:
    """Show the pathways of a case, and what somebody else measured, as it came."""
    case, _ = await cases.read(case_id, actor=actor)
    look.at(case.open().client)
    try:
        shown = await pathways.show(pathways_id(case_id), actor=actor)
    except NoSuchThing:
        return PathwaysView()
    return view_of_pathways(shown)


@router.get("/pathways/hard-dates", dependencies=MAY_READ)
async def list_hard_dates(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("pathway.list"))],
    before: Annotated[Day | None, Query()] = None,
) -> Page[HardDateLine]:
    """List the programme's cases with a day that will not wait, the next one first."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        before,
        actor.worker,
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["hard_date"], row["case_id"]))


@router.post("/cases/{case_id}/pathways/{pathway}/hard-date", dependencies=OF_A_CASE)
async def move_hard_date(
    case_id: UUID,
    pathway: CarePathway,
    *,
    form: HardDateForm,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Have the day that will not wait be another one."""
    command = MoveHardDate(pathway=pathway, hard_date=form.hard_date, now=asked.at)
    return answer(await pathways.create(pathways_id(case_id), command, asked=asked))


@router.post("/cases/{case_id}/pathways/{pathway}/leave", dependencies=OF_A_CASE)
async def leave_pathway(
    case_id: UUID,
    pathway: CarePathway,
    *,
    pathways: Pathways,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take the case off a pathway."""
    command = LeavePathway(pathway=pathway, now=asked.at)
    return answer(await pathways.create(pathways_id(case_id), command, asked=asked))


def _line(row: asyncpg.Record) -> HardDateLine:
    return HardDateLine(
        case=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        pathway=row["pathway"],
        hard_date=row["hard_date"],
    )
