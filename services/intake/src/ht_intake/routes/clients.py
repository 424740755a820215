"""Registering clients, and showing the people who support them what they said."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import StrictBool, model_validator

from ht_contracts.codes import Employment, Ethnicity, Gender
from ht_intake.domain.client.commands import Area, RegisterClient
from ht_intake.domain.codes import HowReached, NhsNumberAbsent
from ht_intake.handling import Clients
from ht_intake.refdata.lookup import EditionNotLoaded, area_of
from ht_intake.routes.client_details import ClientDetails, details_of
from ht_intake.routes.edition import EditionDep
from ht_intake.routes.forms import (
    BirthForm,
    Form,
    GpForm,
    Instant,
    Name,
    NhsNumber,
    Postcode,
    Telephone,
    programme_of,
)
from ht_kit.audit import Look, looks
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    ReadDep,
    SealingDep,
    allows,
)
from ht_kit.problems import unavailable

router = APIRouter(tags=["clients"])

_KNOWN_HERE = "SELECT 1 FROM client_token WHERE kind = 'nhs_number' AND token = $1 LIMIT 1"


class ClientForm(Form):
    """The body of POST /clients."""

    registered_at: Instant
    name: Name | None = None
    called: Name | None = None
    birth: BirthForm
    nhs_number: NhsNumber | None = None
    nhs_number_absent: NhsNumberAbsent | None = None
    gender: Gender
    ethnicity: Ethnicity
    gp: GpForm
    employment: Employment
    postcode: Postcode | None = None
    postcode_declined: StrictBool = False
    no_fixed_abode: StrictBool = False
    telephone: Telephone | None = None
    how_reached: HowReached
    reached_through: Name | None = None

    @model_validator(mode="after")
    def _one_answer_each(self) -> Self:
        if self.nhs_number is not None and self.nhs_number_absent is not None:
            raise ValueError("an NHS number is given, or the reason why there is none")
        where = [self.postcode is not None, self.postcode_declined, self.no_fixed_abode]
        if where.count(True) != 1:
            raise ValueError("is one of postcode, postcode_declined and no_fixed_abode")
        return self

    @property
    def why_no_nhs_number(self) -> NhsNumberAbsent | None:
        """Say why there is no NHS number: a blank is never an answer."""
        if self.nhs_number is not None:
            return None
        return self.nhs_number_absent or "not_asked"


@router.post("/clients", status_code=201, dependencies=[Depends(allows("client:register"))])
async def register_client(
    *,
    form: ClientForm,
    clients: Clients,
    read: ReadDep,
    sealing: SealingDep,
    edition: EditionDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take somebody on as a client.

    Where their NHS number is held in this organisation already they are registered all the
    same, and a person decides later whether the two are one.
    """
    known_here = False
    if form.nhs_number is not None:
        token = sealing.blind(asked.actor.organisation, "nhs_number", form.nhs_number)
        known_here = await read.row(_KNOWN_HERE, token) is not None
    command = RegisterClient(
        client=asked.new_id,
        programme=programme_of(asked.actor),
        registered_at=form.registered_at,
        asked_at=asked.at,
        name=form.name,
        called=form.called,
        birth=form.birth.told(),
        nhs_number=form.nhs_number,
        nhs_number_absent=form.why_no_nhs_number,
        nhs_number_known_here=known_here,
        gender=form.gender,
        ethnicity=form.ethnicity,
        gp=form.gp.told(),
        employment=form.employment,
        area=await _area(form, read, edition),
        how_reached=form.how_reached,
        reached_through=form.reached_through,
        telephone=form.telephone,
    )
    recorded = await clients.create(asked.new_id, command, asked=asked)
    if recorded.repeated:  # the client that the first asking made, not this lookup, says it
        client, _ = await clients.read(recorded.id, actor=asked.actor)
        known_here = client.registered is not None and client.registered.possible_same_person
    return answer(recorded, created=True, more={"possible_same_person": known_here})


async def _area(form: ClientForm, read: ReadDep, edition: str) -> Area:
    if form.postcode is not None:
        try:
            return await area_of(read, form.postcode, edition=edition)
        except EditionNotLoaded as missing:
            raise unavailable("reference-data-missing", missing.__doc__ or "") from None
    return Area(unresolved="declined" if form.postcode_declined else "no_fixed_abode")


@router.get("/clients/{client_id}", dependencies=[Depends(allows("client:read"))])
async def show_client(
    client_id: UUID,
    clients: Clients,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.view"))],
) -> ClientDetails:
    """Show a client to the people of their programme."""
    client, version = await clients.read(client_id, actor=actor)
    look.at(client_id)
    return details_of(client, version)
