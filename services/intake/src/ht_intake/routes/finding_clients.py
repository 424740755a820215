"""Finding clients by what they carry, and saying what they are called."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictInt, model_validator

from ht_intake.domain.matching import Described
from ht_intake.finding import AT_MOST
from ht_intake.routes.forms import Code, Day, Form, Name, NhsNumber, Postcode, Telephone
from ht_intake.routes.knowing import FinderDep, eyes_of
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, ReadDep, SealingDep, allows

router = APIRouter(tags=["clients"])

_NAMES = """
SELECT client, name, called, erased_at IS NOT NULL AS erased FROM client
WHERE client = ANY ($1::uuid[]) AND programme = $2
  AND $3 <> ALL (hidden_from)
  AND (restricted_to IS NULL OR $3 = ANY (restricted_to) OR $4)
ORDER BY client
"""


class SearchForm(Form):
    """The body of POST /clients/search: never in an address.

    Whoever is found answers to most of what is told. A name may be begun (three letters), or
    mistyped, and may be what somebody is called.
    """

    name: Name | None = None
    birth_date: Day | None = None
    postcode: Postcode | None = None
    nhs_number: NhsNumber | None = None
    telephone: Telephone | None = None
    limit: Annotated[StrictInt, Field(ge=1, le=AT_MOST)] = 20

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.described() == Described():
            raise ValueError(
                "is at least one of name, birth_date, postcode, nhs_number and telephone"
            )
        return self

    def described(self) -> Described:
        """Give what is sought."""
        return Described(
            name=self.name,
            birth_date=self.birth_date,
            postcode=self.postcode,
            nhs_number=self.nhs_number,
            telephone=self.telephone,
        )


class NamesForm(Form):
    """The body of POST /clients/names. The purpose says what the names are needed for."""

    ids: Annotated[frozenset[UUID], Field(min_length=1, max_length=200)]
    purpose: Code


class ClientFound(BaseModel):
    """A client that was found, with as much as tells them from others of their name."""

    id: UUID
    name: str | None
    called: str | None
    birth_date: date | None
    postcode: str | None


class ClientsFound(BaseModel):
    """The clients that were found, the likeliest first."""

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
    finder: FinderDep,
    look: Annotated[Look, Depends(looks("client.search"))],
) -> ClientsFound:
    """Find clients of the programme by what they say of themselves, however it is typed."""
    found = await finder.search(form.described(), limit=form.limit)
    look.at(*(each.client for each in found))
    return ClientsFound(
        items=[
            ClientFound(
                id=each.client,
                name=each.described.name,
                called=each.described.called,
                birth_date=each.described.birth_date,
                postcode=each.described.postcode,
            )
            for each in found
        ]
    )


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
