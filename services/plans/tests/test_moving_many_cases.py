"""A worker leaves, or a contract changes hands: many cases move in one act, and back.

"Bulk reassignment when a worker leaves: previewed, one act, reversible; late entries count for
who owned the case on the day." "A contract that changes hands moves all its open cases … with
what each client was told."
"""

from dataclasses import replace
from datetime import datetime
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from ht_kit.testing import Specification
from ht_plans.domain.case.assigning import refuse_unless_suitable
from ht_plans.domain.case.commands import AssignTrainer, RescheduleSession, Worker
from ht_plans.domain.case.course_commands import GiveBack, MoveToTrainer
from ht_plans.domain.case.events import Event as CaseEvent
from ht_plans.domain.case.events import SessionRescheduled, TrainerAssigned
from ht_plans.domain.case.refusals import (
    CaseloadFull,
    ChampionsHandOver,
    NotInTheProgramme,
    TooClose,
)
from ht_plans.domain.case.state import NO_CASE_YET
from ht_plans.domain.case.state import evolve as happen
from ht_plans.domain.codes import CaseId, ClientId, ReassignmentId, SessionId, WorkerId
from ht_plans.domain.reassignment import refusals
from ht_plans.domain.reassignment.commands import (
    Command,
    MarkCarriedOut,
    MarkGivenBack,
    ReassignCases,
    RecordWhatWasSaid,
    TheirCase,
    UndoReassignment,
)
from ht_plans.domain.reassignment.events import (
    CasesReassigned,
    ClientWasTold,
    Event,
    Move,
    ReassignmentCarriedOut,
    ReassignmentGivenBack,
    ReassignmentUndone,
)
from ht_plans.domain.reassignment.reassignment import (
    MOST_AT_ONCE,
    NOTHING_MOVED,
    Act,
    deal,
    decide,
    evolve,
)

from .case_at_work import (
    A_DAY,
    AMINA,
    APRIL,
    BOOKED,
    CASE,
    CLOSED,
    FEBRUARY,
    JANUARY,
    MARCH,
    NEXT_VISIT,
    OPENED,
    SARAH,
    TOM,
    VISIT,
    WINSTON,
    a_case,
    given,
)

ACT = ReassignmentId(UUID(int=71))
SECOND, BILAL = CaseId(UUID(int=2)), ClientId(UUID(int=9))


def a_worker(worker: WorkerId, *, caseload: int = 0, role: str = "health-trainer") -> Worker:
    return Worker(
        worker=worker,
        roles=frozenset({role}),
        accreditations=frozenset({"in_training"}),
        caseload=caseload,
    )


REASSIGN = ReassignCases(
    reassignment=ACT,
    programme="northfield",
    because="worker_left",
    moves=(
        Move(case=CASE, client=AMINA, to=WINSTON, former=TOM),
        Move(case=SECOND, client=BILAL, to=SARAH, former=TOM),
    ),
    theirs={CASE: TheirCase(AMINA, TOM), SECOND: TheirCase(BILAL, TOM)},
    workers={WINSTON: a_worker(WINSTON), SARAH: a_worker(SARAH, role="senior")},
    too_close=frozenset(),
    cap=None,
    beyond_cap=False,
    now=MARCH,
)
REASSIGNED = CasesReassigned(
    reassignment=ACT,
    programme="northfield",
    because="worker_left",
    former=TOM,
    cases=2,
    moves=REASSIGN.moves,
    beyond_cap=False,
    reassigned_at=MARCH,
)
CARRIED_OUT = ReassignmentCarriedOut(reassignment=ACT, carried_out_at=MARCH)
UNDONE = ReassignmentUndone(reassignment=ACT, undone_at=APRIL)
BACK = ReassignmentGivenBack(reassignment=ACT, given_back_at=APRIL)


def an_act(*history: Event) -> Specification[Command, Act, Event]:
    return Specification(decide, evolve, NOTHING_MOVED).given(*history)


def test_many_cases_move_in_one_act() -> None:
    an_act().when(REASSIGN).then(REASSIGNED)


def test_an_act_is_decided_once() -> None:
    an_act(REASSIGNED).when(REASSIGN).then_nothing()


def test_a_case_that_is_named_twice_moves_once() -> None:
    twice = replace(REASSIGN, moves=(*REASSIGN.moves, REASSIGN.moves[0]))

    an_act().when(twice).then(REASSIGNED)


def test_whose_case_it_is_says_the_register_and_not_who_asks() -> None:
    mistaken = tuple(replace(move, client=ClientId(UUID(int=999))) for move in REASSIGN.moves)

    an_act().when(replace(REASSIGN, moves=mistaken)).then(REASSIGNED)


