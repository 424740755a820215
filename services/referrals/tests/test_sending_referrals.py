"""A client's details leave only under a consent that covers this recipient at that moment.

It is looked at when the referral is sent, not only when it is written: people change their
minds in between.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_referrals.domain.commands import OnwardCommand, SendReferral
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralDrafted,
    ReferralSent,
    ReferralWithdrawn,
)
from ht_referrals.domain.onward import NOTHING_YET, Onward, decide, evolve
from ht_referrals.domain.refusals import (
    AlreadyEnded,
    DatedBeforeWhatItFollows,
    DatedInTheFuture,
    DestinationInactive,
    NoLiveConsent,
    NothingDrafted,
)
from ht_referrals.domain.words import (
    CaseId,
    ClientId,
    Consent,
    ConsentId,
    EntryId,
    Place,
    ReferralId,
)

MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 2, day, 10, 15, tzinfo=UTC) for day in (2, 3, 4))
CLIENT, SOMEBODY_ELSE = ClientId(UUID(int=3)), ClientId(UUID(int=33))
SMOKE_FREE = Place(
    entry=EntryId(UUID(int=4)),
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    active=True,
)
CONSENT = Consent(
    consent=ConsentId(UUID(int=5)),
    client=CLIENT,
    recipient="northfield-smoke-free",
    purpose="onward_referral",
    given_at=MONDAY,
)
DRAFTED = ReferralDrafted(
    referral=ReferralId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    programme="northfield",
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    summary=None,
    drafted_at=MONDAY,
)
SENT = ReferralSent(
    referral=ReferralId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    consent=CONSENT.consent,
    sent_at=TUESDAY,
)


def a_draft(*history: OnwardEvent) -> Specification[OnwardCommand, Onward, OnwardEvent]:
    return Specification(decide, evolve, NOTHING_YET).given(DRAFTED, *history)


def send(
    *consents: Consent, sent_at: datetime = TUESDAY, to: Place = SMOKE_FREE
) -> SendReferral:
    return SendReferral(to=to, consents=consents, sent_at=sent_at, asked_at=WEDNESDAY)


def test_a_referral_is_sent_under_the_consent_that_covers_it() -> None:
    a_draft().when(send(CONSENT)).then(SENT)


def test_without_any_consent_nothing_is_sent() -> None:
    a_draft().when(send()).then_refused(NoLiveConsent)


@pytest.mark.parametrize(
    "another",
    [
        pytest.param(replace(CONSENT, recipient="jobcentre-plus"), id="for another recipient"),
        pytest.param(replace(CONSENT, purpose="evaluation"), id="for another purpose"),
        pytest.param(replace(CONSENT, client=SOMEBODY_ELSE), id="of somebody else"),
        pytest.param(replace(CONSENT, given_at=WEDNESDAY), id="given after the sending"),
        pytest.param(replace(CONSENT, expires_at=TUESDAY), id="expired at that moment"),
        pytest.param(replace(CONSENT, withdrawn_at=MONDAY), id="withdrawn before"),
        pytest.param(replace(CONSENT, withdrawn_at=WEDNESDAY), id="withdrawn since"),
    ],
)
def test_a_consent_that_does_not_cover_it_sends_nothing(another: Consent) -> None:
    a_draft().when(send(another)).then_refused(NoLiveConsent)


def test_a_consent_given_anew_counts_beside_one_withdrawn() -> None:
    withdrawn = replace(CONSENT, consent=ConsentId(UUID(int=55)), withdrawn_at=MONDAY)

    a_draft().when(send(withdrawn, CONSENT)).then(SENT)


def test_a_consent_counts_until_the_moment_it_expires() -> None:
    soon_over = replace(CONSENT, expires_at=TUESDAY + timedelta(seconds=1))

    a_draft().when(send(soon_over)).then(SENT)


def test_nothing_is_sent_to_a_place_that_has_closed_since_the_draft() -> None:
    closed = replace(SMOKE_FREE, active=False)

    a_draft().when(send(CONSENT, to=closed)).then_refused(DestinationInactive)


def test_a_referral_must_be_written_before_it_is_sent() -> None:
    (
        Specification(decide, evolve, NOTHING_YET)
        .when(send(CONSENT))
        .then_refused(NothingDrafted)
    )


def test_a_draft_that_was_withdrawn_cannot_be_sent() -> None:
    withdrawn = ReferralWithdrawn(referral=DRAFTED.referral, client=CLIENT, withdrawn_at=MONDAY)

    a_draft(withdrawn).when(send(CONSENT)).then_refused(AlreadyEnded)


def test_sending_again_sends_nothing_more_even_without_a_consent_now() -> None:
    a_draft(SENT).when(send()).then_nothing()


def test_a_sending_cannot_be_dated_in_the_future() -> None:
    later = WEDNESDAY + timedelta(seconds=1)

    a_draft().when(send(CONSENT, sent_at=later)).then_refused(DatedInTheFuture)


def test_a_sending_cannot_be_dated_before_the_draft() -> None:
    earlier = MONDAY - timedelta(days=1)

    a_draft().when(send(CONSENT, sent_at=earlier)).then_refused(DatedBeforeWhatItFollows)
