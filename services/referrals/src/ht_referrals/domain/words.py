"""The words that facts and requests share: ids, destinations, answers, agreements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType, TypeAlias
from uuid import UUID

CaseId = NewType("CaseId", UUID)
ClientId = NewType("ClientId", UUID)
ConsentId = NewType("ConsentId", UUID)
EntryId = NewType("EntryId", UUID)
ReferralId = NewType("ReferralId", UUID)
SignpostId = NewType("SignpostId", UUID)

Destination: TypeAlias = Literal[
    "stop_smoking", "weight_management", "exercise", "alcohol_or_drugs", "gp_or_nurse",
    "gp_registration", "talking_therapies", "sexual_health", "dental", "screening",
    "nhs_health_check", "long_term_condition_education", "jobcentre_plus",
    "training_or_college", "volunteering", "advice", "social_care", "community_group",
    "social_prescribing", "other_health_trainer_service", "other",
]  # fmt: skip
Reason: TypeAlias = Literal["01", "02", "03", "04", "96"]
Channel: TypeAlias = Literal["in_person", "telephone", "video", "letter", "email", "text"]
RejectedBecause: TypeAlias = Literal[
    "not_eligible", "no_capacity", "another_service_fits", "client_not_reached",
    "client_declined", "other",
]  # fmt: skip
Ground: TypeAlias = Literal["safeguarding", "vital_interests"]
ToldOfSending: TypeAlias = Literal[
    "client", "family_or_carer", "safeguarding_lead", "line_manager", "gp_practice",
    "emergency_services",
]  # fmt: skip
TookUp: TypeAlias = Literal["took_up", "did_not", "unknown"]
Outcome: TypeAlias = Literal["accepted", "rejected", "attended", "did_not_attend", "completed"]
Answer: TypeAlias = Literal["acknowledged"] | Outcome
Status: TypeAlias = Literal["drafted", "sent", "withdrawn"] | Answer
ShownStatus: TypeAlias = Status | Literal["unanswered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere in the directory, as it is known when somebody acts on it."""

    entry: EntryId
    destination: Destination
    recipient: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a client agreed to share, with whom and for what, as it is known now."""

    consent: ConsentId
    client: ClientId
    recipient: str
    purpose: str
    given_at: datetime
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