def test_an_act_moves_something() -> None:
    an_act().when(replace(REASSIGN, moves=())).then_refused(refusals.NothingToMove)


def test_an_act_has_an_end() -> None:
    moves = tuple(
        Move(case=CaseId(UUID(int=number)), client=AMINA, to=WINSTON, former=TOM)
        for number in range(MOST_AT_ONCE + 1)
    )

    an_act().when(replace(REASSIGN, moves=moves)).then_refused(refusals.TooManyAtOnce)


def test_a_case_that_is_somebody_elses_by_now_is_previewed_again() -> None:
    ended = replace(REASSIGN, theirs={CASE: TheirCase(AMINA, TOM)})
    given_on = replace(
        REASSIGN, theirs={CASE: TheirCase(AMINA, TOM), SECOND: TheirCase(BILAL, SARAH)}
    )

    an_act().when(ended).then_refused(refusals.NotTheirs)
    an_act().when(given_on).then_refused(refusals.NotTheirs)


def test_one_act_moves_the_cases_of_several_workers() -> None:
    moves = (REASSIGN.moves[0], replace(REASSIGN.moves[1], former=WINSTON))
    of_both = replace(
        REASSIGN,
        moves=moves,
        theirs={CASE: TheirCase(AMINA, TOM), SECOND: TheirCase(BILAL, WINSTON)},
    )

    an_act().when(of_both).then(replace(REASSIGNED, former=None, moves=moves))


def test_an_act_of_one_worker_says_whose_each_case_was() -> None:
    as_once_recorded = Move(case=CASE, client=AMINA, to=WINSTON)

    assert REASSIGNED.whose(as_once_recorded) == TOM


def test_cases_do_not_move_to_whom_they_belong() -> None:
    to_tom = (Move(case=CASE, client=AMINA, to=TOM, former=TOM),)

    an_act().when(replace(REASSIGN, moves=to_tom)).then_refused(refusals.MovedToThemselves)


def test_nobody_is_given_a_client_they_are_too_close_to() -> None:
    related = replace(REASSIGN, too_close=frozenset({(WINSTON, AMINA)}))

    an_act().when(related).then_refused(TooClose)


def test_whoever_takes_a_case_is_suitable_for_it() -> None:
    champion = {WINSTON: a_worker(WINSTON, role="champion"), SARAH: a_worker(SARAH)}

    an_act().when(replace(REASSIGN, workers=champion)).then_refused(ChampionsHandOver)


def test_a_cap_holds_for_many_as_for_one() -> None:
    full = {WINSTON: a_worker(WINSTON, caseload=35), SARAH: a_worker(SARAH, caseload=34)}
    capped = replace(REASSIGN, workers=full, cap=35)

    an_act().when(capped).then_refused(CaseloadFull)
    an_act().when(replace(capped, beyond_cap=True)).then(
        replace(
            REASSIGNED,
            moves=(replace(REASSIGN.moves[0], over_cap=True), REASSIGN.moves[1]),
            beyond_cap=True,
        )
    )


def test_when_a_contract_changes_hands_it_is_said_what_each_client_was_told() -> None:
    handover = replace(REASSIGN, because="contract_changed_hands")
    told = tuple(replace(move, told="letter") for move in REASSIGN.moves)

    an_act().when(handover).then_refused(refusals.NotSaidWhatWasTold)
    an_act().when(replace(handover, moves=told)).then(
        replace(REASSIGNED, because="contract_changed_hands", moves=told)
    )


def test_what_a_client_was_told_can_be_entered_later() -> None:
    said = RecordWhatWasSaid(case=CASE, told="telephone", told_at=APRIL)
    told = ClientWasTold(
        reassignment=ACT, case=CASE, client=AMINA, told="telephone", told_at=APRIL
    )

    an_act(REASSIGNED).when(said).then(told)
    an_act(REASSIGNED).when(replace(said, case=CaseId(UUID(int=3)))).then_refused(
        refusals.NotInThisAct
    )
    an_act(REASSIGNED).when(replace(said, hidden=frozenset({AMINA}))).then_refused(
        refusals.NotInThisAct
    )


def test_an_act_is_carried_out_once() -> None:
    an_act(REASSIGNED).when(MarkCarriedOut(at=MARCH)).then(CARRIED_OUT)
    an_act(REASSIGNED, CARRIED_OUT).when(MarkCarriedOut(at=APRIL)).then_nothing()


def test_an_act_is_taken_back_when_it_has_been_carried_out() -> None:
    an_act(REASSIGNED).when(UndoReassignment(now=APRIL)).then_refused(refusals.StillUnderWay)
    an_act(REASSIGNED, CARRIED_OUT).when(UndoReassignment(now=APRIL)).then(UNDONE)
    an_act(REASSIGNED, CARRIED_OUT, UNDONE).when(UndoReassignment(now=APRIL)).then_nothing()


