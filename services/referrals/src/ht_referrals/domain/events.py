"""What can have happened to the directory, to a signpost, and to an onward referral.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from ht_referrals.domain.words import (
    CaseId,
    Channel,
    ClientId,
    ConsentId,
    Destination,
    EntryId,
    Ground,
    Outcome,
    Reason,
    ReferralId,
    RejectedBecause,
    SignpostId,
    ToldOfSending,
    TookUp,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntryAdded:
    """A place that clients can be told of, or sent on to, entered the directory."""

    entry: EntryId
    destination: Destination
    recipient: str
    name: str
    contact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntryRenamed:
    """A place is called something else now. It is still the same place."""

    entry: EntryId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryContactChanged:
    """Somebody else, or another number, is to be asked for there."""

    entry: EntryId
    contact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntryDeactivated:
    """A place takes nobody any more: referrals that are not yet sent cannot go there."""

    entry: EntryId
    destination: Destination
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntryReactivated:
    """A place takes people again."""

    entry: EntryId
    destination: Destination
    recipient: str


DirectoryEvent: TypeAlias = (
    DirectoryEntryAdded
    | DirectoryEntryRenamed
    | DirectoryContactChanged
    | DirectoryEntryDeactivated
    | DirectoryEntryReactivated
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposted:
    """A client was told where to go; the client acts. Nothing about them was sent."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    programme: str
    entry: EntryId | None
    destination: Destination
    signposted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostImported:
    """What this signpost says came from another system's extract."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    of_import: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostImportUndone:
    """The import was taken back: this signpost never counted."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    of_import: UUID
    undone_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostFollowedUp:
    """The client went there, did not, or nobody could find out. The latest is what counts."""

    signpost: SignpostId
    case: CaseId
    client: ClientId
    took_up: TookUp
    corrects: bool
    followed_up_at: datetime


SignpostEvent: TypeAlias = (
    Signposted | SignpostImported | SignpostImportUndone | SignpostFollowedUp
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDrafted:
    """An onward referral was written. The receiving service knows nothing of it yet."""

    referral: ReferralId
    case: CaseId
    client: ClientId
    programme: str
    entry: EntryId
    destination: Destination
    recipient: str
    reason: Reason
    summary: str | None
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSent:
    """A client's details went to the receiving service, under the consent named."""

    referral: ReferralId
    case: CaseId
    client: ClientId
    entry: EntryId
    destination: Destination
    recipient: str
    reason: Reason
    consent: ConsentId
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSentWithoutConsent:
    """A client's details went there without their consent, to keep somebody from harm.

    The ground is the law's; `told` is who was told of it, and `why` is for the few who review
    it.
    """

    referral: ReferralId
    case: CaseId
    client: ClientId
    entry: EntryId
    destination: Destination
    recipient: str
    reason: Reason
    ground: Ground
    why: str | None
    told: tuple[ToldOfSending, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAcknowledged:
    """The receiving service has the referral. What it will do is not said yet."""

    referral: ReferralId
    client: ClientId
    how: Channel
    acknowledged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralOutcomeRecorded:
    """The receiving service said what came of the referral, in time or late."""

    referral: ReferralId
    client: ClientId
    outcome: Outcome
    late: bool
    how: Channel
    answered_at: datetime
    because: RejectedBecause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralWithdrawn:
    """The referral was taken back, before or after it was sent. It ends here."""

    referral: ReferralId
    client: ClientId
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralUnanswered:
    """Fourteen days went by without an answer. It is not over: an answer is still taken."""

    referral: ReferralId
    client: ClientId
    marked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStopped:
    """The client has died: nothing more is sent of this, and nobody is reminded of it."""

    referral: ReferralId
    client: ClientId
    stopped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTakenUpAgain:
    """The death was a mistake: the referral goes on where it stood."""

    referral: ReferralId
    client: ClientId
    taken_up_at: datetime


OnwardEvent: TypeAlias = (
    ReferralDrafted
    | ReferralSent
    | ReferralSentWithoutConsent
    | ReferralAcknowledged
    | ReferralOutcomeRecorded
    | ReferralWithdrawn
    | ReferralUnanswered
    | ReferralStopped
    | ReferralTakenUpAgain
)
