"""What may be asked of an inbound referral. `asked_at` is the moment of asking."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import (
    Issue,
    ReferralConsent,
    ReferralSource,
    RejectionReason,
    ToldBy,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The sender's own name for a referral: the same one twice is one referral."""

    namespace: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    """Who referred, where somebody did."""

    organisation: str | None = None
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """As much as a referral says about the person: enough to contact them."""

    called: str | None = None
    telephone: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReferral:
    """Take in a referral, as told by a referrer, a partner or the person."""

    referral: UUID
    programme: str
    source: ReferralSource
    consent: ReferralConsent
    received_at: datetime
    asked_at: datetime
    mandated: bool = False
    needs: tuple[Issue, ...] = ()
    sender: Sender | None = None
    referrer: Referrer = field(default_factory=Referrer)
    person: Person = field(default_factory=Person)
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReferral:
    """Decide to contact the person."""

    accepted_at: datetime
    asked_at: datetime
    override_reason: str | None = None
    by_a_senior: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReferral:
    """Decide that this is not the right place, and say how the referrer hears so."""

    reason: RejectionReason
    tell_referrer_by: ToldBy
    rejected_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertReferral:
    """Open a case for the client who was referred.

    `agreed_to_take_part_at` is the client's standing agreement, None where there is none.
    """

    client: UUID
    case: UUID
    agreed_to_take_part_at: datetime | None
    converted_at: datetime
    asked_at: datetime


Command: TypeAlias = ReceiveReferral | AcceptReferral | RejectReferral | ConvertReferral