def test_cases_are_back_once_and_only_if_the_act_was_taken_back() -> None:
    done: list[Event] = [REASSIGNED, CARRIED_OUT]

    an_act(*done).when(MarkGivenBack(at=APRIL)).then_nothing()
    an_act(*done, UNDONE).when(MarkGivenBack(at=APRIL)).then(BACK)
    an_act(*done, UNDONE, BACK).when(MarkGivenBack(at=APRIL)).then_nothing()


@pytest.mark.parametrize(
    "asked",
    [
        MarkCarriedOut(at=MARCH),
        UndoReassignment(now=MARCH),
        MarkGivenBack(at=MARCH),
        RecordWhatWasSaid(case=CASE, told="letter", told_at=MARCH),
    ],
)
def test_an_act_that_never_was_has_nothing_to_it(asked: Command) -> None:
    an_act().when(asked).then_refused(refusals.NoSuchReassignment)


MOVE = MoveToTrainer(
    reassignment=ACT, former=TOM, worker=WINSTON, over_cap=False, assigned_at=MARCH
)
MOVED = replace(given(WINSTON, MARCH), of_reassignment=ACT)


def test_a_case_moves_with_its_act() -> None:
    a_case(given(TOM, JANUARY)).when(MOVE).then(MOVED)


@pytest.mark.parametrize(
    "history",
    [
        [],
        [given(SARAH, JANUARY)],
        [given(TOM, JANUARY), CLOSED],
        [given(TOM, JANUARY), MOVED, given(TOM, APRIL)],
    ],
    ids=["of nobody", "of somebody else", "ended", "moved back by hand"],
)
def test_a_case_that_went_another_way_is_left_alone(
    history: list[TrainerAssigned],
) -> None:
    a_case(*history).when(MOVE).then_nothing()


def test_a_case_goes_back_to_whoever_had_it() -> None:
    a_case(given(TOM, JANUARY), MOVED).when(GiveBack(reassignment=ACT, assigned_at=APRIL)).then(
        replace(given(TOM, APRIL), gives_back=ACT)
    )


def test_a_case_that_somebody_moved_on_stays_where_it_is() -> None:
    a_case(given(TOM, JANUARY), MOVED, given(SARAH, APRIL)).when(
        GiveBack(reassignment=ACT, assigned_at=APRIL)
    ).then_nothing()


def test_a_case_that_has_ended_stays_with_whoever_had_it_then() -> None:
    a_case(given(TOM, JANUARY), MOVED, CLOSED).when(
        GiveBack(reassignment=ACT, assigned_at=APRIL)
    ).then_nothing()


LATER_ACT = ReassignmentId(UUID(int=72))
MOVED_ON = replace(given(SARAH, APRIL), of_reassignment=LATER_ACT)
MOVED_BACK = replace(given(WINSTON, APRIL), gives_back=LATER_ACT)


def test_two_acts_that_are_taken_back_one_after_the_other_leave_it_where_it_was() -> None:
    history = [given(TOM, JANUARY), MOVED, MOVED_ON]

    a_case(*history).when(GiveBack(reassignment=LATER_ACT, assigned_at=APRIL)).then(MOVED_BACK)
    a_case(*history, MOVED_BACK).when(GiveBack(reassignment=ACT, assigned_at=APRIL)).then(
        replace(given(TOM, APRIL), gives_back=ACT)
    )


def test_what_is_booked_ahead_goes_along_unless_the_new_trainer_has_something_else() -> None:
    earlier = replace(BOOKED, session=VISIT, planned_start=FEBRUARY)
    history: list[CaseEvent] = [given(TOM, JANUARY), earlier, BOOKED]
    along = replace(MOVED, goes_along=(NEXT_VISIT,))
    alone = replace(MOVED, with_nobody=(NEXT_VISIT,))

    a_case(*history).when(MOVE).then(along)
    a_case(*history).when(replace(MOVE, busy=frozenset({NEXT_VISIT}))).then(alone)
    assert with_whom(*history, along) == {VISIT: TOM, NEXT_VISIT: WINSTON}
    assert with_whom(*history, alone) == {VISIT: TOM, NEXT_VISIT: None}


def test_what_is_booked_with_somebody_else_stays_with_them() -> None:
    with_sarah = replace(BOOKED, worker=SARAH)

    a_case(given(TOM, JANUARY), with_sarah).when(MOVE).then(MOVED)


