"""Registering the legal bodies that take part."""

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_contracts.codes import OrganisationKind
from ht_contracts.envelope import Slug
from ht_intake.domain.organisation import RegisterOrganisation
from ht_intake.handling import Organisations
from ht_intake.routes.forms import Form, Name
from ht_kit.audit import shows_nobody
from ht_kit.http import AnswerDep, Answered, AskedDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["registers"])

_LIST = """
SELECT slug, name, kind FROM organisation
WHERE $1::text IS NULL OR slug > $1 ORDER BY slug LIMIT $2
"""


class OrganisationForm(Form):
    """The body of POST /organisations."""

    organisation: Slug
    name: Name
    kind: OrganisationKind


class OrganisationLine(BaseModel):
    """A line in the list of organisations."""

    organisation: Slug
    name: str
    kind: OrganisationKind


@router.post(
    "/organisations", status_code=201, dependencies=[Depends(allows("organisation:register"))]
)
async def register_organisation(
    form: OrganisationForm, organisations: Organisations, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Let a legal body take part in this installation."""
    command = RegisterOrganisation(
        organisation=form.organisation, name=form.name, kind=form.kind
    )
    recorded = await organisations.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.get(
    "/organisations", dependencies=[Depends(allows("organisation:read")), Depends(shows_nobody)]
)
async def list_organisations(read: ReadDep, paging: PagingDep) -> Page[OrganisationLine]:
    """List the organisations of this installation."""
    rows = await read.rows(_LIST, *paging.start(str), paging.limit + 1)
    return paging.page(rows, item=_line, key=lambda row: (row["slug"],))


def _line(row: asyncpg.Record) -> OrganisationLine:
    return OrganisationLine(organisation=row["slug"], name=row["name"], kind=row["kind"])
