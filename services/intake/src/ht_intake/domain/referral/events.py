"""What can have happened to an inbound referral.

These names and fields are kept for ever. Add an optional field freely; never rename, remove
or re-mean one. Personal fields are None where they can no longer be read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import (
    Issue,
    ReferralConsent,
    ReferralSource,
    RejectionReason,
    ReturnedBecause,
    ToldBy,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReferred:
    """Somebody was referred to the programme, or came by themselves."""

    referral: UUID
    programme: str
    source: ReferralSource
    consent: ReferralConsent
    needs: tuple[Issue, ...]
    received_at: datetime
    sender_namespace: str | None
    sender_reference: str | None
    referrer_organisation: str | None
    referrer_name: str | None
    referrer_role: str | None
    called: str | None
    telephone: str | None
    postcode: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReturned:
    """The person had not agreed, or was made to come: it went back, and only this is kept."""

    referral: UUID
    programme: str
    source: ReferralSource
    because: ReturnedBecause
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAccepted:
    """The programme will contact the person. With a reason, against its own criteria."""

    referral: UUID
    accepted_at: datetime
    overridden: bool
    override_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRejected:
    """The programme is not the right place for this person, and the referrer hears so."""

    referral: UUID
    reason: RejectionReason
    referrer_told_by: ToldBy
    rejected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralConverted:
    """The person takes up the support that they were referred to: a case can open."""

    referral: UUID
    client: UUID
    case: UUID
    agreed_to_take_part_at: datetime
    converted_at: datetime


Event: TypeAlias = (
    ClientReferred | ReferralReturned | ReferralAccepted | ReferralRejected | ReferralConverted
)
