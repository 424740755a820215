"""A case rests for a listed reason, until about a day; a client may stop coming for a while.

"Rejected when: no reason (prison lock-down, hospital and Ramadan are listed reasons); no
expected return date; return more than 12 weeks ahead without SEN."
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest

from ht_plans.domain.case.course_commands import Disengage, PauseCase, ResumeCase
from ht_plans.domain.case.course_events import CaseDisengaged, CasePaused, CaseResumed
from ht_plans.domain.case.pausing import (
    BackBeforeItBegins,
    LongPauseNeedsSenior,
    NoDayOfReturn,
    NotPaused,
)
from ht_plans.domain.case.refusals import CaseHasClosed, NoReason
from ht_plans.domain.codes import PauseReason
from ht_plans.domain.refusals import DatedInTheFuture

from .case_at_work import (
    A_DAY,
    AMINA,
    APRIL,
    CASE,
    CLOSED,
    FEBRUARY,
    JANUARY,
    MARCH,
    SEEN,
    a_case,
)

IN_TWELVE_WEEKS = date(2026, 5, 4)
PAUSE = PauseCase(
    reason="hospital",
    expected_return_on=date(2026, 3, 9),
    by_senior=False,
    paused_at=FEBRUARY,
    now=FEBRUARY,
)
PAUSED = CasePaused(
    case=CASE,
    client=AMINA,
    reason="hospital",
    expected_return_on=date(2026, 3, 9),
    paused_at=FEBRUARY,
)
RESUMED = CaseResumed(case=CASE, client=AMINA, resumed_at=MARCH)
GONE = CaseDisengaged(case=CASE, client=AMINA, disengaged_at=JANUARY)


def test_a_case_rests_for_a_reason_until_a_day() -> None:
    a_case().when(PAUSE).then(PAUSED)


def test_prison_hospital_and_ramadan_are_listed_reasons() -> None:
    assert {"prison_lock_down", "hospital", "ramadan"} <= set(get_args(PauseReason))


def test_a_pause_says_why() -> None:
    a_case().when(replace(PAUSE, reason=None)).then_refused(NoReason)


def test_a_pause_says_when_the_client_is_expected_back() -> None:
    a_case().when(replace(PAUSE, expected_return_on=None)).then_refused(NoDayOfReturn)


def test_nobody_is_back_before_they_went() -> None:
    early = replace(PAUSE, expected_return_on=date(2026, 2, 8))

    a_case().when(early).then_refused(BackBeforeItBegins)


def test_a_pause_begins_when_it_has_begun() -> None:
    ahead = replace(PAUSE, paused_at=FEBRUARY + A_DAY)

    a_case().when(ahead).then_refused(DatedInTheFuture)


def test_twelve_weeks_are_for_the_trainer_to_decide() -> None:
    longest = replace(PAUSE, expected_return_on=IN_TWELVE_WEEKS)

    a_case().when(longest).then(replace(PAUSED, expected_return_on=IN_TWELVE_WEEKS))


def test_more_than_twelve_weeks_are_for_a_senior() -> None:
    longer = replace(PAUSE, expected_return_on=IN_TWELVE_WEEKS + A_DAY)

    a_case().when(longer).then_refused(LongPauseNeedsSenior)
    a_case().when(replace(longer, by_senior=True)).then(
        replace(PAUSED, expected_return_on=IN_TWELVE_WEEKS + A_DAY)
    )


def test_the_day_of_return_can_be_moved() -> None:
    later = replace(PAUSE, expected_return_on=date(2026, 4, 13), now=MARCH)

    a_case(PAUSED).when(later).then(replace(PAUSED, expected_return_on=date(2026, 4, 13)))


def test_a_pause_entered_twice_is_one() -> None:
    a_case(PAUSED).when(PAUSE).then_nothing()


def test_a_case_that_rests_goes_on() -> None:
    a_case(PAUSED).when(ResumeCase(resumed_at=MARCH, now=MARCH)).then(RESUMED)


def test_a_return_entered_twice_is_one() -> None:
    a_case(PAUSED, RESUMED).when(ResumeCase(resumed_at=MARCH, now=MARCH)).then_nothing()


def test_a_case_that_does_not_rest_cannot_go_on() -> None:
    a_case().when(ResumeCase(resumed_at=MARCH, now=MARCH)).then_refused(NotPaused)


def test_nobody_has_come_back_tomorrow() -> None:
    tomorrow = ResumeCase(resumed_at=MARCH + A_DAY, now=MARCH)

    a_case(PAUSED).when(tomorrow).then_refused(DatedInTheFuture)


def test_a_case_that_has_ended_does_not_rest() -> None:
    late = replace(PAUSE, paused_at=APRIL, expected_return_on=date(2026, 5, 1), now=APRIL)

    a_case(CLOSED).when(late).then_refused(CaseHasClosed)


def test_what_happens_while_a_case_rests_can_be_recorded() -> None:
    from_hospital = replace(PAUSE, paused_at=JANUARY, now=JANUARY)
    rests = replace(PAUSED, paused_at=JANUARY)

    a_case(rests, SEEN).when(from_hospital).then_nothing()


def test_a_client_who_stopped_coming_is_not_given_up() -> None:
    a_case().when(Disengage(disengaged_at=JANUARY, now=JANUARY)).then(GONE)


def test_a_client_stops_coming_once() -> None:
    a_case(GONE).when(Disengage(disengaged_at=FEBRUARY, now=FEBRUARY)).then_nothing()


def test_a_client_who_is_seen_again_has_not_stopped_coming() -> None:
    again = Disengage(disengaged_at=MARCH, now=MARCH)

    a_case(GONE, SEEN).when(again).then(replace(GONE, disengaged_at=MARCH))


def test_a_client_cannot_have_stopped_coming_tomorrow() -> None:
    tomorrow = Disengage(disengaged_at=JANUARY + timedelta(days=1), now=JANUARY)

    a_case().when(tomorrow).then_refused(DatedInTheFuture)


@pytest.mark.parametrize("reason", get_args(PauseReason))
def test_every_listed_reason_is_one(reason: PauseReason) -> None:
    a_case().when(replace(PAUSE, reason=reason)).then(replace(PAUSED, reason=reason))