def test_what_is_with_nobody_is_with_the_trainer_once_it_is_arranged_anew() -> None:
    alone = replace(MOVED, with_nobody=(NEXT_VISIT,))
    anew = RescheduleSession(
        session=NEXT_VISIT, planned_start=APRIL, minutes=None, asked_by="provider", now=MARCH
    )
    arranged = SessionRescheduled(
        case=CASE,
        client=AMINA,
        session=NEXT_VISIT,
        planned_start=APRIL,
        minutes=None,
        asked_by="provider",
        rescheduled_at=MARCH,
        worker=WINSTON,
    )

    a_case(given(TOM, JANUARY), BOOKED, alone).when(anew).then(arranged)
    a_case(given(TOM, JANUARY), BOOKED, alone, arranged).when(anew).then_nothing()
    assert with_whom(given(TOM, JANUARY), BOOKED, alone, arranged) == {NEXT_VISIT: WINSTON}


def with_whom(*history: CaseEvent) -> dict[SessionId, WorkerId | None]:
    case = reduce(happen, (OPENED, *history), NO_CASE_YET)
    return {
        session_id: session.booked.worker
        for session_id, session in case.sessions.items()
        if session.booked
    }


def test_nobody_is_assigned_to_a_client_they_are_too_close_to() -> None:
    related = AssignTrainer(
        worker=replace(a_worker(WINSTON), too_close=True),
        cap=None,
        override_reason=None,
        assigned_at=MARCH,
        now=MARCH,
    )

    a_case().when(related).then_refused(TooClose)


def test_a_worker_without_a_role_here_is_not_suitable() -> None:
    stranger = replace(a_worker(WINSTON), roles=frozenset())

    with pytest.raises(NotInTheProgramme):
        refuse_unless_suitable(stranger)


@pytest.mark.parametrize(
    ("day", "whose"),
    [
        (JANUARY - A_DAY, None),
        (JANUARY, TOM),
        (FEBRUARY, TOM),
        (MARCH - A_DAY, TOM),
        (MARCH, WINSTON),
        (APRIL, WINSTON),
    ],
)
def test_what_is_entered_late_counts_for_who_had_the_case_on_the_day(
    day: datetime, whose: WorkerId | None
) -> None:
    case = NO_CASE_YET
    for event in (OPENED, given(TOM, JANUARY), MOVED):
        case = happen(case, event)

    assert case.course.trainer_at(day) == whose


def test_an_assignment_that_is_entered_late_takes_its_place_in_the_history() -> None:
    case = NO_CASE_YET
    for event in (OPENED, given(WINSTON, MARCH), given(TOM, JANUARY)):
        case = happen(case, event)

    assert case.course.trainer_at(FEBRUARY) == TOM
    assert case.course.trainer_at(APRIL) == WINSTON


WORKERS = st.lists(
    st.builds(
        a_worker,
        st.sampled_from([WINSTON, SARAH, WorkerId(UUID(int=34))]),
        caseload=st.integers(0, 5),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda worker: worker.worker,
)
CASES = st.lists(
    st.tuples(
        st.uuids().map(CaseId),
        st.builds(
            TheirCase,
            st.sampled_from([ClientId(UUID(int=n)) for n in range(1, 5)]),
            st.sampled_from([TOM, WINSTON]),
        ),
    ),
    max_size=12,
    unique_by=lambda each: each[0],
)
CONFLICTS = st.frozensets(
    st.tuples(
        st.sampled_from([WINSTON, SARAH]),
        st.sampled_from([ClientId(UUID(int=n)) for n in range(1, 5)]),
    )
)


@generated(CASES, WORKERS, CONFLICTS)
def test_a_preview_gives_every_case_that_somebody_may_take_to_one_of_them(
    cases: list[tuple[CaseId, TheirCase]],
    workers: list[Worker],
    too_close: frozenset[tuple[WorkerId, ClientId]],
) -> None:
    moves = deal(cases, workers, too_close)

    names = {worker.worker for worker in workers}
    takeable = [
        case
        for case, (client, trainer) in cases
        if any((name, client) not in too_close for name in names - {trainer})
    ]
    assert [move.case for move in moves] == takeable
    assert all((move.to, move.client) not in too_close for move in moves)
    assert all(move.former == dict(cases)[move.case].trainer != move.to for move in moves)


@generated(CASES, WORKERS)
def test_a_preview_makes_nobody_busier_than_needed(
    cases: list[tuple[CaseId, TheirCase]], workers: list[Worker]
) -> None:
    of_tom = [(case, each._replace(trainer=TOM)) for case, each in cases]
    moves = deal(of_tom, workers, frozenset())

    dealt = {
        worker.worker: sum(move.to == worker.worker for move in moves) for worker in workers
    }
    after = {worker.worker: worker.caseload + dealt[worker.worker] for worker in workers}
    busiest_taker = max((after[name] for name, number in dealt.items() if number), default=0)
    assert busiest_taker <= min(after.values()) + 1 or not moves
