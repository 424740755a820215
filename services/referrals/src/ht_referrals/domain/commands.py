"""What may be asked. Every request says when it was asked: the rules read no clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_referrals.domain.words import (
    Answer,
    CaseId,
    Channel,
    ClientId,
    Consent,
    Destination,
    EntryId,
    Ground,
    Place,
    Reason,
    ReferralId,
    RejectedBecause,
    SignpostId,
    ToldOfSending,
    TookUp,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEntry:
    """Put a place into the directory."""

    entry: EntryId
    destination: Destination
    recipient: str
    name: str
    contact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendEntry:
    """Change what the directory says of a place. None leaves a thing as it is."""

    name: str | None = None
    contact: str | None = None
    active: bool | None = None


DirectoryCommand: TypeAlias = AddEntry | AmendEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostClient:
    """Note that a client was told where to go: a place of the directory, or a kind of place."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    programme: str
    to: Place | Destination
    signposted_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSignpost:
    """Take over from another system's extract that a client was told where to go."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    programme: str
    of_import: UUID
    destination: Destination
    signposted_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSignpostImport:
    """Take the import of this signpost back."""

    of_import: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSignpost:
    """Note whether the client went where they were told to go, or that it is not known."""

    took_up: TookUp
    followed_up_at: datetime
    asked_at: datetime


SignpostCommand: TypeAlias = (
    SignpostClient | ImportSignpost | UndoSignpostImport | FollowUpSignpost
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReferral:
    """Write an onward referral to a place of the directory."""

    referral: ReferralId
    case: CaseId
    client: ClientId
    programme: str
    to: Place
    reason: Reason
    summary: str | None
    drafted_at: datetime
    asked_at: datetime
    case_closed_at: datetime | None = None
    client_has_died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReferral:
    """Send the referral, with the place and the client's consents as they are known now."""

    to: Place
    consents: tuple[Consent, ...]
    sent_at: datetime
    asked_at: datetime
    case_closed_at: datetime | None = None
    client_has_died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWithoutConsent:
    """Send it without the client's consent, because somebody would come to harm otherwise."""

    to: Place
    ground: Ground
    why: str
    told: frozenset[ToldOfSending]
    sent_at: datetime
    asked_at: datetime
    case_closed_at: datetime | None = None
    client_has_died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """Enter what the receiving service said, and how; of a rejection also why, if they said."""

    answer: Answer
    how: Channel
    answered_at: datetime
    asked_at: datetime
    because: RejectedBecause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReferral:
    """Take the referral back."""

    withdrawn_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUnanswered:
    """Note that nothing was heard, when the days for an answer are over."""

    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopForDeath:
    """Send nothing more and remind nobody, because the client has died."""

    stopped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnAfterDeath:
    """Go on with what a death had stopped, because it was a mistake."""

    taken_up_at: datetime
    asked_at: datetime


OnwardCommand: TypeAlias = (
    DraftReferral
    | SendReferral
    | SendWithoutConsent
    | RecordAnswer
    | WithdrawReferral
    | MarkUnanswered
    | StopForDeath
    | GoOnAfterDeath
)
