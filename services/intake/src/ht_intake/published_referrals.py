"""What intake tells of referrals: how far each has come, and nothing of who it is of."""

from ht_contracts import intake as told
from ht_contracts.envelope import Published
from ht_intake.domain import draft
from ht_intake.domain.referral import contact_events as contact
from ht_intake.domain.referral import events as referral


def publish_referral(  # noqa: C901, PLR0911, PLR0912 - one per event
    event: referral.Event,
) -> Published | None:
    """Tell how far an inbound referral has come."""
    # Why somebody is not told may tell of their home: only that they are not is told.
    match event:
        case referral.ClientReferred():
            return told.ClientReferred(
                referral=event.referral,
                source=event.source,
                consent=event.consent,
                needs=event.needs,
                received_at=event.received_at,
                met_in=event.met_in,
                contact_by=event.contact_by,
                pathway=event.pathway,
            )
        case referral.ReferralReturned():
            return told.ReferralReturned(
                referral=event.referral, source=event.source, received_at=event.received_at
            )
        case referral.ReferralAccepted():
            return told.ReferralAccepted(
                referral=event.referral,
                accepted_at=event.accepted_at,
                overridden=event.overridden,
                override_of=event.override_of,
                appropriateness=event.appropriateness,
            )
        case referral.ReferralRejected():
            return told.ReferralRejected(
                referral=event.referral,
                reason=event.reason,
                referrer_told_by=event.referrer_told_by,
                rejected_at=event.rejected_at,
                person_told_by=event.person_told_by,
                where_else=event.where_else or (),
                duplicate_of=event.duplicate_of,
                appropriateness=event.appropriateness,
            )
        case referral.ReferralRedirected():
            return told.ReferralRedirected(
                referral=event.referral,
                to=event.to,
                to_programme=event.to_programme,
                referrer_told_by=event.referrer_told_by,
                person_told_by=event.person_told_by,
                redirected_at=event.redirected_at,
                appropriateness=event.appropriateness,
            )
        case contact.ContactAttempted():
            # Through whom somebody is reached tells where they live: it stays here.
            return told.ContactAttempted(
                referral=event.referral,
                attempt=event.attempt,
                at=event.at,
                channel=event.channel,
                result=event.result,
                direct=event.through == "direct",
            )
        case contact.FirstMeetingBooked():
            return told.FirstMeetingBooked(
                referral=event.referral,
                meeting_at=event.meeting_at,
                booked_at=event.booked_at,
            )
        case contact.ReferralUnreachable():
            return told.ReferralUnreachable(
                referral=event.referral, attempts=event.attempts, closed_at=event.closed_at
            )
        case contact.ReferralReopened():
            return told.ReferralReopened(
                referral=event.referral,
                reopened_at=event.reopened_at,
                contact_by=event.contact_by,
            )
        case contact.ReferralDeclined():
            return told.ReferralDeclined(
                referral=event.referral, declined_at=event.declined_at, how=event.how
            )
        case contact.ReferralWithdrawn():
            return told.ReferralWithdrawn(
                referral=event.referral,
                by=event.by,
                stage=event.stage,
                ended=event.ended,
                withdrawn_at=event.withdrawn_at,
            )
        case referral.ReferralAmended():
            return told.ReferralAmended(
                referral=event.referral,
                parts=event.parts,
                consent=event.consent if "consent" in event.parts else None,
                needs=event.needs if "needs" in event.parts else None,
                amended_at=event.amended_at,
            )
        case referral.ReferralsToldApart():
            return None  # who was thought to be somebody else is nobody else's matter
        case referral.ReferralLinked():
            return told.ReferralLinked(
                referral=event.referral,
                client=event.client,
                case=event.case,
                linked_at=event.linked_at,
            )
        case referral.ReferralConverted():
            return told.ReferralConverted(
                referral=event.referral,
                case=event.case,
                client=event.client,
                agreed_to_take_part_at=event.agreed_to_take_part_at,
                converted_at=event.converted_at,
            )
        case referral.ReferralForgotten():
            return None  # `client_data_erased` tells it


def publish_draft(_: draft.Event) -> None:
    """Tell nothing: what somebody is still writing is theirs, and may never be sent."""
