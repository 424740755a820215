"""What a client has said, as the people of their programme see it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from ht_contracts.codes import (
    AgeBand,
    Channel,
    ConsentForm,
    Employment,
    Ethnicity,
    Gender,
    GpStatus,
    Unresolved,
)
from ht_intake.domain.client.agreement import is_live
from ht_intake.domain.client.events import ClientRegistered
from ht_intake.domain.client.state import Client
from ht_intake.domain.codes import HowReached, NhsNumberAbsent, NhsNumberStatus
from ht_intake.routes.client_answers import (
    AccessNeedsShown,
    AnswerNow,
    ContactRulesShown,
    access_needs_of,
    answers_of,
    contact_rules_of,
)
from ht_kit.clock import now
from ht_kit.decider import NoSuchThing


class GpThen(BaseModel):
    """What was said about the GP at one time."""

    status: GpStatus
    practice: str | None
    recorded_at: datetime


class EmploymentThen(BaseModel):
    """What was said about work at one time."""

    employment: Employment
    recorded_at: datetime


class ConsentDetails(BaseModel):
    """One agreement to share: `live` says whether it holds now, neither taken back nor over."""

    consent: UUID
    recipient: str
    purpose: str
    data_class: str
    given_at: datetime
    how: Channel
    expires_at: datetime | None
    withdrawn_at: datetime | None
    review_on: date | None
    form: ConsentForm | None
    witnessed_by: UUID | None
    notice_version: str | None
    live: bool


class ClientDetails(BaseModel):
    """A client. The LSOA of their postcode is for no screen."""

    id: UUID
    version: int
    erased: bool = False
    programme: str
    registered_at: datetime
    name: str | None
    called: str | None
    birth_date: date | None
    age_band: AgeBand
    nhs_number: str | None
    nhs_number_status: NhsNumberStatus
    nhs_number_absent: NhsNumberAbsent | None
    possible_same_person: bool
    gender: Gender
    ethnicity: Ethnicity
    telephone: str | None
    email: str | None
    address: str | None
    how_reached: HowReached
    reached_through: str | None
    postcode: str | None
    ward: str | None
    local_authority: str | None
    lookup_version: str | None
    decile: int | None
    quintile: int | None
    deprivation_edition: str | None
    unresolved: Unresolved | None
    gp: GpThen
    gp_history: list[GpThen]
    employment: list[EmploymentThen]
    answers: dict[str, AnswerNow]
    access_needs: AccessNeedsShown | None
    contact_rules: ContactRulesShown | None
    takes_part_since: datetime | None
    consents: list[ConsentDetails]


def details_of(client: Client, version: int) -> ClientDetails:
    """Put a client's answers together; what can no longer be read is null."""
    known = client.registered
    if known is None:
        raise NoSuchThing
    return ClientDetails(
        id=known.client,
        version=version,
        erased=client.erased is not None,
        programme=known.programme,
        registered_at=known.registered_at,
        name=known.name,
        called=known.called,
        birth_date=known.birth_date,
        age_band=known.age_band,
        nhs_number=known.nhs_number,
        nhs_number_status=known.nhs_number_status,
        nhs_number_absent=known.nhs_number_absent,
        possible_same_person=known.possible_same_person,
        gender=known.gender,
        ethnicity=known.ethnicity,
        telephone=known.telephone,
        email=known.email,
        address=known.address,
        how_reached=known.how_reached,
        reached_through=known.reached_through,
        postcode=known.postcode,
        ward=known.ward,
        local_authority=known.local_authority,
        lookup_version=known.lookup_version,
        decile=known.decile,
        quintile=known.quintile,
        deprivation_edition=known.deprivation_edition,
        unresolved=known.unresolved,
        gp=_gp(client, known)[-1],
        gp_history=_gp(client, known),
        employment=_employment(client, known),
        answers=answers_of(client),
        access_needs=access_needs_of(client),
        contact_rules=contact_rules_of(client),
        takes_part_since=client.takes_part_since,
        consents=_consents(client),
    )


def _gp(client: Client, known: ClientRegistered) -> list[GpThen]:
    first = GpThen(
        status=known.gp_status, practice=known.gp_practice, recorded_at=known.registered_at
    )
    later = [
        GpThen(status=each.status, practice=each.practice, recorded_at=each.recorded_at)
        for each in client.gp
    ]
    return sorted([first, *later], key=lambda answer: answer.recorded_at)


def _employment(client: Client, known: ClientRegistered) -> list[EmploymentThen]:
    first = EmploymentThen(employment=known.employment, recorded_at=known.registered_at)
    later = [
        EmploymentThen(employment=each.employment, recorded_at=each.recorded_at)
        for each in client.employment
    ]
    return sorted([first, *later], key=lambda answer: answer.recorded_at)


def _consents(client: Client) -> list[ConsentDetails]:
    withdrawn = client.consents_withdrawn
    return [
        ConsentDetails(
            consent=given.consent,
            recipient=given.recipient,
            purpose=given.purpose,
            data_class=given.data_class,
            given_at=given.given_at,
            how=given.how,
            expires_at=given.expires_at,
            withdrawn_at=(
                withdrawn[given.consent].withdrawn_at if given.consent in withdrawn else None
            ),
            review_on=given.review_on,
            form=given.form,
            witnessed_by=given.witnessed_by,
            notice_version=given.notice_version,
            live=is_live(given, client, at=now()),
        )
        for given in client.consents.values()
    ]
