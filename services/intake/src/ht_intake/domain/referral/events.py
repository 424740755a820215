"""What can have happened to an inbound referral.

These names and fields are kept for ever. Add an optional field freely; never rename, remove
or re-mean one. Personal fields are None where they can no longer be read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import (
    AgreementToldBy,
    Appropriateness,
    CarePathway,
    Channel,
    Destination,
    Issue,
    NotToldBecause,
    OverrideOf,
    Place,
    ReferralConsent,
    ReferralPart,
    ReferralSource,
    RejectionReason,
    ReturnedBecause,
    ToldBy,
)
from ht_intake.domain.referral.contact_events import (
    ContactAttempted,
    FirstMeetingBooked,
    ReferralDeclined,
    ReferralReopened,
    ReferralUnreachable,
    ReferralWithdrawn,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReferred:
    """Somebody was referred to the programme, or came by themselves.

    `unidentified` is true where nothing says who they are, and None where nobody looked.
    """

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
    words: str | None = None
    original: str | None = None
    met_in: Place | None = None
    place: str | None = None
    event: str | None = None
    safe_channels: tuple[Channel, ...] | None = None
    unidentified: bool | None = None
    contact_by: date | None = None
    agreed_at: datetime | None = None
    agreement_told_by: AgreementToldBy | None = None
    pathway: CarePathway | None = None
    email: str | None = None
    reached_through: str | None = None


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
    """The programme will contact the person. With a reason, against its own criteria.

    `appropriateness` says whether somebody looked, and found it within what trainers do.
    """

    referral: UUID
    accepted_at: datetime
    overridden: bool
    override_reason: str | None
    override_of: OverrideOf | None = None
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRejected:
    """The programme is not the right place for this person; referrer and person hear so."""

    referral: UUID
    reason: RejectionReason
    referrer_told_by: ToldBy
    rejected_at: datetime
    person_told_by: Channel | None = None
    person_not_told_because: NotToldBecause | None = None
    where_else: tuple[Destination, ...] | None = None
    duplicate_of: UUID | None = None
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRedirected:
    """The person was sent on; with `to_programme` their details go there, as they agreed."""

    referral: UUID
    to: Destination
    to_programme: str | None
    referrer_told_by: ToldBy
    person_told_by: Channel | None
    person_not_told_because: NotToldBecause | None
    redirected_at: datetime
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAmended:
    """What the referral said was put right or completed.

    `parts` names what is said anew here; what was said before stands in the events before.
    """

    referral: UUID
    parts: tuple[ReferralPart, ...]
    reason: str | None
    amended_at: datetime
    called: str | None
    telephone: str | None
    postcode: str | None
    safe_channels: tuple[Channel, ...]
    consent: ReferralConsent | None
    needs: tuple[Issue, ...]
    words: str | None
    note: str | None
    referrer_organisation: str | None
    referrer_name: str | None
    referrer_role: str | None
    unidentified: bool
    agreed_at: datetime | None = None
    agreement_told_by: AgreementToldBy | None = None
    email: str | None = None
    reached_through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralsToldApart:
    """Somebody looked at two referrals that are alike, and said that both are meant."""

    referral: UUID
    other: UUID
    told_apart_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLinked:
    """The person is with us already: the referral belongs to the case that they have."""

    referral: UUID
    client: UUID
    case: UUID
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralConverted:
    """The person takes up the support that they were referred to: a case can open."""

    referral: UUID
    client: UUID
    case: UUID
    agreed_to_take_part_at: datetime
    converted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForgotten:
    """The client whom the referral was of was erased: it is found by nothing any more."""

    referral: UUID
    client: UUID
    forgotten_at: datetime


Event: TypeAlias = (
    ClientReferred
    | ReferralReturned
    | ReferralAccepted
    | ReferralRejected
    | ReferralRedirected
    | ContactAttempted
    | FirstMeetingBooked
    | ReferralUnreachable
    | ReferralReopened
    | ReferralDeclined
    | ReferralWithdrawn
    | ReferralAmended
    | ReferralsToldApart
    | ReferralLinked
    | ReferralConverted
    | ReferralForgotten
)
