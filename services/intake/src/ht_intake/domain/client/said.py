"""What a client has said of themselves since they were registered.

These names and fields are kept for ever. Add an optional field freely; never rename, remove
or re-mean one. What is personal is None where it can no longer be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import (
    AgeBand,
    AmendedBecause,
    Channel,
    CommunicationProfessional,
    CommunicationSupport,
    ContactMethod,
    DetailGroup,
    Ethnicity,
    Gender,
    HowReached,
    InformationFormat,
    NhsNumberAbsent,
    NhsNumberStatus,
    Unresolved,
    YesOrNo,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDetailsAmended:
    """What is known of a client was completed, corrected, or has changed.

    Only the fields of the groups in `changed` are told; what was known before stays in the
    events before this one.
    """

    client: UUID
    changed: tuple[DetailGroup, ...]
    because: AmendedBecause
    reason: str | None
    amended_at: datetime
    name: str | None = None
    called: str | None = None
    birth_date: date | None = None
    age_band: AgeBand | None = None
    nhs_number: str | None = None
    nhs_number_status: NhsNumberStatus | None = None
    nhs_number_absent: NhsNumberAbsent | None = None
    possible_same_person: bool | None = None
    gender: Gender | None = None
    ethnicity: Ethnicity | None = None
    address: str | None = None
    postcode: str | None = None
    lsoa: str | None = None
    ward: str | None = None
    local_authority: str | None = None
    lookup_version: str | None = None
    decile: int | None = None
    quintile: int | None = None
    deprivation_edition: str | None = None
    unresolved: Unresolved | None = None
    how_reached: HowReached | None = None
    reached_through: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRecorded:
    """The client answered questions about their life, on a day. Earlier answers stay.

    `answers` are told to services that count; `sealed_answers` never leave.
    """

    client: UUID
    answers: Mapping[str, tuple[str, ...]]
    sealed_answers: Mapping[str, tuple[str, ...]] | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessNeedsRecorded:
    """How information reaches the client and how they are spoken with, until it is reviewed.

    The four headings of DCB1605, and the language that they are spoken with.
    """

    client: UUID
    communication_support: tuple[CommunicationSupport, ...]
    contact_methods: tuple[ContactMethod, ...]
    information_formats: tuple[InformationFormat, ...]
    communication_professionals: tuple[CommunicationProfessional, ...]
    language: str | None
    interpreter_needed: YesOrNo
    words: str | None
    review_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRulesRecorded:
    """How the client can be reached safely. Every message that goes out obeys it.

    `safe` are the ways that may be used; of these, `shared` are seen or heard by others too.
    """

    client: UUID
    safe: tuple[Channel, ...]
    preferred: Channel | None
    shared: tuple[Channel, ...]
    may_name_the_service: bool
    may_leave_a_message: bool
    words: str | None
    recorded_at: datetime


Said: TypeAlias = (
    ClientDetailsAmended | AnswersRecorded | AccessNeedsRecorded | ContactRulesRecorded
)
