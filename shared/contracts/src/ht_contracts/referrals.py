"""Events published by the referrals service: signposts and onward referrals."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from ht_contracts.codes import (
    Channel,
    Destination,
    DisclosureGround,
    OnwardOutcome,
    OnwardReason,
    RejectedBecause,
    ToldOfSending,
    TookUp,
)
from ht_contracts.envelope import Published, Slug


class DirectoryEntryAdded(Published):
    """A place that clients can be told of, or sent on to, entered the directory."""

    type: ClassVar[str] = "ht.referrals.directory_entry_added.v1"

    entry: UUID
    destination: Destination
    recipient: Slug


class DirectoryEntryAmended(Published):
    """A directory entry changed, or no longer takes referrals."""

    type: ClassVar[str] = "ht.referrals.directory_entry_amended.v1"

    entry: UUID
    destination: Destination
    recipient: Slug
    active: bool


class Signposted(Published):
    """A client was told where to go; the client acts."""

    type: ClassVar[str] = "ht.referrals.signposted.v1"

    signpost: UUID
    case: UUID
    client: UUID
    destination: Destination
    signposted_at: AwareDatetime


class SignpostFollowedUp(Published):
    """It is known whether the client went where they were told to go, or that it is not.

    `corrects` when it takes the place of what was told before.
    """

    type: ClassVar[str] = "ht.referrals.signpost_followed_up.v1"

    signpost: UUID
    case: UUID
    client: UUID
    took_up: TookUp
    corrects: bool
    followed_up_at: AwareDatetime


class ReferralDrafted(Published):
    """An onward referral was written, and not yet sent. It counts nowhere until it is."""

    type: ClassVar[str] = "ht.referrals.referral_drafted.v1"

    referral: UUID
    case: UUID
    client: UUID
    entry: UUID
    destination: Destination
    drafted_at: AwareDatetime


class ReferralSent(Published):
    """A client's details went to a receiving service, under the consent named."""

    type: ClassVar[str] = "ht.referrals.referral_sent.v1"

    referral: UUID
    case: UUID
    client: UUID
    entry: UUID
    destination: Destination
    recipient: Slug
    reason: OnwardReason
    consent: UUID
    sent_at: AwareDatetime


class ReferralSentWithoutConsent(Published):
    """A client's details went to a receiving service without their consent.

    `ground` is why the law allows it, `told` who was told of it. It counts as sent.
    """

    type: ClassVar[str] = "ht.referrals.referral_sent_without_consent.v1"

    referral: UUID
    case: UUID
    client: UUID
    entry: UUID
    destination: Destination
    recipient: Slug
    reason: OnwardReason
    ground: DisclosureGround
    told: tuple[ToldOfSending, ...]
    sent_at: AwareDatetime


class ReferralAcknowledged(Published):
    """The receiving service said that it has the referral."""

    type: ClassVar[str] = "ht.referrals.referral_acknowledged.v1"

    referral: UUID
    client: UUID
    acknowledged_at: AwareDatetime


class ReferralOutcomeRecorded(Published):
    """The receiving service said what came of the referral.

    `late` when nothing was heard within fourteen days of the sending, by the dates of the
    answers; `how` tells by which channel the answer came when a worker entered it on the
    partner's behalf; `because` is why they rejected it, if they said.
    """

    type: ClassVar[str] = "ht.referrals.referral_outcome_recorded.v1"

    referral: UUID
    client: UUID
    outcome: OnwardOutcome
    late: bool
    how: Channel | None
    answered_at: AwareDatetime
    because: RejectedBecause | None = None


class ReferralWithdrawn(Published):
    """An onward referral was taken back after, or before, it was sent."""

    type: ClassVar[str] = "ht.referrals.referral_withdrawn.v1"

    referral: UUID
    client: UUID
    withdrawn_at: AwareDatetime


class ReferralUnanswered(Published):
    """Fourteen days went by without an answer. A later answer is still taken."""

    type: ClassVar[str] = "ht.referrals.referral_unanswered.v1"

    referral: UUID
    client: UUID
    marked_at: AwareDatetime


class ReferralStopped(Published):
    """A client has died: nothing more is sent of a referral, and nobody is reminded of it."""

    type: ClassVar[str] = "ht.referrals.referral_stopped.v1"

    referral: UUID
    client: UUID
    stopped_at: AwareDatetime


class ReferralTakenUpAgain(Published):
    """A death was a mistake: a referral goes on where it stood."""

    type: ClassVar[str] = "ht.referrals.referral_taken_up_again.v1"

    referral: UUID
    client: UUID
    taken_up_at: AwareDatetime


class ClientDataErased(Published):
    """Referrals can read nothing personal of a client any more."""

    type: ClassVar[str] = "ht.referrals.client_data_erased.v1"

    client: UUID
    erased_at: AwareDatetime


class SignpostImported(Published):
    """What a signpost says came from another system, with its own date."""

    type: ClassVar[str] = "ht.referrals.signpost_imported.v1"

    signpost: UUID
    case: UUID
    client: UUID
    of_import: UUID


class SignpostImportUndone(Published):
    """The import of a signpost was taken back: it never counted."""

    type: ClassVar[str] = "ht.referrals.signpost_import_undone.v1"

    signpost: UUID
    case: UUID
    client: UUID
    of_import: UUID
    undone_at: AwareDatetime
