"""Finding clients by what they carry, and saying what they are called."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_intake.routes.forms import Code, Form, NhsNumber
from ht_intake.routes.knowing import eyes_of
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, ReadDep, SealingDep, allows

router = APIRouter(tags=["clients"])

_NUMBERED = """
SELECT c.client FROM client_token t JOIN client c ON c.client = t.client
WHERE t.kind = 'nhs_number' AND t.token = $1 AND c.programme = $2
  AND $3 <> ALL (c.hidden_from)
  AND (c.restricted_to IS NULL OR $3 = ANY (c.restricted_to) OR $4)
ORDER BY c.client LIMIT 200
"""
_NAMES = """
SELECT client, name, called, erased_at IS NOT NULL AS erased FROM client
WHERE client = ANY ($1::uuid[]) AND programme = $2
  AND $3 <> ALL (hidden_from)
  AND (restricted_to IS NULL OR $3 = ANY (restricted_to) OR $4)
ORDER BY client
"""


class SearchForm(Form):
    """The body of POST /clients/search: never in an address."""

    nhs_number: NhsNumber


class NamesForm(Form):
    """The body of POST /clients/names. The purpose says what the names are needed for."""

    ids: Annotated[frozenset[UUID], Field(min_length=1, max_length=200)]
    purpose: Code


class ClientFound(BaseModel):
    """A client that was found."""

    id: UUID


class ClientsFound(BaseModel):
    """The clients that were found."""

    items: list[ClientFound]


class ClientName(BaseModel):
    """What a client is called."""

    id: UUID
    name: str | None
    called: str | None
    erased: bool = False


class ClientNames(BaseModel):
    """What clients are called; whom the actor may not see is left out."""

    items: list[ClientName]


@router.post("/clients/search", dependencies=[Depends(allows("client:read"))])
async def search_clients(
    form: SearchForm,
    read: ReadDep,
    sealing: SealingDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.search"))],
) -> ClientsFound:
    """Find the clients of the programme who have an NHS number."""
    token = sealing.blind(actor.organisation, "nhs_number", form.nhs_number)
    rows = await read.rows(_NUMBERED, token, actor.programme, *eyes_of(actor))
    look.at(*(row["client"] for row in rows))
    return ClientsFound(items=[ClientFound(id=row["client"]) for row in rows])


@router.post("/clients/names", dependencies=[Depends(allows("client:read"))])
async def name_clients(
    form: NamesForm,
    read: ReadDep,
    sealing: SealingDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.names"))],
) -> ClientNames:
    """Say what clients of the programme are called."""
    rows = await read.rows(_NAMES, list(form.ids), actor.programme, *eyes_of(actor))
    look.at(*(row["client"] for row in rows), purpose=form.purpose)
    opened = await sealing.open_rows(actor.organisation, "client", map(dict, rows))
    return ClientNames(
        items=[
            ClientName(
                id=row["client"],
                name=row["name"],
                called=row["called"],
                erased=row["erased"],
            )
            for row in opened
        ]
    )
