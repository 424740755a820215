"""How the events are written down. What was said of a person is sealed, and may be gone."""

from ht_kit.codec import Codec
from ht_referrals.domain.events import (
    DirectoryContactChanged,
    DirectoryEntryAdded,
    DirectoryEntryDeactivated,
    DirectoryEntryReactivated,
    DirectoryEntryRenamed,
    DirectoryEvent,
    OnwardEvent,
    ReferralAcknowledged,
    ReferralDrafted,
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralSentWithoutConsent,
    ReferralStopped,
    ReferralTakenUpAgain,
    ReferralUnanswered,
    ReferralWithdrawn,
    Signposted,
    SignpostEvent,
    SignpostFollowedUp,
    SignpostImported,
    SignpostImportUndone,
)

SERVICE = "referrals"

DIRECTORY_CODEC: Codec[DirectoryEvent] = Codec(
    service=SERVICE,
    aggregate="directory-entry",
    events=(
        DirectoryEntryAdded,
        DirectoryEntryRenamed,
        DirectoryContactChanged,
        DirectoryEntryDeactivated,
        DirectoryEntryReactivated,
    ),
    personal={
        DirectoryEntryAdded: frozenset({"contact"}),
        DirectoryContactChanged: frozenset({"contact"}),
    },
)
SIGNPOST_CODEC: Codec[SignpostEvent] = Codec(
    service=SERVICE,
    aggregate="signpost",
    events=(Signposted, SignpostImported, SignpostImportUndone, SignpostFollowedUp),
)
ONWARD_CODEC: Codec[OnwardEvent] = Codec(
    service=SERVICE,
    aggregate="onward-referral",
    events=(
        ReferralDrafted,
        ReferralSent,
        ReferralSentWithoutConsent,
        ReferralAcknowledged,
        ReferralOutcomeRecorded,
        ReferralWithdrawn,
        ReferralUnanswered,
        ReferralStopped,
        ReferralTakenUpAgain,
    ),
    personal={
        ReferralDrafted: frozenset({"summary"}),
        ReferralSentWithoutConsent: frozenset({"why"}),
    },
)
