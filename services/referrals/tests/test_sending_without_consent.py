"""Without consent a client's details leave only to keep somebody from harm, and on record.

DOMAIN.md 4.5: "safeguarding or vital interests", with a reason and who was told.
"""

from dataclasses import replace
from datetime import timedelta

from ht_referrals.domain.commands import SendWithoutConsent
from ht_referrals.domain.events import ReferralSentWithoutConsent, ReferralWithdrawn
from ht_referrals.domain.refusals import (
    AlreadyEnded,
    CaseClosedTooLongAgo,
    DatedInTheFuture,
    DestinationInactive,
    NobodyWasTold,
)

from .test_sending_referrals import (
    CLIENT,
    DRAFTED,
    MONDAY,
    SENT,
    SMOKE_FREE,
    TUESDAY,
    WEDNESDAY,
    a_draft,
    send,
)

SEND = SendWithoutConsent(
    to=SMOKE_FREE,
    ground="safeguarding",
    why="Says they are hurt at home",
    told=frozenset({"safeguarding_lead", "line_manager"}),
    sent_at=TUESDAY,
    asked_at=WEDNESDAY,
)
SENT_WITHOUT = ReferralSentWithoutConsent(
    referral=DRAFTED.referral,
    case=DRAFTED.case,
    client=CLIENT,
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    ground="safeguarding",
    why="Says they are hurt at home",
    told=("line_manager", "safeguarding_lead"),
    sent_at=TUESDAY,
)


def test_it_says_on_what_ground_why_and_who_was_told() -> None:
    a_draft().when(SEND).then(SENT_WITHOUT)


def test_somebody_must_have_been_told() -> None:
    a_draft().when(replace(SEND, told=frozenset())).then_refused(NobodyWasTold)


def test_what_was_sent_is_not_sent_again_without_consent_nor_with() -> None:
    a_draft(SENT).when(SEND).then_nothing()
    a_draft(SENT_WITHOUT).when(send()).then_nothing()


def test_a_place_that_takes_nobody_gets_nobody_even_so() -> None:
    closed = replace(SMOKE_FREE, active=False)

    a_draft().when(replace(SEND, to=closed)).then_refused(DestinationInactive)


def test_a_draft_that_was_taken_back_is_not_sent_even_so() -> None:
    withdrawn = ReferralWithdrawn(referral=DRAFTED.referral, client=CLIENT, withdrawn_at=MONDAY)

    a_draft(withdrawn).when(SEND).then_refused(AlreadyEnded)


def test_it_is_not_dated_in_the_future() -> None:
    later = WEDNESDAY + timedelta(seconds=1)

    a_draft().when(replace(SEND, sent_at=later)).then_refused(DatedInTheFuture)


def test_a_case_that_closed_long_ago_sends_nothing_even_so() -> None:
    long_ago = TUESDAY - timedelta(days=366)

    a_draft().when(replace(SEND, case_closed_at=long_ago)).then_refused(CaseClosedTooLongAgo)
