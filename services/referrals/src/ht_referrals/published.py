"""From what is stored to what is told. Names, contacts and summaries stay here."""

from ht_contracts import referrals as contract
from ht_contracts.envelope import Published
from ht_kit.erasing import ClientDataErased
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


def publish_directory(event: DirectoryEvent) -> Published | None:
    """Tell which places there are, and which of them take nobody."""
    match event:
        case DirectoryEntryAdded():
            return contract.DirectoryEntryAdded(
                entry=event.entry, destination=event.destination, recipient=event.recipient
            )
        case DirectoryEntryDeactivated() | DirectoryEntryReactivated():
            return contract.DirectoryEntryAmended(
                entry=event.entry,
                destination=event.destination,
                recipient=event.recipient,
                active=isinstance(event, DirectoryEntryReactivated),
            )
        case DirectoryEntryRenamed() | DirectoryContactChanged():
            return None


def publish_signpost(event: SignpostEvent) -> Published:
    """Tell where a client was told to go, whether that came by an import, and if they went."""
    match event:
        case Signposted():
            return contract.Signposted(
                signpost=event.signpost,
                case=event.case,
                client=event.client,
                destination=event.destination,
                signposted_at=event.signposted_at,
            )
        case SignpostImported():
            return contract.SignpostImported(
                signpost=event.signpost,
                case=event.case,
                client=event.client,
                of_import=event.of_import,
            )
        case SignpostImportUndone():
            return contract.SignpostImportUndone(
                signpost=event.signpost,
                case=event.case,
                client=event.client,
                of_import=event.of_import,
                undone_at=event.undone_at,
            )
        case SignpostFollowedUp():
            return contract.SignpostFollowedUp(
                signpost=event.signpost,
                case=event.case,
                client=event.client,
                took_up=event.took_up,
                corrects=event.corrects,
                followed_up_at=event.followed_up_at,
            )


def publish_onward(  # noqa: PLR0911 - one arm for each event
    event: OnwardEvent,
) -> Published:
    """Tell what became of an onward referral, drafts that were never sent included."""
    match event:
        case ReferralDrafted():
            return contract.ReferralDrafted(
                referral=event.referral,
                case=event.case,
                client=event.client,
                entry=event.entry,
                destination=event.destination,
                drafted_at=event.drafted_at,
            )
        case ReferralSent():
            return contract.ReferralSent(
                referral=event.referral,
                case=event.case,
                client=event.client,
                entry=event.entry,
                destination=event.destination,
                recipient=event.recipient,
                reason=event.reason,
                consent=event.consent,
                sent_at=event.sent_at,
            )
        case ReferralSentWithoutConsent():
            return contract.ReferralSentWithoutConsent(
                referral=event.referral,
                case=event.case,
                client=event.client,
                entry=event.entry,
                destination=event.destination,
                recipient=event.recipient,
                reason=event.reason,
                ground=event.ground,
                told=event.told,
                sent_at=event.sent_at,
            )
        case ReferralAcknowledged():
            return contract.ReferralAcknowledged(
                referral=event.referral,
                client=event.client,
                acknowledged_at=event.acknowledged_at,
            )
        case ReferralOutcomeRecorded():
            return contract.ReferralOutcomeRecorded(
                referral=event.referral,
                client=event.client,
                outcome=event.outcome,
                late=event.late,
                how=event.how,
                answered_at=event.answered_at,
                because=event.because,
            )
        case ReferralWithdrawn():
            return contract.ReferralWithdrawn(
                referral=event.referral, client=event.client, withdrawn_at=event.withdrawn_at
            )
        case ReferralUnanswered():
            return contract.ReferralUnanswered(
                referral=event.referral, client=event.client, marked_at=event.marked_at
            )
        case ReferralStopped():
            return contract.ReferralStopped(
                referral=event.referral, client=event.client, stopped_at=event.stopped_at
            )
        case ReferralTakenUpAgain():
            return contract.ReferralTakenUpAgain(
                referral=event.referral, client=event.client, taken_up_at=event.taken_up_at
            )


def publish_erasure(event: ClientDataErased) -> Published:
    """Tell that referrals can read nothing personal of a client any more."""
    return contract.ClientDataErased(client=event.client, erased_at=event.erased_at)
