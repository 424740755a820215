"""Registering clients, and showing the people who support them what they said."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import model_validator

from ht_contracts.codes import Employment, Ethnicity, Gender
from ht_intake.domain.client.commands import RegisterClient
from ht_intake.domain.codes import HowReached, NhsNumberAbsent
from ht_intake.domain.matching import Described, described
from ht_intake.handling import Clients
from ht_intake.routes.client_details import ClientDetails, details_of
from ht_intake.routes.forms import (
    BirthForm,
    Email,
    GpForm,
    Instant,
    Name,
    NhsNumber,
    Telephone,
    programme_of,
)
from ht_intake.routes.knowing import FinderDep
from ht_intake.routes.places import PlaceForm, PlacesDep
from ht_kit.audit import Look, looks
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    allows,
)

router = APIRouter(tags=["clients"])


class ClientForm(PlaceForm):
    """The body of POST /clients: a name and how to reach them; all else when it is asked."""

    registered_at: Instant
    name: Name | None = None
    called: Name | None = None
    how_reached: HowReached
    reached_through: Name | None = None
    telephone: Telephone | None = None
    email: Email | None = None
    birth: BirthForm | None = None
    nhs_number: NhsNumber | None = None
    nhs_number_absent: NhsNumberAbsent | None = None
    gender: Gender = "not_asked"
    ethnicity: Ethnicity = "not_asked"
    gp: GpForm = GpForm(status="not_asked")
    employment: Employment = "not_asked"

    @model_validator(mode="after")
    def _a_number_or_a_reason(self) -> Self:
        if self.nhs_number is not None and self.nhs_number_absent is not None:
            raise ValueError("an NHS number is given, or the reason why there is none")
        return self

    def described(self) -> Described:
        """Give what says who they are."""
        return Described(
            name=self.name,
            called=self.called,
            birth_date=self.birth.date if self.birth else None,
            postcode=self.postcode,
            nhs_number=self.nhs_number,
            telephone=self.telephone,
        )


@router.post("/clients", status_code=201, dependencies=[Depends(allows("client:register"))])
async def register_client(
    *,
    form: ClientForm,
    clients: Clients,
    finder: FinderDep,
    places: PlacesDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take somebody on as a client.

    Where they may be somebody whom we know already they are registered all the same, and a
    person decides later whether the two are one.
    """
    alike = bool(await finder.matches(form.described()))
    command = RegisterClient(
        client=asked.new_id,
        programme=programme_of(asked.actor),
        registered_at=form.registered_at,
        asked_at=asked.at,
        name=form.name,
        called=form.called,
        birth=form.birth.told() if form.birth else "not_asked",
        nhs_number=form.nhs_number,
        nhs_number_absent=form.nhs_number_absent,
        possible_same_person=alike,
        gender=form.gender,
        ethnicity=form.ethnicity,
        gp=form.gp.told(),
        employment=form.employment,
        area=await places.area_of(form),
        address=form.address,
        how_reached=form.how_reached,
        reached_through=form.reached_through,
        telephone=form.telephone,
        email=form.email,
    )
    recorded = await clients.create(asked.new_id, command, asked=asked)
    if recorded.repeated:  # the client that the first asking made, not this lookup, says it
        client, _ = await clients.read(recorded.id, actor=asked.actor)
        alike = client.registered is not None and client.registered.possible_same_person
    return answer(recorded, created=True, more={"possible_same_person": alike})


@router.get("/clients/{client_id}", dependencies=[Depends(allows("client:read"))])
async def show_client(
    client_id: UUID,
    clients: Clients,
    finder: FinderDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.view"))],
) -> ClientDetails:
    """Show a client to the people of their programme.

    Whether they may be somebody else whom we know is said of whom the actor may see, until a
    person has said what the two are.
    """
    client, version = await clients.read(client_id, actor=actor)
    look.at(client_id)
    details = details_of(client, version)
    if client.registered is None or details.erased:
        return details
    possible = await finder.possible(
        described(client.registered), client_id, marked=details.possible_same_person
    )
    return details.model_copy(update={"possible_same_person": possible})
