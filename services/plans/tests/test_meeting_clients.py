"""Sessions are held, missed or called off, with or without a booking.

"RecordAttendance: rejected when dated after the moment of asking, code 0, or already recorded.
The start of a booked slot is not compared: people come early."
"""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import (
    BookSession,
    Command,
    RecordAttended,
    RecordNotHeld,
)
from ht_plans.domain.case.events import (
    CaseOpened,
    Event,
    SessionAttended,
    SessionBooked,
    SessionCancelled,
    SessionMissed,
)
from ht_plans.domain.case.refusals import (
    AlreadyBooked,
    AlreadyRecorded,
    AnotherSessionThen,
    DurationNotPlausible,
    NotHeldYet,
)
from ht_plans.domain.codes import CaseId, ClientId, ReferralId, SessionId
from ht_plans.domain.refusals import DatedInTheFuture

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
FIRST, SECOND = SessionId(UUID(int=11)), SessionId(UUID(int=12))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY_EARLY = datetime(2026, 1, 13, 8, 40, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 1, 19, 9, tzinfo=UTC)

BOOK = BookSession(
    session=FIRST, kind="assessment", medium="01", place="B01", planned_start=TUESDAY
)
BOOKED = SessionBooked(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="assessment",
    medium="01",
    place="B01",
    planned_start=TUESDAY,
)
ATTEND = RecordAttended(
    session=FIRST,
    kind="assessment",
    medium="01",
    place="B01",
    attendance="5",
    started_at=TUESDAY_EARLY,
    duration_minutes=45,
    note="Came with her sister",
    now=FRIDAY,
)
ATTENDED = SessionAttended(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="assessment",
    medium="01",
    place="B01",
    attendance="5",
    started_at=TUESDAY_EARLY,
    duration_minutes=45,
    note="Came with her sister",
    entered_at=FRIDAY,
)
MISS = RecordNotHeld(
    session=FIRST,
    kind="assessment",
    medium="01",
    place=None,
    attendance="3",
    planned_start=TUESDAY,
    note=None,
    now=FRIDAY,
)
MISSED = SessionMissed(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="assessment",
    medium="01",
    place=None,
    attendance="3",
    planned_start=TUESDAY,
    note=None,
    entered_at=FRIDAY,
)
CANCELLED = SessionCancelled(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="assessment",
    medium="01",
    place=None,
    attendance="2",
    planned_start=FRIDAY,
    note=None,
    entered_at=MONDAY,
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    opened = CaseOpened(
        case=CASE,
        client=AMINA,
        referral=ReferralId(UUID(int=8)),
        programme="northfield",
        opened_at=MONDAY,
    )
    return Specification(decide, evolve, NO_CASE_YET).given(opened, *history)


def test_a_session_can_be_booked() -> None:
    a_case().when(BOOK).then(BOOKED)


def test_a_client_is_not_booked_twice_for_the_same_time() -> None:
    a_case(BOOKED).when(replace(BOOK, session=SECOND)).then_refused(AnotherSessionThen)


def test_a_slot_that_was_called_off_can_be_booked_again() -> None:
    called_off = replace(CANCELLED, planned_start=TUESDAY)

    (
        a_case(BOOKED, called_off)
        .when(replace(BOOK, session=SECOND))
        .then(replace(BOOKED, session=SECOND))
    )


def test_a_booking_is_not_changed_by_booking_it_again() -> None:
    moved = replace(BOOK, planned_start=FRIDAY)

    a_case(BOOKED).when(moved).then_refused(AlreadyBooked)


def test_a_client_may_come_before_the_slot_begins() -> None:
    a_case(BOOKED).when(ATTEND).then(ATTENDED)


def test_a_session_need_not_have_been_booked() -> None:
    a_case().when(ATTEND).then(ATTENDED)


def test_a_session_cannot_have_taken_place_in_the_future() -> None:
    a_case().when(replace(ATTEND, now=MONDAY)).then_refused(DatedInTheFuture)


@pytest.mark.parametrize("minutes", [0, 241])
def test_a_session_lasts_one_minute_to_four_hours(minutes: int) -> None:
    asked = replace(ATTEND, duration_minutes=minutes)

    a_case().when(asked).then_refused(DurationNotPlausible)


def test_a_client_who_did_not_come_has_missed_the_session() -> None:
    a_case(BOOKED).when(MISS).then(MISSED)


def test_a_client_too_late_to_be_seen_has_missed_the_session() -> None:
    a_case().when(replace(MISS, attendance="7")).then(replace(MISSED, attendance="7"))


def test_a_session_that_is_still_to_come_has_not_been_missed() -> None:
    a_case(BOOKED).when(replace(MISS, now=MONDAY)).then_refused(DatedInTheFuture)


def test_that_a_session_lies_ahead_says_nothing_of_how_it_went() -> None:
    ahead = replace(MISS, attendance="0", planned_start=FRIDAY, now=MONDAY)

    a_case(BOOKED).when(ahead).then_refused(NotHeldYet)
    a_case(BOOKED).when(replace(MISS, attendance="0")).then_refused(NotHeldYet)


def test_a_session_can_be_called_off_before_its_time() -> None:
    asked = replace(MISS, attendance="2", planned_start=FRIDAY, now=MONDAY)

    a_case().when(asked).then(CANCELLED)


def test_how_a_session_went_is_recorded_once() -> None:
    a_case(BOOKED, MISSED).when(ATTEND).then_refused(AlreadyRecorded)


def test_recording_a_session_again_in_the_same_words_changes_nothing() -> None:
    a_case(BOOKED, ATTENDED).when(ATTEND).then_nothing()
    a_case(BOOKED, ATTENDED).when(replace(ATTEND, now=NEXT_MONDAY)).then_nothing()


def test_a_session_that_is_entered_late_has_both_dates() -> None:
    late = replace(ATTEND, now=NEXT_MONDAY)

    a_case(BOOKED).when(late).then(replace(ATTENDED, entered_at=NEXT_MONDAY))
