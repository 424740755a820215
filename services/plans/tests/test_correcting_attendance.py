"""How a session went is put right with a reason; nothing that stood before is lost.

"RecordAttendance: already recorded (use correction)." "Interpreter: 5 interpreter did not
attend is a service failure." "A walk-in has no planned start." What is entered late has both
dates.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_kit.testing import Specification
from ht_plans.domain.case.attending import correct_attendance
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import (
    BookSession,
    Command,
    CorrectAttendance,
    RecordAttended,
    RecordNotHeld,
)
from ht_plans.domain.case.events import (
    AttendanceCorrected,
    CaseOpened,
    Event,
    NoteAmended,
    SessionAttended,
    SessionCancelled,
    SessionMissed,
    SupportWithdrawn,
)
from ht_plans.domain.case.refusals import (
    AlreadyRecorded,
    BookedOnceForAll,
    DurationNotPlausible,
    InterpreterDidNotAttend,
    NoReason,
    NotHeldYet,
    NothingToCorrect,
    SharedSessionNotNamed,
    SupportHasEnded,
    WalkInsAreNotPlanned,
)
from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    CorrectionId,
    ReferralId,
    SessionId,
    SessionType,
)
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.routes.sessionviews import view_of_session

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
FIRST, CORRECTION = SessionId(UUID(int=11)), CorrectionId(UUID(int=91))
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 1, 19, 9, tzinfo=UTC)

OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=TUESDAY - timedelta(days=7),
)
MISSED = SessionMissed(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="planning",
    medium="01",
    place="B01",
    attendance="3",
    planned_start=TUESDAY,
    note="Nobody at the door",
    entered_at=FRIDAY,
)
ATTEND = RecordAttended(
    session=FIRST,
    kind="planning",
    medium="01",
    place="B01",
    attendance="6",
    started_at=TUESDAY + timedelta(minutes=20),
    duration_minutes=30,
    note=None,
    now=NEXT_MONDAY,
    others_present=frozenset({"partner", "child"}),
)
ATTENDED = SessionAttended(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="planning",
    medium="01",
    place="B01",
    attendance="6",
    started_at=TUESDAY + timedelta(minutes=20),
    duration_minutes=30,
    note=None,
    entered_at=NEXT_MONDAY,
    others_present=("child", "partner"),
)
NOT_HELD = RecordNotHeld(
    session=FIRST,
    kind="planning",
    medium="01",
    place="B01",
    attendance="4",
    planned_start=TUESDAY,
    note=None,
    now=NEXT_MONDAY,
)
CORRECT = CorrectAttendance(
    correction=CORRECTION, corrected=ATTEND, reason="She came late", now=NEXT_MONDAY
)
CORRECTED = AttendanceCorrected(
    case=CASE,
    client=AMINA,
    session=FIRST,
    correction=CORRECTION,
    kind="planning",
    medium="01",
    place="B01",
    attendance="6",
    started_at=TUESDAY + timedelta(minutes=20),
    duration_minutes=30,
    planned_start=None,
    local_place=None,
    language=None,
    interpreter=None,
    others_present=("child", "partner"),
    reason="She came late",
    corrected_at=NEXT_MONDAY,
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET).given(OPENED, *history)


def after(*history: Event) -> Case:
    return reduce(evolve, [OPENED, *history], NO_CASE_YET)


def test_who_was_said_to_have_stayed_away_can_have_come_after_all() -> None:
    a_case(MISSED).when(CORRECT).then(CORRECTED)


def test_a_correction_takes_the_place_of_what_stood_and_leaves_the_note() -> None:
    view = view_of_session(FIRST, after(MISSED, CORRECTED).sessions[FIRST])

    assert (view.attendance, view.duration_minutes) == ("6", 30)
    assert view.others_present == ["child", "partner"]
    assert view.note == "Nobody at the door"
    assert (view.entered_at, view.attendance_corrected_at) == (FRIDAY, NEXT_MONDAY)


def test_a_session_that_took_place_can_have_been_called_off_after_all() -> None:
    called_off = replace(CORRECT, corrected=NOT_HELD)

    (event,) = decide(called_off, after(ATTENDED))

    went = evolve(after(ATTENDED), event).sessions[FIRST].went
    assert isinstance(went, SessionCancelled)
    assert (went.attendance, went.planned_start) == ("4", TUESDAY)


def test_nothing_is_corrected_that_says_so_already() -> None:
    a_case(ATTENDED).when(CORRECT).then_nothing()
    amended = NoteAmended(
        case=CASE, client=AMINA, session=FIRST, note="Better", reason="!", amended_at=FRIDAY
    )
    a_case(ATTENDED, amended).when(CORRECT).then_nothing()


def test_a_correction_can_be_corrected() -> None:
    back = replace(CORRECT, corrected=replace(NOT_HELD, attendance="3"), reason="Mixed up")

    assert len(decide(back, after(MISSED, CORRECTED))) == 1


def test_a_correction_needs_a_reason_and_something_to_correct() -> None:
    a_case(MISSED).when(replace(CORRECT, reason=" ")).then_refused(NoReason)
    a_case().when(CORRECT).then_refused(NothingToCorrect)


def test_a_correction_keeps_to_the_rules_of_recording() -> None:
    tomorrow = replace(ATTEND, started_at=NEXT_MONDAY + timedelta(days=1))
    endless = replace(ATTEND, duration_minutes=241)
    group = replace(ATTEND, kind="group")
    ahead = replace(NOT_HELD, attendance="0")
    stopped = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=TUESDAY)

    a_case(MISSED).when(replace(CORRECT, corrected=tomorrow)).then_refused(DatedInTheFuture)
    a_case(MISSED).when(replace(CORRECT, corrected=endless)).then_refused(DurationNotPlausible)
    a_case(MISSED).when(replace(CORRECT, corrected=ahead)).then_refused(NotHeldYet)
    a_case(MISSED).when(replace(CORRECT, corrected=group)).then_refused(SharedSessionNotNamed)
    a_case(MISSED, stopped).when(CORRECT).then_refused(SupportHasEnded)


def test_recording_again_what_was_corrected_asks_for_a_correction() -> None:
    a_case(MISSED, CORRECTED).when(replace(NOT_HELD, attendance="3")).then_refused(
        AlreadyRecorded
    )


def test_when_the_interpreter_did_not_come_it_was_not_the_client_who_failed() -> None:
    no_interpreter = replace(NOT_HELD, interpreter="5")

    (called_off,) = decide(no_interpreter, after())
    assert isinstance(called_off, SessionCancelled)
    assert called_off.interpreter == "5"
    for attendance in ("2", "3", "7"):
        asked = replace(no_interpreter, attendance=attendance)
        a_case().when(asked).then_refused(InterpreterDidNotAttend)


def test_a_walk_in_is_recorded_at_once_and_never_planned() -> None:
    walked_in = replace(ATTEND, kind="walk_in", now=ATTEND.started_at)
    book = BookSession(
        session=FIRST, kind="walk_in", medium="01", place="B01", planned_start=FRIDAY
    )

    assert len(decide(walked_in, after())) == 1
    a_case().when(book).then_refused(WalkInsAreNotPlanned)
    a_case().when(replace(NOT_HELD, kind="walk_in")).then_refused(WalkInsAreNotPlanned)


@pytest.mark.parametrize("kind", ["group", "household"])
def test_what_is_shared_is_booked_once_for_all(kind: str) -> None:
    book = BookSession(
        session=FIRST,
        kind=kind,  # type: ignore[arg-type]  # the parameter is a code
        medium="01",
        place="B01",
        planned_start=FRIDAY,
    )

    a_case().when(book).then_refused(BookedOnceForAll)


def test_what_was_written_without_a_connection_has_both_dates() -> None:
    offline = replace(ATTEND, written_at=FRIDAY)

    (event,) = decide(offline, after())

    assert isinstance(event, SessionAttended)
    assert (event.written_at, event.entered_at) == (FRIDAY, NEXT_MONDAY)
    a_case(event).when(replace(offline, now=NEXT_MONDAY + timedelta(days=1))).then_nothing()


def test_nothing_is_written_down_before_it_happens_or_after_it_is_sent() -> None:
    before = replace(ATTEND, written_at=TUESDAY)
    ahead = replace(ATTEND, written_at=NEXT_MONDAY + timedelta(minutes=1))

    a_case().when(before).then_refused(DatedInTheFuture)
    a_case().when(ahead).then_refused(DatedInTheFuture)
    missed_ahead = replace(NOT_HELD, attendance="3", written_at=TUESDAY - timedelta(hours=1))
    a_case().when(missed_ahead).then_refused(DatedInTheFuture)


@pytest.mark.parametrize(
    "kind", ["assessment", "planning", "review", "sign_off", "maintenance", "telephone_support"]
)
def test_support_can_be_by_telephone_from_first_to_last(kind: SessionType) -> None:
    by_telephone = replace(ATTEND, kind=kind, medium="02", place="A01")

    (event,) = decide(by_telephone, after())

    assert isinstance(event, SessionAttended)
    assert event.medium == "02"


ATTENDANCES = st.sampled_from(["5", "6", "7", "3", "2", "4"])


@given(st.lists(ATTENDANCES, min_size=2, max_size=8))
def test_whatever_was_corrected_last_is_what_stands(told: list[str]) -> None:
    case = after(*decide(_as(told[0]), after()))

    for attendance in told[1:]:
        asked = CorrectAttendance(
            correction=CORRECTION, corrected=_as(attendance), reason="?", now=NEXT_MONDAY
        )
        case = reduce(evolve, correct_attendance(asked, case), case)
        went = case.sessions[FIRST].went
        assert went is not None
        assert went.attendance == attendance
        assert correct_attendance(asked, case) == []


def _as(attendance: str) -> RecordAttended | RecordNotHeld:
    if attendance in ("5", "6"):
        return replace(ATTEND, attendance=attendance)  # type: ignore[arg-type]  # a code
    return replace(NOT_HELD, attendance=attendance)  # type: ignore[arg-type]  # a code
