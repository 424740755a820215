"""Remembering what happened to a referral."""

from dataclasses import replace

from ht_intake.domain.referral.amending import amended
from ht_intake.domain.referral.contact_events import (
    ContactAttempted,
    FirstMeetingBooked,
    ReferralDeclined,
    ReferralReopened,
    ReferralUnreachable,
    ReferralWithdrawn,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    Event,
    ReferralAccepted,
    ReferralAmended,
    ReferralConverted,
    ReferralForgotten,
    ReferralLinked,
    ReferralRedirected,
    ReferralRejected,
    ReferralReturned,
    ReferralsToldApart,
)
from ht_intake.domain.referral.state import Amendment, Referral


def evolve(referral: Referral, event: Event) -> Referral:  # noqa: C901, PLR0911, PLR0912 - one per event
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case ClientReferred():
            return replace(referral, received=event)
        case ReferralReturned():
            return replace(referral, returned=event)
        case ReferralAccepted():
            return replace(referral, accepted=event)
        case ReferralRejected():
            return replace(referral, rejected=event)
        case ReferralRedirected():
            return replace(referral, redirected=event)
        case ContactAttempted():
            return replace(referral, attempts=(*referral.attempts, event))
        case FirstMeetingBooked():
            return replace(referral, booked=event)
        case ReferralUnreachable():
            return replace(referral, unreachable=event)
        case ReferralReopened():
            return replace(referral, unreachable=None, booked=None, reopened=event)
        case ReferralDeclined():
            return replace(referral, declined=event)
        case ReferralWithdrawn():
            return replace(referral, withdrawn=event)
        case ReferralAmended():
            return _after(referral, event)
        case ReferralsToldApart():
            return replace(referral, told_apart=referral.told_apart | {event.other})
        case ReferralLinked():
            return replace(referral, linked=event)
        case ReferralConverted():
            return replace(referral, converted=event)
        case ReferralForgotten():
            return replace(referral, forgotten=event)


def _after(referral: Referral, event: ReferralAmended) -> Referral:
    before = referral.received
    if before is None:
        return referral
    after = amended(before, event)
    amendment = Amendment(told=event, before=before, after=after)
    return replace(referral, received=after, amendments=(*referral.amendments, amendment))
