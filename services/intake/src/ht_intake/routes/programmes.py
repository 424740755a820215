"""Registering the commissioned services that an organisation leads."""

from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictInt

from ht_contracts.envelope import Slug
from ht_intake.domain.programme import RegisterProgramme
from ht_intake.handling import Programmes
from ht_intake.routes.forms import Form, Months, Name
from ht_kit.audit import shows_nobody
from ht_kit.http import AnswerDep, Answered, AskedDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["registers"])

_LIST = """
SELECT programme, name, area, region, maintenance_months, caseload_cap FROM programme
WHERE $1::text IS NULL OR programme > $1 ORDER BY programme LIMIT $2
"""


class ProgrammeForm(Form):
    """The body of POST /programmes."""

    programme: Slug
    name: Name
    area: Name
    region: Name
    maintenance_months: Annotated[tuple[Months, ...], Field(min_length=1, max_length=12)]
    caseload_cap: Annotated[StrictInt, Field(ge=1, le=1000)] | None = None


class ProgrammeLine(BaseModel):
    """A line in the list of an organisation's programmes."""

    programme: Slug
    name: str
    area: str
    region: str
    maintenance_months: list[int]
    caseload_cap: int | None


@router.post(
    "/programmes", status_code=201, dependencies=[Depends(allows("programme:register"))]
)
async def register_programme(
    form: ProgrammeForm, programmes: Programmes, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Let a programme of the actor's organisation take clients."""
    command = RegisterProgramme(
        programme=form.programme,
        name=form.name,
        area=form.area,
        region=form.region,
        maintenance_months=form.maintenance_months,
        caseload_cap=form.caseload_cap,
    )
    recorded = await programmes.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.get(
    "/programmes", dependencies=[Depends(allows("programme:read")), Depends(shows_nobody)]
)
async def list_programmes(read: ReadDep, paging: PagingDep) -> Page[ProgrammeLine]:
    """List the programmes that the actor's organisation leads."""
    rows = await read.rows(_LIST, *paging.start(str), paging.limit + 1)
    return paging.page(rows, item=_line, key=lambda row: (row["programme"],))


def _line(row: asyncpg.Record) -> ProgrammeLine:
    return ProgrammeLine(
        programme=row["programme"],
        name=row["name"],
        area=row["area"],
        region=row["region"],
        maintenance_months=row["maintenance_months"],
        caseload_cap=row["caseload_cap"],
    )
