"""A case that has ended goes on after all, or is followed by a new one that names it.

"ReopenCase: SEN; rejected when closed over 12 months." "After 12 months, or earlier by
choice, a returning person gets a new case that shows the old."
"""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, decide
from ht_plans.domain.case.case import evolve as happen
from ht_plans.domain.case.commands import OpenCase
from ht_plans.domain.case.course_commands import ReopenAfterDeath, ReopenCase
from ht_plans.domain.case.course_events import CaseLinked, CaseReopened
from ht_plans.domain.case.events import SessionCancelled
from ht_plans.domain.case.refusals import NoReason
from ht_plans.domain.case.reopening import ClosedTooLongAgo, NotClosed
from ht_plans.domain.case.slots import taken_by
from ht_plans.domain.codes import CaseId
from ht_plans.domain.refusals import DatedInTheFuture

from .case_at_work import (
    A_DAY,
    AMINA,
    APRIL,
    BOOKED,
    CASE,
    CLOSED,
    MARCH,
    NEXT_VISIT,
    OPENED,
    a_case,
)

A_YEAR_LATER = datetime(2027, 3, 9, 9, tzinfo=UTC)
REOPEN = ReopenCase(
    because="came_back", reason="She rang and would like to go on", reopened_at=APRIL, now=APRIL
)
REOPENED = CaseReopened(
    case=CASE,
    client=AMINA,
    because="came_back",
    reason="She rang and would like to go on",
    reopened_at=APRIL,
)
DIED = replace(CLOSED, reason="06")
ALIVE = ReopenAfterDeath(without_bookings=False, reopened_at=APRIL)
GOES_ON = CaseReopened(
    case=CASE, client=AMINA, because="death_reversed", reason=None, reopened_at=APRIL
)
OLD_CASE = CaseId(UUID(int=99))


def test_a_case_that_ended_goes_on() -> None:
    a_case(CLOSED).when(REOPEN).then(REOPENED)


def test_a_case_is_reopened_once() -> None:
    a_case(CLOSED, REOPENED).when(REOPEN).then_nothing()


def test_an_open_case_is_not_reopened() -> None:
    a_case().when(REOPEN).then_refused(NotClosed)


def test_whoever_reopens_a_case_says_why() -> None:
    a_case(CLOSED).when(replace(REOPEN, reason=None)).then_refused(NoReason)


def test_a_case_is_reopened_on_the_last_day_of_twelve_months_and_not_after() -> None:
    last_day = replace(REOPEN, reopened_at=A_YEAR_LATER, now=A_YEAR_LATER)

    a_case(CLOSED).when(last_day).then(replace(REOPENED, reopened_at=A_YEAR_LATER))
    a_case(CLOSED).when(replace(last_day, now=A_YEAR_LATER + A_DAY)).then_refused(
        ClosedTooLongAgo
    )


def test_a_case_cannot_have_gone_on_tomorrow() -> None:
    a_case(CLOSED).when(replace(REOPEN, reopened_at=APRIL + A_DAY)).then_refused(
        DatedInTheFuture
    )


def test_a_death_that_was_a_mistake_brings_the_case_back() -> None:
    a_case(DIED).when(ALIVE).then(GOES_ON)


def test_what_was_booked_is_booked_again() -> None:
    case = NO_CASE_YET
    for event in (OPENED, BOOKED, DIED):
        case = happen(case, event)

    assert not taken_by(case)
    assert taken_by(happen(case, GOES_ON))


def test_a_booking_whose_time_was_given_away_is_called_off() -> None:
    called_off = SessionCancelled(
        case=CASE,
        client=AMINA,
        session=NEXT_VISIT,
        kind="review",
        medium="01",
        place="N02",
        attendance="4",
        planned_start=APRIL,
        note=None,
        entered_at=APRIL,
    )

    a_case(BOOKED, DIED).when(replace(ALIVE, without_bookings=True)).then(GOES_ON, called_off)


def test_a_case_that_ended_for_another_reason_stays_ended() -> None:
    a_case(CLOSED).when(ALIVE).then_nothing()


def test_a_client_who_comes_back_gets_a_new_case_that_names_the_old() -> None:
    again = OpenCase(
        case=CASE,
        client=AMINA,
        referral=OPENED.referral,
        programme="northfield",
        opened_at=MARCH,
        follows=OLD_CASE,
    )
    linked = CaseLinked(
        case=CASE, client=AMINA, earlier=OLD_CASE, because="came_back", linked_at=MARCH
    )

    Specification(decide, happen, NO_CASE_YET).when(again).then(
        replace(OPENED, opened_at=MARCH), linked
    )


def test_a_case_that_is_open_follows_nothing_later_on() -> None:
    heard_late = OpenCase(
        case=CASE,
        client=AMINA,
        referral=OPENED.referral,
        programme="northfield",
        opened_at=OPENED.opened_at,
        follows=OLD_CASE,
    )

    a_case().when(heard_late).then_nothing()
