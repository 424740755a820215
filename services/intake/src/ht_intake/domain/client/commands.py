"""What may be asked of a client. `asked_at` is the moment of asking."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.client.area import NOT_ASKED_GP, NOT_ASKED_WHERE, Area, Gp
from ht_intake.domain.client.protecting import Protecting
from ht_intake.domain.client.risks import RiskCommand
from ht_intake.domain.client.saying import Saying
from ht_intake.domain.codes import (
    AgeBand,
    Channel,
    ConsentForm,
    Employment,
    ErasureReason,
    Ethnicity,
    Gender,
    HowReached,
    NhsNumberAbsent,
    ReferralSource,
    SpokenFor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterClient:
    """Take somebody on as a client: a name and how to reach them are enough to begin with.

    Everything else is *not asked* until it is asked. `birth` is a date, or as much as the
    person says: an age band, or declined. `nhs_number` is ten digits that have passed their
    check, or the reason why there is none. `possible_same_person` says that whoever registers
    them may see somebody who is alike (`matching`).
    """

    client: UUID
    programme: str
    registered_at: datetime
    asked_at: datetime
    name: str | None
    called: str | None
    how_reached: HowReached
    reached_through: str | None = None
    telephone: str | None = None
    email: str | None = None
    birth: date | AgeBand = "not_asked"
    nhs_number: str | None = None
    nhs_number_absent: NhsNumberAbsent | None = None
    possible_same_person: bool = False
    gender: Gender = "not_asked"
    ethnicity: Ethnicity = "not_asked"
    gp: Gp = NOT_ASKED_GP
    employment: Employment = "not_asked"
    area: Area = NOT_ASKED_WHERE
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGpStatus:
    """Note what the client says about their GP now."""

    gp: Gp
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEmployment:
    """Note what the client says about work now."""

    employment: Employment
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToTakePart:
    """The client agrees, entered by the worker who was with them.

    `by` says whether they spoke for themselves, or a parent or guardian did for them.
    """

    agreed_at: datetime
    how: Channel
    notice_version: str
    asked_at: datetime
    by: SpokenFor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFromTakingPart:
    """The client wants no more support: how they said so, and whether for themselves."""

    withdrawn_at: datetime
    asked_at: datetime
    how: Channel | None = None
    by: SpokenFor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent:
    """The client agrees to one sharing, until a day or until they take it back.

    `witnessed_by` is the worker who was with them, `notice_version` what they were told.
    """

    consent: UUID
    recipient: str
    purpose: str
    data_class: str
    given_at: datetime
    how: Channel
    asked_at: datetime
    expires_at: datetime | None = None
    review_on: date | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseConsent:
    """The client was asked about one sharing, and says no."""

    recipient: str
    purpose: str
    data_class: str
    refused_at: datetime
    asked_at: datetime
    how: Channel | None = None
    form: ConsentForm | None = None
    witnessed_by: UUID | None = None
    notice_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """The client takes back an agreement to share."""

    consent: UUID
    withdrawn_at: datetime
    asked_at: datetime
    how: Channel | None = None
    witnessed_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseClient:
    """Make everything personal of the client unreadable, for ever.

    `reference` names the request in the register of requests, where its words are kept.
    """

    reason: ErasureReason
    reference: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportClient:
    """Take a client over from another system's extract.

    `token` is what the reference in that system is found by. `last_on` is the latest day that
    the extract speaks of. Somebody who is known here already is not taken over once more.
    """

    person: RegisterClient
    of_import: UUID
    token: str
    referral: UUID
    source: ReferralSource
    referred_at: datetime
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoClientImport:
    """Take the import of this client back, if nobody has worked with them since."""

    of_import: UUID
    asked_at: datetime


Command: TypeAlias = (
    RegisterClient
    | RecordGpStatus
    | RecordEmployment
    | AgreeToTakePart
    | WithdrawFromTakingPart
    | GiveConsent
    | RefuseConsent
    | WithdrawConsent
    | EraseClient
    | ImportClient
    | UndoClientImport
    | Saying
    | Protecting
    | RiskCommand
)
