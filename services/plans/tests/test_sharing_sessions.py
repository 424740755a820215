"""A household shares one slot and a group is counted; each client's part is their own.

"Household: several clients, one slot." "Group size: int >= 1; clients of the programme in a
group have their own attendance, everyone else is only counted, without identifiers."
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ht_kit.testing import Specification
from ht_plans.domain.case import case as case_rules
from ht_plans.domain.case.commands import RecordAttended, Together
from ht_plans.domain.case.events import CaseOpened, SessionAttended
from ht_plans.domain.case.refusals import (
    AlreadyRecorded,
    DurationNotPlausible,
    LocalPlaceUnderOtherCode,
    MoreThanWereCounted,
    NotOfThisHousehold,
    NotThatKindOfSession,
    SharedSessionCalledOff,
    SharedSessionNotNamed,
    TooClose,
)
from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    ReferralId,
    SessionId,
    SharedSessionId,
    WorkerId,
)
from ht_plans.domain.refusals import DatedInTheFuture, Refused
from ht_plans.domain.together.commands import (
    BookSharedSession,
    CancelSharedSession,
    Command,
    CorrectSize,
    HoldSharedSession,
    RescheduleSharedSession,
)
from ht_plans.domain.together.events import (
    Event,
    Member,
    SharedSessionBooked,
    SharedSessionCancelled,
    SharedSessionHeld,
    SharedSessionRescheduled,
    SharedSessionSizeCorrected,
)
from ht_plans.domain.together.refusals import (
    FewerThanCame,
    GroupsNameNobody,
    HouseholdOfOne,
    NobodyCame,
    SharedSessionBookedOtherwise,
    SharedSessionHasEnded,
    SharedSessionNotBooked,
    SizeNotKnownYet,
)
from ht_plans.domain.together.shared import NOTHING_SHARED_YET, SharedSession, decide, evolve
from ht_plans.domain.together.state import taken_by

SESSION, TOM = SharedSessionId(UUID(int=21)), WorkerId(UUID(int=9))
AMINA = Member(case=CaseId(UUID(int=1)), client=ClientId(UUID(int=7)))
BILAL = Member(case=CaseId(UUID(int=2)), client=ClientId(UUID(int=8)))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)

BOOK = BookSharedSession(
    session=SESSION,
    programme="northfield",
    kind="household",
    medium="01",
    place="A01",
    local_place=None,
    planned_start=TUESDAY,
    minutes=60,
    worker=TOM,
    members=(AMINA, BILAL),
)
BOOKED = SharedSessionBooked(
    session=SESSION,
    programme="northfield",
    kind="household",
    medium="01",
    place="A01",
    local_place=None,
    planned_start=TUESDAY,
    minutes=60,
    worker=TOM,
    members=(AMINA, BILAL),
)
BOOK_GROUP = replace(BOOK, kind="group", members=())
GROUP = replace(BOOKED, kind="group", members=())
MOVE = RescheduleSharedSession(
    planned_start=FRIDAY, minutes=None, asked_by="client", now=MONDAY
)
MOVED = SharedSessionRescheduled(
    session=SESSION, planned_start=FRIDAY, minutes=60, asked_by="client", rescheduled_at=MONDAY
)
HOLD = HoldSharedSession(
    medium="01",
    place="X01",
    local_place="football_club",
    started_at=TUESDAY,
    duration_minutes=60,
    size=9,
    attending=0,
    now=FRIDAY,
)
HELD = SharedSessionHeld(
    session=SESSION,
    kind="group",
    medium="01",
    place="X01",
    local_place="football_club",
    started_at=TUESDAY,
    duration_minutes=60,
    size=9,
    entered_at=FRIDAY,
)
CORRECT = CorrectSize(size=11, because="miscounted", attending=0, now=FRIDAY)
CORRECTED = SharedSessionSizeCorrected(
    session=SESSION, size=11, because="miscounted", corrected_at=FRIDAY
)
CANCEL = CancelSharedSession(attendance="4", now=MONDAY)
CANCELLED = SharedSessionCancelled(
    session=SESSION, kind="group", attendance="4", planned_start=TUESDAY, cancelled_at=MONDAY
)


def a_session(*history: Event) -> Specification[Command, SharedSession, Event]:
    return Specification(decide, evolve, NOTHING_SHARED_YET).given(*history)


def after(*history: Event) -> SharedSession:
    return reduce(evolve, history, NOTHING_SHARED_YET)


def test_nobody_is_booked_with_a_household_of_somebody_they_are_too_close_to() -> None:
    a_session().when(replace(BOOK, too_close=frozenset({TOM}))).then_refused(TooClose)


def test_a_household_is_booked_once_for_all_of_it() -> None:
    a_session().when(BOOK).then(BOOKED)


def test_a_household_takes_each_clients_time_and_the_workers_once() -> None:
    held = taken_by(after(BOOKED))

    assert {(step.whose, step.person) for step in held} == {
        ("client", AMINA.client),
        ("client", BILAL.client),
        ("worker", TOM),
    }
    assert len(held) == 3 * 12
    assert taken_by(after(BOOKED, CANCELLED)) == frozenset()
    assert taken_by(after(BOOKED, HELD)) == frozenset()
    assert {step.number for step in taken_by(after(BOOKED, MOVED))}.isdisjoint(
        {step.number for step in held}
    )


def test_a_group_takes_the_workers_time_alone_and_names_nobody() -> None:
    assert {step.whose for step in taken_by(after(GROUP))} == {"worker"}
    named = replace(BOOK, kind="group")
    a_session().when(named).then_refused(GroupsNameNobody)
    a_session().when(replace(named, members=())).then(GROUP)


def test_a_household_has_two_clients_or_more() -> None:
    alone = replace(BOOK, members=(AMINA,))
    twice = replace(BOOK, members=(AMINA, replace(AMINA, case=BILAL.case)))

    a_session().when(alone).then_refused(HouseholdOfOne)
    a_session().when(twice).then_refused(HouseholdOfOne)


def test_a_booking_keeps_to_the_rules_of_every_session() -> None:
    a_session().when(replace(BOOK, minutes=241)).then_refused(DurationNotPlausible)
    elsewhere = replace(BOOK, local_place="barracks")
    a_session().when(elsewhere).then_refused(LocalPlaceUnderOtherCode)
    a_session(BOOKED).when(replace(BOOK, minutes=30)).then_refused(SharedSessionBookedOtherwise)


def test_it_is_moved_for_all_and_says_who_asked() -> None:
    a_session(BOOKED).when(MOVE).then(MOVED)
    a_session(BOOKED).when(replace(MOVE, planned_start=TUESDAY)).then_nothing()
    a_session(BOOKED).when(replace(MOVE, minutes=300)).then_refused(DurationNotPlausible)
    a_session().when(MOVE).then_refused(SharedSessionNotBooked)
    a_session(BOOKED, CANCELLED).when(MOVE).then_refused(SharedSessionHasEnded)


def test_a_group_is_held_with_so_many_people() -> None:
    a_session(GROUP).when(HOLD).then(HELD)
    a_session(GROUP).when(replace(HOLD, size=0)).then_refused(NobodyCame)
    a_session(GROUP).when(replace(HOLD, now=MONDAY)).then_refused(DatedInTheFuture)
    a_session(GROUP).when(replace(HOLD, attending=10)).then_refused(FewerThanCame)
    a_session().when(HOLD).then_refused(SharedSessionNotBooked)
    a_session(GROUP, CANCELLED).when(HOLD).then_refused(SharedSessionHasEnded)


def test_that_it_was_held_is_said_once() -> None:
    a_session(GROUP, HELD).when(replace(HOLD, now=FRIDAY + timedelta(1))).then_nothing()
    a_session(GROUP, HELD).when(replace(HOLD, size=10)).then_refused(AlreadyRecorded)


def test_how_many_came_is_put_right_with_a_reason() -> None:
    a_session(GROUP, HELD).when(CORRECT).then(CORRECTED)
    a_session(GROUP, HELD, CORRECTED).when(CORRECT).then_nothing()
    a_session(GROUP, HELD).when(replace(CORRECT, attending=12)).then_refused(FewerThanCame)
    a_session(GROUP).when(CORRECT).then_refused(SizeNotKnownYet)
    corrected = after(GROUP, HELD, CORRECTED)
    assert corrected.held is not None
    assert corrected.held.size == 11


def test_it_is_called_off_for_all() -> None:
    a_session(GROUP).when(CANCEL).then(CANCELLED)
    a_session(GROUP, CANCELLED).when(CANCEL).then_nothing()
    by_client = replace(CANCEL, attendance="2")
    a_session(GROUP, CANCELLED).when(by_client).then_refused(AlreadyRecorded)
    a_session(GROUP, HELD).when(CANCEL).then_refused(SharedSessionHasEnded)


OPENED = CaseOpened(
    case=AMINA.case,
    client=AMINA.client,
    referral=ReferralId(UUID(int=31)),
    programme="northfield",
    opened_at=MONDAY,
)
AT_HOME = Together(
    session=SESSION,
    kind="household",
    cases=frozenset({AMINA.case, BILAL.case}),
    called_off=False,
    room=None,
)
ATTEND = RecordAttended(
    session=SessionId(UUID(int=11)),
    kind="household",
    medium="01",
    place="A01",
    attendance="5",
    started_at=TUESDAY,
    duration_minutes=60,
    note="Spoke of her knees",
    now=FRIDAY,
    together=AT_HOME,
)


def attending(asked: RecordAttended) -> type[Refused] | SessionAttended:
    try:
        (event,) = case_rules.decide(asked, case_rules.evolve(case_rules.NO_CASE_YET, OPENED))
    except Refused as refusal:
        return type(refusal)
    assert isinstance(event, SessionAttended)
    return event


def test_each_client_of_a_household_has_an_attendance_and_a_note_of_their_own() -> None:
    event = attending(ATTEND)

    assert isinstance(event, SessionAttended)
    assert (event.shared, event.note) == (SESSION, "Spoke of her knees")


def test_a_part_agrees_with_what_it_is_a_part_of() -> None:
    elsewhere = replace(AT_HOME, cases=frozenset({BILAL.case}))
    off, group = replace(AT_HOME, called_off=True), replace(AT_HOME, kind="group")

    assert attending(replace(ATTEND, together=elsewhere)) is NotOfThisHousehold
    assert attending(replace(ATTEND, together=off)) is SharedSessionCalledOff
    assert attending(replace(ATTEND, together=group)) is NotThatKindOfSession
    assert attending(replace(ATTEND, together=None)) is SharedSessionNotNamed
    assert attending(replace(ATTEND, kind="review")) is NotThatKindOfSession


def test_no_more_clients_come_to_a_group_than_people_were_counted() -> None:
    group = replace(AT_HOME, kind="group", cases=frozenset(), room=1)
    came = replace(ATTEND, kind="group", together=group)

    assert isinstance(attending(came), SessionAttended)
    assert attending(replace(came, together=replace(group, room=0))) is MoreThanWereCounted
    not_counted_yet = replace(came, together=replace(group, room=None))
    assert isinstance(attending(not_counted_yet), SessionAttended)


COMMANDS = st.lists(
    st.sampled_from([BOOK, BOOK_GROUP, MOVE, HOLD, CORRECT, CANCEL]),
    max_size=8,
)


@given(COMMANDS)
def test_a_session_is_held_or_called_off_and_never_both(asked: list[Command]) -> None:
    shared = NOTHING_SHARED_YET
    for command in asked:
        try:
            shared = reduce(evolve, decide(command, shared), shared)
        except Refused:
            continue
        assert shared.held is None or shared.cancelled is None
        assert shared.held is None or shared.held.size >= 1
        assert bool(taken_by(shared)) is shared.waiting
