"""Nobody is given up before enough was tried, and whoever comes back need not begin anew.

Three attempts on different days, over ten days or more, by two channels or at two times of
the day; a letter or a visit where there is no telephone.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.domain.codes import Channel, ContactResult
from ht_intake.domain.days import LONDON, months_after
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
from ht_intake.domain.referral.events import Event
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.referral import decide
from ht_intake.domain.referral.refusals import (
    AttemptedBeforeReceived,
    AttemptsTooAlike,
    AttemptsTooClose,
    BookedForThePast,
    ClosedUnreachable,
    LetterOrVisitNeeded,
    NotTriaged,
    NotUnreachable,
    ReopenedBeforeClosed,
    TooFewAttempts,
    TooLateToReopen,
)
from ht_intake.domain.referral.silence import time_of_day
from ht_intake.domain.referral.state import NO_REFERRAL_YET
from ht_intake.domain.refusals import DatedInTheFuture, DecidedBeforeReceived, Refused
from ht_intake.domain.taking_in import TakingIn

from .people import APRIL, MARCH, MAY, TODAY, TOMORROW
from .referred import (
    ACCEPTED,
    REFERRAL,
    a_referral,
    by_somebody,
    came,
    nothing_yet,
    tried,
)

TRY = RecordContactAttempt(
    attempt=UUID(int=51),
    at=APRIL,
    channel="telephone",
    result="no_answer",
    through="through_hostel",
    asked_at=TODAY,
)
TRIED = ContactAttempted(
    referral=REFERRAL,
    attempt=UUID(int=51),
    at=APRIL,
    channel="telephone",
    result="no_answer",
    through="through_hostel",
)
BOOK = BookFirstMeeting(meeting_at=TOMORROW, booked_at=APRIL, asked_at=TODAY)
BOOKED = FirstMeetingBooked(referral=REFERRAL, meeting_at=TOMORROW, booked_at=APRIL)
CLOSE = CloseUnreachable(closed_at=MAY, asked_at=TODAY, by=TakingIn())
ENOUGH = (tried(0), tried(5), tried(10, hours=5))
CLOSED = ReferralUnreachable(referral=REFERRAL, attempts=3, closed_at=MAY)
REOPEN = ReopenReferral(reopened_at=TODAY, asked_at=TODAY, contact_by=date(2026, 6, 29))
REOPENED = ReferralReopened(referral=REFERRAL, reopened_at=TODAY, contact_by=date(2026, 6, 29))


def test_an_attempt_says_when_by_what_through_whom_and_what_came_of_it() -> None:
    a_referral(ACCEPTED).when(TRY).then(TRIED)


def test_an_attempt_that_is_entered_twice_is_one() -> None:
    a_referral(ACCEPTED, TRIED).when(replace(TRY, attempt=UUID(int=52))).then_nothing()


def test_an_attempt_was_made_after_the_referral_came_and_before_now() -> None:
    a_referral().when(replace(TRY, at=TOMORROW)).then_refused(DatedInTheFuture)
    before = MARCH - timedelta(minutes=1)
    a_referral().when(replace(TRY, at=before)).then_refused(AttemptedBeforeReceived)


def test_somebody_may_be_rung_before_it_is_decided_to_ask_what_is_missing() -> None:
    a_referral().when(TRY).then(TRIED)


def test_a_first_meeting_is_booked_with_somebody_who_was_taken_on() -> None:
    a_referral(ACCEPTED).when(BOOK).then(BOOKED)
    a_referral().when(BOOK).then_refused(NotTriaged)


def test_another_time_takes_the_place_of_the_one_before() -> None:
    later = TOMORROW + timedelta(days=1)

    a_referral(ACCEPTED, BOOKED).when(replace(BOOK, booked_at=MAY)).then_nothing()
    a_referral(ACCEPTED, BOOKED).when(replace(BOOK, meeting_at=later)).then(
        replace(BOOKED, meeting_at=later)
    )


def test_a_meeting_is_booked_for_later() -> None:
    a_referral(ACCEPTED).when(replace(BOOK, meeting_at=MARCH)).then_refused(BookedForThePast)
    a_referral(ACCEPTED).when(replace(BOOK, booked_at=TOMORROW)).then_refused(DatedInTheFuture)


def test_after_enough_attempts_somebody_may_give_up() -> None:
    a_referral(ACCEPTED, *ENOUGH).when(CLOSE).then(CLOSED)


def test_giving_up_twice_is_giving_up_once() -> None:
    a_referral(ACCEPTED, *ENOUGH, CLOSED).when(replace(CLOSE, closed_at=TODAY)).then_nothing()


def test_nobody_is_given_up_who_was_not_taken_on() -> None:
    a_referral(*ENOUGH).when(CLOSE).then_refused(NotTriaged)


def test_three_attempts_on_one_day_are_one() -> None:
    one_day = (tried(0), tried(0, hours=2), tried(10, hours=5), tried(10, hours=6))

    a_referral(ACCEPTED, *one_day).when(CLOSE).then_refused(TooFewAttempts)


def test_attempts_lie_ten_days_apart_from_first_to_last() -> None:
    a_referral(ACCEPTED, tried(0), tried(1), tried(9, hours=5)).when(CLOSE).then_refused(
        AttemptsTooClose
    )


def test_always_the_same_hour_and_channel_is_not_enough_of_a_try() -> None:
    a_referral(ACCEPTED, tried(0), tried(5), tried(10)).when(CLOSE).then_refused(
        AttemptsTooAlike
    )


def test_two_channels_are_as_good_as_two_times_of_the_day() -> None:
    by_letter = (tried(0), tried(5), tried(10, channel="letter"))

    a_referral(ACCEPTED, *by_letter).when(CLOSE).then(CLOSED)


def test_somebody_without_a_telephone_is_written_to_or_called_on() -> None:
    without = nothing_yet().given(by_somebody(telephone=None), ACCEPTED)
    by_mail = tuple(replace(each, channel="email") for each in ENOUGH)

    without.given(*by_mail).when(CLOSE).then_refused(LetterOrVisitNeeded)
    without.given(tried(11, channel="letter")).when(CLOSE).then(replace(CLOSED, attempts=4))


@pytest.mark.parametrize("result", ["reached", "declined"])
def test_attempts_before_the_person_was_spoken_to_count_no_more(result: ContactResult) -> None:
    spoken = tried(11, result=result)

    a_referral(ACCEPTED, *ENOUGH, spoken).when(CLOSE).then_refused(TooFewAttempts)


def test_whoever_agreed_to_a_meeting_was_spoken_to_by_then() -> None:
    after = replace(BOOKED, booked_at=tried(11).at)

    a_referral(ACCEPTED, *ENOUGH, after).when(CLOSE).then_refused(TooFewAttempts)


def test_a_programme_may_ask_for_more_or_less() -> None:
    twice = (tried(0), tried(2, hours=5))
    less = replace(CLOSE, by=TakingIn(attempts=2, attempts_over_days=2))
    more = replace(CLOSE, by=TakingIn(attempts=4))

    a_referral(ACCEPTED, *twice).when(less).then(replace(CLOSED, attempts=2))
    a_referral(ACCEPTED, *ENOUGH).when(more).then_refused(TooFewAttempts)


def test_giving_up_is_dated_well() -> None:
    a_referral(ACCEPTED, *ENOUGH).when(replace(CLOSE, closed_at=TOMORROW)).then_refused(
        DatedInTheFuture
    )
    early = MARCH - timedelta(days=1)
    a_referral(ACCEPTED, *ENOUGH).when(replace(CLOSE, closed_at=early)).then_refused(
        DecidedBeforeReceived
    )


def test_what_was_given_up_is_not_tried_before_it_is_reopened() -> None:
    a_referral(ACCEPTED, *ENOUGH, CLOSED).when(TRY).then_refused(ClosedUnreachable)


def test_whoever_comes_back_goes_on_without_a_new_referral() -> None:
    a_referral(ACCEPTED, *ENOUGH, CLOSED).when(REOPEN).then(REOPENED)
    a_referral(ACCEPTED, *ENOUGH, CLOSED, REOPENED).when(TRY).then(TRIED)


def test_after_coming_back_giving_up_begins_anew() -> None:
    a_referral(ACCEPTED, *ENOUGH, CLOSED, REOPENED).when(
        replace(CLOSE, closed_at=TODAY)
    ).then_refused(TooFewAttempts)


def test_six_months_are_counted_by_the_calendar() -> None:
    closed = replace(CLOSED, closed_at=datetime(2026, 8, 31, 12, tzinfo=UTC))
    last = datetime(2027, 2, 28, 20, tzinfo=UTC)
    given_up = a_referral(ACCEPTED, *ENOUGH, closed)
    late = last + timedelta(days=1)

    given_up.when(replace(REOPEN, reopened_at=late, asked_at=late)).then_refused(
        TooLateToReopen
    )
    given_up.when(replace(REOPEN, reopened_at=last, asked_at=last)).then(
        replace(REOPENED, reopened_at=last)
    )


def test_only_what_was_given_up_is_reopened_and_not_before() -> None:
    a_referral(ACCEPTED).when(REOPEN).then_refused(NotUnreachable)
    before = replace(REOPEN, reopened_at=APRIL)
    a_referral(ACCEPTED, *ENOUGH, CLOSED).when(before).then_refused(ReopenedBeforeClosed)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
def test_some_months_later_is_the_same_day_or_the_last_of_its_month(
    day: date, months: int
) -> None:
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


ATTEMPTS = st.lists(
    st.builds(
        tried,
        st.integers(0, 25),
        st.integers(-2, 12),
        channel=st.sampled_from(list[Channel](["telephone", "letter", "text", "in_person"])),
        result=st.sampled_from(
            list[ContactResult](["no_answer", "message_left", "wrong_number", "reached"])
        ),
    ),
    max_size=8,
)


@given(ATTEMPTS, st.integers(1, 4), st.integers(0, 12))
def test_nobody_is_given_up_before_the_numbers_of_the_programme_are_met(
    attempts: list[ContactAttempted], wanted: int, over_days: int
) -> None:
    history: list[Event] = [came(), ACCEPTED, *attempts]
    state = reduce(evolve, history, NO_REFERRAL_YET)
    numbers = TakingIn(attempts=wanted, attempts_over_days=over_days)

    try:
        decide(replace(CLOSE, closed_at=TODAY, by=numbers), state)
    except Refused:
        return
    last_spoken = max((each.at for each in attempts if each.result == "reached"), default=MARCH)
    vain = [each for each in attempts if each.result != "reached" and each.at >= last_spoken]
    days = sorted({each.at.astimezone(LONDON).date() for each in vain})
    assert len(days) >= wanted
    assert (days[-1] - days[0]).days >= over_days
    assert len({each.channel for each in vain} | {time_of_day(each.at) for each in vain}) > 2


@given(ATTEMPTS)
def test_the_order_in_which_attempts_are_entered_does_not_matter(
    attempts: list[ContactAttempted],
) -> None:
    def comes_of(entered: list[ContactAttempted]) -> object:
        history: list[Event] = [came(), ACCEPTED, *entered]
        state = reduce(evolve, history, NO_REFERRAL_YET)
        try:
            return decide(CLOSE, state)
        except Refused as refused:
            return type(refused)

    assert comes_of(attempts) == comes_of(attempts[::-1])
