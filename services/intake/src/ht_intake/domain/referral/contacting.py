"""Reaching the person: attempts, a first meeting, giving up by rule, and coming back.

Attempts count when they are made on different days. Those before the person was last spoken
to, or came back, count no more: giving up is about the silence since then.
"""

from typing import Final

from ht_intake.domain.days import london_day, months_after, not_after
from ht_intake.domain.referral.commands import (
    BookFirstMeeting,
    CloseUnreachable,
    RecordContactAttempt,
    ReopenReferral,
)
from ht_intake.domain.referral.contact_events import (
    ContactAttempted,
    FirstMeetingBooked,
    ReferralReopened,
    ReferralUnreachable,
)
from ht_intake.domain.referral.events import (
    Event,
)
from ht_intake.domain.referral.refusals import (
    AttemptedBeforeReceived,
    AttemptsTooAlike,
    AttemptsTooClose,
    BookedForThePast,
    LetterOrVisitNeeded,
    NotTriaged,
    NotUnreachable,
    ReopenedBeforeClosed,
    TooFewAttempts,
    TooLateToReopen,
)
from ht_intake.domain.referral.silence import silence_of
from ht_intake.domain.referral.state import Referral, dated_well

COMES_BACK_WITHIN: Final = 6
"""Months in which somebody who could not be reached comes back without a new referral."""


def attempt(asked: RecordContactAttempt, referral: Referral) -> list[Event]:
    """Note an attempt. The same moment by the same channel is the same attempt."""
    told = (asked.at, asked.channel, asked.through)
    for each in referral.attempts:
        if each.attempt == asked.attempt or (each.at, each.channel, each.through) == told:
            return []
    received = referral.without_a_case
    not_after(asked.asked_at, asked.at)
    if asked.at < received.received_at:
        raise AttemptedBeforeReceived
    return [
        ContactAttempted(
            referral=received.referral,
            attempt=asked.attempt,
            at=asked.at,
            channel=asked.channel,
            result=asked.result,
            through=asked.through,
        )
    ]


def book(asked: BookFirstMeeting, referral: Referral) -> list[Event]:
    """Promise a first meeting; a new time takes the place of the one before."""
    if referral.booked is not None and referral.booked.meeting_at == asked.meeting_at:
        return []
    received = referral.without_a_case
    if referral.accepted is None:
        raise NotTriaged
    dated_well(asked.booked_at, received, asked.asked_at)
    if asked.meeting_at < asked.booked_at:
        raise BookedForThePast
    return [
        FirstMeetingBooked(
            referral=received.referral,
            meeting_at=asked.meeting_at,
            booked_at=asked.booked_at,
        )
    ]


def close(asked: CloseUnreachable, referral: Referral) -> list[Event]:
    """Give up for now, when enough was tried."""
    if referral.unreachable is not None:
        return []
    received = referral.without_a_case
    if referral.accepted is None:
        raise NotTriaged
    dated_well(asked.closed_at, received, asked.asked_at)
    silence = silence_of(referral)
    if silence.days < asked.by.attempts or silence.since is None or silence.until is None:
        raise TooFewAttempts
    if (silence.until - silence.since).days < asked.by.attempts_over_days:
        raise AttemptsTooClose
    if not silence.varied:
        raise AttemptsTooAlike
    if silence.needs_letter_or_visit:
        raise LetterOrVisitNeeded
    return [
        ReferralUnreachable(
            referral=received.referral, attempts=silence.days, closed_at=asked.closed_at
        )
    ]


def reopen(asked: ReopenReferral, referral: Referral) -> list[Event]:
    """Go on with somebody who came back in time."""
    standing = referral.reopened
    if standing is not None and standing.reopened_at == asked.reopened_at:
        return []
    received = referral.kept
    closed = referral.unreachable
    if closed is None:
        raise NotUnreachable
    not_after(asked.asked_at, asked.reopened_at)
    if asked.reopened_at < closed.closed_at:
        raise ReopenedBeforeClosed
    if london_day(asked.reopened_at) > months_after(
        london_day(closed.closed_at), COMES_BACK_WITHIN
    ):
        raise TooLateToReopen
    return [
        ReferralReopened(
            referral=received.referral,
            reopened_at=asked.reopened_at,
            contact_by=asked.contact_by,
        )
    ]
