"""Writing an onward referral and sending it: what must be so before a client's details leave.

    DraftReferral ─► ReferralDrafted
    SendReferral ─► ReferralSent                       (under a live consent for the recipient)
    SendWithoutConsent ─► ReferralSentWithoutConsent   (to keep somebody safe, and on record)

All of it may happen while a case is open, and for twelve months after it was closed; none of
it of a client who has died.
"""

from datetime import datetime

from ht_referrals.domain.commands import DraftReferral, SendReferral, SendWithoutConsent
from ht_referrals.domain.consent import live_consent
from ht_referrals.domain.events import (
    ReferralDrafted,
    ReferralSent,
    ReferralSentWithoutConsent,
)
from ht_referrals.domain.onward_state import Onward
from ht_referrals.domain.refusals import (
    AlreadyEnded,
    CaseClosedTooLongAgo,
    ClientHasDied,
    DestinationInactive,
    NobodyWasTold,
)
from ht_referrals.domain.timing import day_of, happened, last_day_to_send


def draft(asked: DraftReferral, onward: Onward) -> list[ReferralDrafted]:
    """Write it. Nothing leaves."""
    if onward.drafted is not None:
        return []
    if asked.client_has_died:
        raise ClientHasDied
    if not asked.to.active:
        raise DestinationInactive
    drafted_at = happened(asked.drafted_at, asked_at=asked.asked_at)
    _while_the_case_allows(drafted_at, asked.case_closed_at)
    return [
        ReferralDrafted(
            referral=asked.referral,
            case=asked.case,
            client=asked.client,
            programme=asked.programme,
            entry=asked.to.entry,
            destination=asked.to.destination,
            recipient=asked.to.recipient,
            reason=asked.reason,
            summary=asked.summary,
            drafted_at=drafted_at,
        )
    ]


def send(asked: SendReferral, onward: Onward) -> list[ReferralSent]:
    """Send it under the consent that covers it at that moment."""
    drafted = onward.draft()
    if _is_sent(onward):
        return []
    sent_at = _leaves_at(asked, drafted)
    return [
        ReferralSent(
            referral=drafted.referral,
            case=drafted.case,
            client=drafted.client,
            entry=drafted.entry,
            destination=drafted.destination,
            recipient=drafted.recipient,
            reason=drafted.reason,
            consent=live_consent(
                asked.consents, client=drafted.client, recipient=drafted.recipient, at=sent_at
            ),
            sent_at=sent_at,
        )
    ]


def send_without_consent(
    asked: SendWithoutConsent, onward: Onward
) -> list[ReferralSentWithoutConsent]:
    """Send it because somebody is in danger, with the ground, the reason and who was told."""
    drafted = onward.draft()
    if _is_sent(onward):
        return []
    if not asked.told:
        raise NobodyWasTold
    return [
        ReferralSentWithoutConsent(
            referral=drafted.referral,
            case=drafted.case,
            client=drafted.client,
            entry=drafted.entry,
            destination=drafted.destination,
            recipient=drafted.recipient,
            reason=drafted.reason,
            ground=asked.ground,
            why=asked.why,
            told=tuple(sorted(asked.told)),
            sent_at=_leaves_at(asked, drafted),
        )
    ]


def _is_sent(onward: Onward) -> bool:
    if onward.withdrawn is not None:
        raise AlreadyEnded
    if onward.sent is not None:
        return True
    if onward.stopped is not None:
        raise ClientHasDied
    return False


def _leaves_at(asked: SendReferral | SendWithoutConsent, drafted: ReferralDrafted) -> datetime:
    if asked.client_has_died:
        raise ClientHasDied
    if not asked.to.active:
        raise DestinationInactive
    sent_at = happened(asked.sent_at, asked_at=asked.asked_at, after=drafted.drafted_at)
    _while_the_case_allows(sent_at, asked.case_closed_at)
    return sent_at


def _while_the_case_allows(at: datetime, closed_at: datetime | None) -> None:
    if closed_at is not None and day_of(at) > last_day_to_send(closed_at):
        raise CaseClosedTooLongAgo
