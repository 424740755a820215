"""What may be asked of an inbound referral. `asked_at` is the moment of asking."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import (
    Appropriateness,
    CarePathway,
    Channel,
    ContactedThrough,
    ContactResult,
    Destination,
    Issue,
    OverrideOf,
    ReferralConsent,
    ReferralPart,
    ReferralSource,
    RejectionReason,
    ToldBy,
    WithdrawnBy,
)
from ht_intake.domain.referral.said import (
    Agreement,
    Meeting,
    Person,
    PersonTold,
    Referrer,
    Sender,
)
from ht_intake.domain.taking_in import TakingIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReferral:
    """Take in a referral, as told by a referrer, a partner or the person.

    `words` are what is needed in the person's or the referrer's own words; `original` is the
    message as it came; `partner` is whose system sent it, where one did. `mandated` says
    whether the person was made to come, None where nobody said. `pathway` is the one that the
    sender refers on, such as pre-operative care.
    """

    referral: UUID
    programme: str
    source: ReferralSource
    consent: ReferralConsent
    received_at: datetime
    asked_at: datetime
    mandated: bool | None = None
    agreement: Agreement = field(default_factory=Agreement)
    needs: tuple[Issue, ...] = ()
    pathway: CarePathway | None = None
    sender: Sender | None = None
    referrer: Referrer = field(default_factory=Referrer)
    person: Person = field(default_factory=Person)
    note: str | None = None
    words: str | None = None
    original: str | None = None
    met: Meeting = field(default_factory=Meeting)
    partner: str | None = None
    contact_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReferral:
    """Decide to contact the person.

    `appropriateness` is what triage found, None where nobody said.
    """

    accepted_at: datetime
    asked_at: datetime
    override_reason: str | None = None
    override_of: OverrideOf = "other_criteria"
    by_a_senior: bool = False
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReferral:
    """Decide that this is not the right place, and say how referrer and person hear so."""

    reason: RejectionReason
    tell_referrer_by: ToldBy
    person: PersonTold
    rejected_at: datetime
    asked_at: datetime
    duplicate_of: UUID | None = None
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectReferral:
    """Send the person on: to another service, or with their details to `programme` of ours."""

    to: Destination
    tell_referrer_by: ToldBy
    person: PersonTold
    redirected_at: datetime
    asked_at: datetime
    programme: str | None = None
    person_agreed: bool = False
    appropriateness: Appropriateness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContactAttempt:
    """Note that somebody tried to reach the person, and what came of it."""

    attempt: UUID
    at: datetime
    channel: Channel
    result: ContactResult
    through: ContactedThrough
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFirstMeeting:
    """Agree with the person when to meet."""

    meeting_at: datetime
    booked_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnreachable:
    """Give up for now: there were enough attempts, by the programme's own numbers."""

    closed_at: datetime
    asked_at: datetime
    by: TakingIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenReferral:
    """Go on with somebody who could not be reached and has come back."""

    reopened_at: datetime
    asked_at: datetime
    contact_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReferral:
    """Note that the person does not wish to take this up."""

    declined_at: datetime
    how: Channel
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReferral:
    """Note that the referrer or the person takes the referral back, or the family for them.

    The family speaks for somebody who has died, or cannot answer: nobody rings there again.
    """

    by: WithdrawnBy
    withdrawn_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendReferral:
    """Put right or complete what the referral said, and say why.

    `parts` names what is said anew; everything else of what is given here is not looked at.
    """

    parts: frozenset[ReferralPart]
    reason: str
    amended_at: datetime
    asked_at: datetime
    person: Person = field(default_factory=Person)
    consent: ReferralConsent | None = None
    agreement: Agreement = field(default_factory=Agreement)
    needs: tuple[Issue, ...] = ()
    words: str | None = None
    note: str | None = None
    referrer: Referrer = field(default_factory=Referrer)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellReferralsApart:
    """Say that two referrals that look alike are of two people, or are both meant."""

    other: UUID
    told_apart_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReferral:
    """Say that the person is with us already. `case` is theirs, None where there is none.

    `erased` is true where nothing personal may be recorded of the client any more.
    """

    client: UUID
    case: UUID | None
    erased: bool = False
    linked_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertReferral:
    """Open a case for the client who was referred.

    `agreed_to_take_part_at` is the client's standing agreement, None where there is none;
    `died` and `erased` are what was recorded of them since.
    """

    client: UUID
    case: UUID
    agreed_to_take_part_at: datetime | None
    converted_at: datetime
    asked_at: datetime
    died: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReferral:
    """Find the referral by nothing any more: its client was erased."""

    client: UUID
    forgotten_at: datetime


Command: TypeAlias = (
    ReceiveReferral
    | AcceptReferral
    | RejectReferral
    | RedirectReferral
    | RecordContactAttempt
    | BookFirstMeeting
    | CloseUnreachable
    | ReopenReferral
    | DeclineReferral
    | WithdrawReferral
    | AmendReferral
    | TellReferralsApart
    | LinkReferral
    | ConvertReferral
    | ForgetReferral
)
