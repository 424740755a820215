"""What an import sends: people as another system knew them, already in our codes."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StrictInt, StringConstraints, model_validator

from ht_contracts.codes import Employment, Ethnicity, Gender, ReferralSource
from ht_intake.domain.client.area import Area
from ht_intake.domain.client.commands import ImportClient, RegisterClient
from ht_intake.handling import imported_client_id, imported_referral_id
from ht_intake.routes.forms import (
    BirthForm,
    Code,
    Day,
    Form,
    GpForm,
    Instant,
    Name,
    NhsNumber,
    Postcode,
    Telephone,
)

AT_ONCE = 100
"""So many people come in one request: it stays within the limit of a body."""

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
]
Lsoa = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{8}$")]
Edition = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,20}$")]
RowNumber = Annotated[StrictInt, Field(ge=1, le=10_000_000)]
Count = Annotated[StrictInt, Field(ge=0, le=10_000_000)]


class BeginForm(Form):
    """The body of POST /imports: the fingerprint is of the file together with its mapping."""

    system: Code
    fingerprint: Fingerprint
    rows: Count


class FinishForm(Form):
    """The body of POST /imports/{id}/finish: how many rows of each class, and held why."""

    classes: Annotated[dict[Code, Count], Field(max_length=20)]
    held: Annotated[dict[Code, Count], Field(max_length=50)]


class Sought(Form):
    """Somebody of an extract, by what they would be known again."""

    row: RowNumber
    reference: Reference
    nhs_number: NhsNumber | None = None
    last_on: Day


class LookUpForm(Form):
    """The body of POST /imports/lookup: it writes nothing."""

    system: Code
    editions: Annotated[frozenset[Edition], Field(max_length=5)] = frozenset()
    people: Annotated[list[Sought], Field(min_length=1, max_length=AT_ONCE)]


class AreaForm(Form):
    """Where somebody lived: a postcode, or a small area, with the edition to resolve it by."""

    edition: Edition
    postcode: Postcode | None = None
    lsoa: Lsoa | None = None


class PersonForm(Form):
    """Somebody as another system's extract knew them."""

    row: RowNumber
    reference: Reference
    source: ReferralSource
    referred_at: Instant
    registered_at: Instant
    last_on: Day
    name: Name | None = None
    birth: BirthForm
    nhs_number: NhsNumber | None = None
    gender: Gender
    ethnicity: Ethnicity
    gp: GpForm
    employment: Employment
    area: AreaForm
    telephone: Telephone | None = None

    @model_validator(mode="after")
    def _spoken_of_last(self) -> Self:
        if self.last_on < self.registered_at.date():
            raise ValueError("last_on is the latest day that the extract speaks of")
        return self

    def asked_of(
        self,
        import_id: UUID,
        *,
        token: str,
        programme: str,
        area: Area,
        known_here: bool,
        asked_at: datetime,
    ) -> ImportClient:
        """Give the command that takes them over."""
        client = imported_client_id(import_id, token)
        return ImportClient(
            person=RegisterClient(
                client=client,
                programme=programme,
                registered_at=self.registered_at,
                asked_at=asked_at,
                name=self.name,
                called=None,
                birth=self.birth.told(),
                nhs_number=self.nhs_number,
                nhs_number_absent=None if self.nhs_number else "not_known",
                possible_same_person=known_here,
                gender=self.gender,
                ethnicity=self.ethnicity,
                gp=self.gp.told(),
                employment=self.employment,
                area=area,
                how_reached="direct",
                telephone=self.telephone,
            ),
            of_import=import_id,
            token=token,
            referral=imported_referral_id(client),
            source=self.source,
            referred_at=self.referred_at,
            last_on=self.last_on,
        )


class PeopleForm(Form):
    """The body of POST /imports/{id}/clients."""

    system: Code
    people: Annotated[list[PersonForm], Field(min_length=1, max_length=AT_ONCE)]


class ClientsForm(Form):
    """The body of POST /imports/{id}/clients/undo."""

    clients: Annotated[frozenset[UUID], Field(min_length=1, max_length=AT_ONCE)]


class Became(BaseModel):
    """What became of one row: `taken` now or before, `known`, `older` than ours, or refused.

    `reason` names the refusal, `detail` says it in words.
    """

    row: int | None = None
    client: UUID | None = None
    outcome: str
    reason: str | None = None
    detail: str | None = None


class AllBecame(BaseModel):
    """What became of each row that was sent."""

    items: list[Became]
    position: int


class ImportLine(BaseModel):
    """An import, and how far it has come."""

    id: UUID
    system: str
    rows: int
    begun_at: datetime
    finished_at: datetime | None
    classes: dict[str, int] | None
    held: dict[str, int] | None
    undone_at: datetime | None


class ImportedLine(BaseModel):
    """Somebody who came with an import."""

    client: UUID
    programme: str | None
    worked_with: bool
    undone: bool
