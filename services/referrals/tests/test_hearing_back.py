"""The loop is closed: what a destination says is taken, in any order that makes sense.

Fourteen days of silence are marked, and end nothing: a later answer is taken, as late.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_referrals.domain.commands import MarkUnanswered, OnwardCommand, RecordAnswer
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralAcknowledged,
    ReferralDrafted,
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralUnanswered,
    ReferralWithdrawn,
)
from ht_referrals.domain.onward import NOTHING_YET, Onward, decide, evolve
from ht_referrals.domain.refusals import (
    AlreadyEnded,
    AnswerOutOfOrder,
    DatedBeforeWhatItFollows,
    DatedInTheFuture,
    NotSentYet,
    NotYetOverdue,
    OnlyRejectionsHaveAReason,
)
from ht_referrals.domain.words import (
    Answer,
    CaseId,
    ClientId,
    ConsentId,
    EntryId,
    Outcome,
    ReferralId,
)

SENT_ON = datetime(2026, 2, 3, 10, 15, tzinfo=UTC)
NEXT_WEEK, LAST_DAY, LATE = (SENT_ON + timedelta(days=days) for days in (7, 14, 15))
TODAY = SENT_ON + timedelta(days=60)
REFERRAL, CLIENT = ReferralId(UUID(int=1)), ClientId(UUID(int=3))
DRAFTED = ReferralDrafted(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    programme="northfield",
    entry=EntryId(UUID(int=4)),
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    summary=None,
    drafted_at=SENT_ON,
)
SENT = ReferralSent(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    entry=EntryId(UUID(int=4)),
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    consent=ConsentId(UUID(int=5)),
    sent_at=SENT_ON,
)
ACKNOWLEDGED = ReferralAcknowledged(
    referral=REFERRAL, client=CLIENT, how="email", acknowledged_at=NEXT_WEEK
)
UNANSWERED = ReferralUnanswered(referral=REFERRAL, client=CLIENT, marked_at=LAST_DAY)


def a_referral(*history: OnwardEvent) -> Specification[OnwardCommand, Onward, OnwardEvent]:
    return Specification(decide, evolve, NOTHING_YET).given(DRAFTED, SENT, *history)


def told(answer: Answer, *, on: datetime = NEXT_WEEK) -> RecordAnswer:
    return RecordAnswer(answer=answer, how="telephone", answered_at=on, asked_at=TODAY)


def outcome(
    said: Outcome, *, on: datetime = NEXT_WEEK, late: bool = False
) -> ReferralOutcomeRecorded:
    return ReferralOutcomeRecorded(
        referral=REFERRAL,
        client=CLIENT,
        outcome=said,
        late=late,
        how="telephone",
        answered_at=on,
    )


def test_a_destination_can_say_that_it_has_the_referral() -> None:
    a_referral().when(told("acknowledged")).then(replace(ACKNOWLEDGED, how="telephone"))


def test_a_rejection_says_why_if_they_said_why() -> None:
    full = replace(outcome("rejected"), because="no_capacity")

    a_referral().when(replace(told("rejected"), because="no_capacity")).then(full)


@pytest.mark.parametrize("said", ["acknowledged", "accepted", "attended", "did_not_attend"])
def test_a_reason_belongs_to_a_rejection_only(said: Answer) -> None:
    odd = replace(told(said), because="no_capacity")

    a_referral().when(odd).then_refused(OnlyRejectionsHaveAReason)


@pytest.mark.parametrize(
    "said", ["accepted", "rejected", "attended", "did_not_attend", "completed"]
)
def test_any_outcome_may_be_the_first_thing_a_destination_says(said: Outcome) -> None:
    a_referral().when(told(said)).then(outcome(said))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("accepted", "attended"),
        ("accepted", "rejected"),
        ("accepted", "did_not_attend"),
        ("attended", "completed"),
    ],
)
def test_an_outcome_may_follow_another(before: Outcome, said: Outcome) -> None:
    a_referral(outcome(before)).when(told(said)).then(outcome(said))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("attended", "accepted"),
        ("attended", "rejected"),
        ("attended", "did_not_attend"),
        ("accepted", "acknowledged"),
    ],
)
def test_an_answer_cannot_undo_what_was_told_before(before: Outcome, said: Answer) -> None:
    a_referral(outcome(before)).when(told(said)).then_refused(AnswerOutOfOrder)


@pytest.mark.parametrize("ending", ["rejected", "did_not_attend", "completed"])
def test_nothing_follows_an_ending(ending: Outcome) -> None:
    a_referral(outcome(ending)).when(told("accepted")).then_refused(AlreadyEnded)


def test_nothing_follows_a_withdrawal() -> None:
    withdrawn = ReferralWithdrawn(referral=REFERRAL, client=CLIENT, withdrawn_at=NEXT_WEEK)

    a_referral(withdrawn).when(told("accepted")).then_refused(AlreadyEnded)


def test_the_same_answer_again_changes_nothing() -> None:
    a_referral(outcome("accepted")).when(told("accepted", on=LATE)).then_nothing()


def test_an_earlier_answer_told_again_changes_nothing_either() -> None:
    (a_referral(ACKNOWLEDGED, outcome("completed")).when(told("acknowledged")).then_nothing())


def test_there_is_no_answer_to_what_was_not_sent() -> None:
    (
        Specification(decide, evolve, NOTHING_YET)
        .given(DRAFTED)
        .when(told("completed"))
        .then_refused(NotSentYet)
    )


def test_an_answer_cannot_be_dated_in_the_future() -> None:
    tomorrow = TODAY + timedelta(days=1)

    a_referral().when(told("accepted", on=tomorrow)).then_refused(DatedInTheFuture)


def test_an_answer_cannot_be_dated_before_the_sending() -> None:
    earlier = SENT_ON - timedelta(days=1)

    a_referral().when(told("accepted", on=earlier)).then_refused(DatedBeforeWhatItFollows)


def test_fourteen_days_of_silence_are_marked() -> None:
    a_referral().when(MarkUnanswered(asked_at=LAST_DAY)).then(UNANSWERED)


def test_thirteen_days_of_silence_are_not() -> None:
    day_before = LAST_DAY - timedelta(days=1)

    a_referral().when(MarkUnanswered(asked_at=day_before)).then_refused(NotYetOverdue)


@pytest.mark.parametrize("heard", [ACKNOWLEDGED, outcome("accepted"), outcome("completed")])
def test_whoever_was_heard_is_not_silent(heard: OnwardEvent) -> None:
    a_referral(heard).when(MarkUnanswered(asked_at=TODAY)).then_nothing()


def test_an_answer_on_the_last_day_is_in_time() -> None:
    a_referral().when(told("accepted", on=LAST_DAY)).then(outcome("accepted", on=LAST_DAY))


def test_an_answer_after_the_silence_was_marked_is_taken_as_late() -> None:
    (
        a_referral(UNANSWERED)
        .when(told("completed", on=LATE))
        .then(outcome("completed", on=LATE, late=True))
    )


def test_an_answer_is_late_by_its_own_date_however_late_the_mark() -> None:
    (a_referral().when(told("accepted", on=LATE)).then(outcome("accepted", on=LATE, late=True)))


def test_an_answer_given_in_time_and_entered_afterwards_is_not_late() -> None:
    a_referral(UNANSWERED).when(told("accepted")).then(outcome("accepted"))


def test_what_follows_an_answer_in_time_is_not_late() -> None:
    (
        a_referral(ACKNOWLEDGED)
        .when(told("completed", on=TODAY))
        .then(outcome("completed", on=TODAY))
    )
