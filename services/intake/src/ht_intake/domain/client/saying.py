"""What may be asked about a client once they are registered. `asked_at` is the asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from ht_intake.domain.client.area import Area
from ht_intake.domain.codes import (
    AgeBand,
    Channel,
    CommunicationProfessional,
    CommunicationSupport,
    ContactMethod,
    Ethnicity,
    Gender,
    HowReached,
    InformationFormat,
    NhsNumberAbsent,
    YesOrNo,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What somebody is called, by others and by their own wish."""

    name: str | None
    called: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsNumber:
    """Ten digits, or the reason why there are none; whether somebody here has it already."""

    number: str | None
    absent: NhsNumberAbsent | None
    known_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """By what somebody can be reached, and through whom."""

    how_reached: HowReached
    reached_through: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendDetails:
    """Complete, correct or change what is known. A group that is None stays as it is.

    `because` need not be said where everything was unanswered before.
    """

    amended_at: datetime
    asked_at: datetime
    because: Literal["corrected", "changed"] | None = None
    reason: str | None = None
    names: Names | None = None
    birth: date | AgeBand | None = None
    nhs_number: NhsNumber | None = None
    gender: Gender | None = None
    ethnicity: Ethnicity | None = None
    area: Area | None = None
    address: str | None = None
    reaching: Reaching | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswers:
    """Note what the client answers, each question by its name."""

    answers: Mapping[str, tuple[str, ...]]
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccessNeeds:
    """Note what the client needs to understand and be understood; nothing is an answer too.

    Without a day for the review it is due a year later.
    """

    communication_support: tuple[CommunicationSupport, ...]
    contact_methods: tuple[ContactMethod, ...]
    information_formats: tuple[InformationFormat, ...]
    communication_professionals: tuple[CommunicationProfessional, ...]
    language: str | None
    interpreter_needed: YesOrNo
    words: str | None
    review_on: date | None
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContactRules:
    """Note how the client can be reached safely."""

    safe: tuple[Channel, ...]
    preferred: Channel | None
    shared: tuple[Channel, ...]
    may_name_the_service: bool
    may_leave_a_message: bool
    words: str | None
    recorded_at: datetime
    asked_at: datetime


Saying: TypeAlias = AmendDetails | RecordAnswers | RecordAccessNeeds | RecordContactRules
