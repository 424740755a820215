"""What can have happened to a client.

These names and fields are kept for ever. Add an optional field freely; never rename, remove
or re-mean one. Personal fields (name, called, birth date, NHS number, postcode, LSOA,
telephone, e-mail, address, whom the client is reached through) are None where they can no
longer be read; what was coded from them when the event was decided stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.client.protecting import Protected
from ht_intake.domain.client.risks import RiskEvent
from ht_intake.domain.client.said import Said
from ht_intake.domain.codes import (
    AgeBand,
    Channel,
    ConsentForm,
    Employment,
    ErasureReason,
    Ethnicity,
    Gender,
    GpStatus,
    HowReached,
    NhsNumberAbsent,
    NhsNumberStatus,
    ReferralSource,
    SpokenFor,
    Unresolved,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRegistered:
    """A person is known to the organisation as its client.

    `possible_same_person` says that somebody who is alike was known here already, as far as
    whoever registered them may see: a person decides whether they are one, and support goes on
    meanwhile.
    """

    client: UUID
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
    gp_status: GpStatus
    gp_practice: str | None
    employment: Employment
    how_reached: HowReached
    reached_through: str | None
    telephone: str | None
    postcode: str | None
    lsoa: str | None
    ward: str | None
    local_authority: str | None
    lookup_version: str | None
    decile: int | None
    quintile: int | None
    deprivation_edition: str | None
    unresolved: Unresolved | None
    email: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GpStatusRecorded:
    """Whether the client is registered with a GP practice was asked again."""

    client: UUID
    status: GpStatus
    practice: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentRecorded:
    """The client's employment was asked again. Earlier answers stay."""

    client: UUID
    employment: Employment
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPartAgreed:
    """The client agreed to take part, having been told what is recorded and why."""

    client: UUID
    agreed_at: datetime
    how: Channel
    notice_version: str
    by: SpokenFor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPartWithdrawn:
    """The client no longer takes part: support ends, nothing is erased."""

    client: UUID
    withdrawn_at: datetime
    how: Channel | None = None
    by: SpokenFor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """The client agreed that one class of data goes to one recipient for one purpose.

    `witnessed_by` is the worker who was with them, `notice_version` what they were told.
    """

    client: UUID
    consent: UUID
    recipient: str
    purpose: str
    data_class: str
    given_at: datetime
    how: Channel
    expires_at: datetime | None
    review_on: date | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRefused:
    """The client was asked to agree to a sharing, and did not."""

    client: UUID
    recipient: str
    purpose: str
    data_class: str
    refused_at: datetime
    how: Channel | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """The client took back an agreement to share."""

    client: UUID
    consent: UUID
    withdrawn_at: datetime
    how: Channel | None = None
    witnessed_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientErased:
    """Everything personal of the client is to be unreadable from now on.

    Why is a code, and `reference` points to the register of requests: words about the request
    would speak of the person again.
    """

    client: UUID
    reason: ErasureReason
    reference: str | None
    erased_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientImported:
    """What was registered of this client came from another system's extract.

    `token` is what the client's reference in that system is found by; the reference itself is
    not kept. `referral` names the referral as that system knew it. `last_on` is the latest day
    that the extract speaks of.
    """

    client: UUID
    of_import: UUID
    token: str
    referral: UUID
    source: ReferralSource
    referred_at: datetime
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientImportUndone:
    """The import was taken back, and nobody had worked with this client: they never counted."""

    client: UUID
    of_import: UUID
    undone_at: datetime


Event: TypeAlias = (
    ClientRegistered
    | GpStatusRecorded
    | EmploymentRecorded
    | TakingPartAgreed
    | TakingPartWithdrawn
    | ConsentGiven
    | ConsentRefused
    | ConsentWithdrawn
    | ClientErased
    | ClientImported
    | ClientImportUndone
    | Said
    | Protected
    | RiskEvent
)
