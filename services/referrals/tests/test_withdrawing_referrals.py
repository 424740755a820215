"""A referral can be taken back until the client has been there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_referrals.domain.commands import OnwardCommand, WithdrawReferral
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralDrafted,
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralWithdrawn,
)
from ht_referrals.domain.onward import NOTHING_YET, Onward, decide, evolve
from ht_referrals.domain.refusals import (
    AlreadyAttended,
    AlreadyEnded,
    DatedBeforeWhatItFollows,
    DatedInTheFuture,
)
from ht_referrals.domain.words import (
    CaseId,
    ClientId,
    ConsentId,
    EntryId,
    Outcome,
    ReferralId,
)

MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 2, day, 10, 15, tzinfo=UTC) for day in (2, 3, 4))
REFERRAL, CLIENT = ReferralId(UUID(int=1)), ClientId(UUID(int=3))
DRAFTED = ReferralDrafted(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    programme="northfield",
    entry=EntryId(UUID(int=4)),
    destination="jobcentre_plus",
    recipient="jobcentre-plus",
    reason="04",
    summary=None,
    drafted_at=MONDAY,
)
SENT = ReferralSent(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    entry=EntryId(UUID(int=4)),
    destination="jobcentre_plus",
    recipient="jobcentre-plus",
    reason="04",
    consent=ConsentId(UUID(int=5)),
    sent_at=TUESDAY,
)
WITHDRAWN = ReferralWithdrawn(referral=REFERRAL, client=CLIENT, withdrawn_at=WEDNESDAY)


def a_draft(*history: OnwardEvent) -> Specification[OnwardCommand, Onward, OnwardEvent]:
    return Specification(decide, evolve, NOTHING_YET).given(DRAFTED, *history)


def withdraw(*, at: datetime = WEDNESDAY) -> WithdrawReferral:
    return WithdrawReferral(withdrawn_at=at, asked_at=WEDNESDAY)


def outcome(said: Outcome) -> ReferralOutcomeRecorded:
    return ReferralOutcomeRecorded(
        referral=REFERRAL,
        client=CLIENT,
        outcome=said,
        late=False,
        how="letter",
        answered_at=WEDNESDAY,
    )


def test_a_draft_can_be_withdrawn() -> None:
    a_draft().when(withdraw()).then(WITHDRAWN)


def test_a_referral_can_be_withdrawn_after_it_was_sent() -> None:
    a_draft(SENT).when(withdraw()).then(WITHDRAWN)


def test_a_referral_can_be_withdrawn_after_it_was_accepted() -> None:
    a_draft(SENT, outcome("accepted")).when(withdraw()).then(WITHDRAWN)


def test_withdrawing_again_changes_nothing() -> None:
    a_draft(SENT, WITHDRAWN).when(withdraw()).then_nothing()


@pytest.mark.parametrize("ending", ["rejected", "did_not_attend", "completed"])
def test_what_has_ended_cannot_be_withdrawn(ending: Outcome) -> None:
    a_draft(SENT, outcome(ending)).when(withdraw()).then_refused(AlreadyEnded)


def test_a_client_who_has_been_there_cannot_be_called_back() -> None:
    a_draft(SENT, outcome("attended")).when(withdraw()).then_refused(AlreadyAttended)


def test_a_withdrawal_cannot_be_dated_before_the_sending() -> None:
    a_draft(SENT).when(withdraw(at=MONDAY)).then_refused(DatedBeforeWhatItFollows)


def test_a_withdrawal_cannot_be_dated_in_the_future() -> None:
    tomorrow = WEDNESDAY + timedelta(days=1)

    a_draft().when(withdraw(at=tomorrow)).then_refused(DatedInTheFuture)
