"""Sessions are arranged once for each person and time, and moved without losing what was.

"BookSession / RescheduleSession: rejected on a clash; interpreter needed but none requested:
warn." A note is amended only by superseding; techniques are off until they are switched on.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import (
    AmendNote,
    BookSession,
    Command,
    RecordTechniques,
    RescheduleSession,
)
from ht_plans.domain.case.events import (
    CaseOpened,
    Event,
    NoteAmended,
    SessionAttended,
    SessionBooked,
    SessionCancelled,
    SessionRescheduled,
    SupportWithdrawn,
    TechniquesUsed,
    TrainerAssigned,
)
from ht_plans.domain.case.noting import TECHNIQUES
from ht_plans.domain.case.refusals import (
    AnotherSessionThen,
    DurationNotPlausible,
    LocalPlaceUnderOtherCode,
    NoReason,
    NoSuchSession,
    NoSuchTechnique,
    NotHeld,
    NotWaiting,
    SupportHasEnded,
    TechniquesNotRecorded,
    TooClose,
)
from ht_plans.domain.case.slots import steps_of, taken_by
from ht_plans.domain.codes import CaseId, ClientId, ReferralId, SessionId, WorkerId
from ht_plans.routes.sessionviews import interpreter_missing, view_of_session

CASE, AMINA, TOM = CaseId(UUID(int=1)), ClientId(UUID(int=7)), WorkerId(UUID(int=9))
FIRST, SECOND = SessionId(UUID(int=11)), SessionId(UUID(int=12))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)

OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=MONDAY,
)
ASSIGNED = TrainerAssigned(
    case=CASE,
    client=AMINA,
    worker=TOM,
    assigned_at=MONDAY,
    over_cap=False,
    override_reason=None,
)
BOOK = BookSession(
    session=FIRST, kind="planning", medium="01", place="N02", planned_start=TUESDAY, minutes=30
)
BOOKED = SessionBooked(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="planning",
    medium="01",
    place="N02",
    planned_start=TUESDAY,
    minutes=30,
    worker=TOM,
)
MOVE = RescheduleSession(
    session=FIRST, planned_start=FRIDAY, minutes=None, asked_by="client", now=MONDAY
)
MOVED = SessionRescheduled(
    case=CASE,
    client=AMINA,
    session=FIRST,
    planned_start=FRIDAY,
    minutes=30,
    asked_by="client",
    rescheduled_at=MONDAY,
)
HELD = SessionAttended(
    case=CASE,
    client=AMINA,
    session=FIRST,
    kind="planning",
    medium="01",
    place="N02",
    attendance="5",
    started_at=TUESDAY,
    duration_minutes=30,
    note="Wants to walk to school",
    entered_at=TUESDAY,
)
AMEND = AmendNote(session=FIRST, note="Wants to walk to work", reason="Misheard", now=FRIDAY)
AMENDED = NoteAmended(
    case=CASE,
    client=AMINA,
    session=FIRST,
    note="Wants to walk to work",
    reason="Misheard",
    amended_at=FRIDAY,
)
TECHNIQUE = RecordTechniques(
    session=FIRST, techniques=frozenset({"2.3", "1.4"}), recorded_here=True, now=FRIDAY
)
USED = TechniquesUsed(
    case=CASE, client=AMINA, session=FIRST, techniques=("1.4", "2.3"), recorded_at=FRIDAY
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET).given(OPENED, ASSIGNED, *history)


def after(*history: Event) -> Case:
    return reduce(evolve, [OPENED, ASSIGNED, *history], NO_CASE_YET)


def test_a_session_is_with_the_clients_trainer_unless_another_worker_is_named() -> None:
    a_case().when(BOOK).then(BOOKED)
    sarah = WorkerId(UUID(int=10))
    a_case().when(replace(BOOK, worker=sarah)).then(replace(BOOKED, worker=sarah))


def test_nobody_is_booked_with_a_client_whom_they_are_too_close_to() -> None:
    sarah = WorkerId(UUID(int=10))
    hers = replace(BOOK, worker=sarah, too_close=frozenset({sarah}))
    toms = replace(BOOK, too_close=frozenset({TOM}))

    a_case().when(hers).then_refused(TooClose)
    a_case().when(toms).then_refused(TooClose)  # who had the case when the conflict came up
    a_case().when(replace(hers, worker=None)).then(BOOKED)


@pytest.mark.parametrize(
    ("minutes_later", "clashes"), [(-30, False), (-25, True), (29, True), (30, False)]
)
def test_sessions_of_a_client_may_follow_one_another_and_not_overlap(
    minutes_later: int, clashes: bool
) -> None:
    other = replace(
        BOOK, session=SECOND, planned_start=TUESDAY + timedelta(minutes=minutes_later)
    )

    if clashes:
        a_case(BOOKED).when(other).then_refused(AnotherSessionThen)
    else:
        assert len(decide(other, after(BOOKED))) == 1


def test_a_booked_session_holds_the_time_of_client_and_worker_until_it_has_gone_somehow() -> (
    None
):
    held = taken_by(after(BOOKED))

    assert {(step.whose, step.person) for step in held} == {("client", AMINA), ("worker", TOM)}
    assert {step.number for step in held} == steps_of(BOOKED)
    assert len(held) == 2 * 6
    assert taken_by(after(BOOKED, HELD)) == frozenset()


def test_a_moved_session_holds_its_new_time_and_frees_the_old() -> None:
    held = {step.number for step in taken_by(after(BOOKED, MOVED))}

    assert held == steps_of(replace(BOOKED, planned_start=FRIDAY))


def test_when_a_client_stops_what_lies_ahead_is_free_again() -> None:
    stopped = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=MONDAY)

    assert taken_by(after(BOOKED, stopped)) == frozenset()


def test_a_session_is_moved_and_says_who_asked() -> None:
    a_case(BOOKED).when(MOVE).then(MOVED)


def test_when_a_session_was_to_be_before_stays_in_sight() -> None:
    again = replace(MOVED, planned_start=TUESDAY, asked_by="provider")
    session = after(BOOKED, MOVED, again).sessions[FIRST]

    view = view_of_session(FIRST, session)

    assert view.planned_start == TUESDAY
    assert [(move.planned_start, move.asked_by) for move in view.moves] == [
        (FRIDAY, "client"),
        (TUESDAY, "provider"),
    ]


def test_a_session_is_not_moved_onto_another() -> None:
    other = replace(BOOKED, session=SECOND, planned_start=FRIDAY)

    a_case(BOOKED, other).when(MOVE).then_refused(AnotherSessionThen)


def test_a_session_can_be_moved_within_its_own_time() -> None:
    later = replace(MOVE, planned_start=TUESDAY + timedelta(minutes=10))

    assert len(decide(later, after(BOOKED))) == 1


def test_moving_a_session_to_where_it_is_changes_nothing() -> None:
    a_case(BOOKED).when(replace(MOVE, planned_start=TUESDAY)).then_nothing()


def test_only_what_is_booked_and_waits_can_be_moved() -> None:
    called_off = SessionCancelled(
        case=CASE,
        client=AMINA,
        session=FIRST,
        kind="planning",
        medium="01",
        place=None,
        attendance="2",
        planned_start=TUESDAY,
        note=None,
    )
    stopped = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=MONDAY)

    a_case().when(MOVE).then_refused(NoSuchSession)
    a_case(BOOKED, called_off).when(MOVE).then_refused(NotWaiting)
    a_case(BOOKED, stopped).when(MOVE).then_refused(SupportHasEnded)
    a_case(BOOKED).when(replace(MOVE, minutes=241)).then_refused(DurationNotPlausible)


def test_a_local_kind_of_place_stands_under_a_national_code_for_others() -> None:
    at_the_jobcentre = replace(BOOK, local_place="jobcentre")

    a_case().when(at_the_jobcentre).then(replace(BOOKED, local_place="jobcentre"))
    a_case().when(replace(at_the_jobcentre, place="C01")).then_refused(LocalPlaceUnderOtherCode)


@pytest.mark.parametrize(
    ("language", "interpreter", "missing"),
    [
        (None, None, False),
        ("en", None, False),
        ("ur", None, True),
        ("ur", "1", False),
        ("ur", "4", False),
        ("ur", "5", True),
        ("q4", None, True),
    ],
)
def test_another_language_without_an_interpreter_is_warned_of(
    language: str | None, interpreter: str | None, missing: bool
) -> None:
    assert interpreter_missing(language, interpreter) is missing


def test_a_note_is_amended_with_a_reason() -> None:
    a_case(HELD).when(AMEND).then(AMENDED)
    a_case(HELD).when(replace(AMEND, reason=" ")).then_refused(NoReason)
    a_case(BOOKED).when(AMEND).then_refused(NoSuchSession)


def test_an_amended_note_takes_the_place_of_what_was_written() -> None:
    view = view_of_session(FIRST, after(BOOKED, HELD, AMENDED).sessions[FIRST])

    assert view.note == "Wants to walk to work"
    assert view.note_amended_at == FRIDAY
    assert view.entered_at == TUESDAY


def test_the_taxonomy_has_ninety_three_techniques() -> None:
    assert len(TECHNIQUES) == 93
    assert {"1.1", "1.4", "2.3", "8.3", "15.1", "16.3"} <= set(TECHNIQUES)
    assert "1.10" not in TECHNIQUES


def test_techniques_are_recorded_where_the_programme_has_switched_them_on() -> None:
    a_case(HELD).when(TECHNIQUE).then(USED)
    off = replace(TECHNIQUE, recorded_here=False)
    a_case(HELD).when(off).then_refused(TechniquesNotRecorded)


def test_techniques_are_those_of_a_session_that_took_place() -> None:
    a_case(BOOKED).when(TECHNIQUE).then_refused(NotHeld)
    unknown = replace(TECHNIQUE, techniques=frozenset({"17.1"}))
    a_case(HELD).when(unknown).then_refused(NoSuchTechnique)


def test_techniques_told_again_take_the_place_of_those_told_before() -> None:
    fewer = replace(TECHNIQUE, techniques=frozenset({"1.4"}))

    a_case(HELD, USED).when(fewer).then(replace(USED, techniques=("1.4",)))
