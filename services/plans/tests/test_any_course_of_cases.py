"""Whatever is asked of the way a case goes, in any order: what must not happen does not."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, get_args
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import AssignTrainer, BookSession, Command, Worker
from ht_plans.domain.case.course import Course
from ht_plans.domain.case.course_commands import (
    CloseCase,
    CloseForDeath,
    CompleteTransfer,
    Disengage,
    GiveBack,
    MoveToTrainer,
    NoteTransferDeclined,
    OfferTransfer,
    PauseCase,
    PlanStanding,
    ReopenAfterDeath,
    ReopenCase,
    ResumeCase,
)
from ht_plans.domain.case.course_events import CaseClosed
from ht_plans.domain.case.events import Event, TrainerAssigned
from ht_plans.domain.case.slots import taken_by
from ht_plans.domain.codes import (
    CaseId,
    Closure,
    ClosureDetail,
    PauseReason,
    ReassignmentId,
    SessionId,
    TransferId,
    WorkerId,
)
from ht_plans.domain.refusals import Refused

from .case_at_work import JANUARY, MARCH, OPENED, SARAH, SEEN, TALKED, TOM, WINSTON, a_plan

moments = st.integers(0, 500).map(lambda days: JANUARY + timedelta(days=days))
days = moments.map(datetime.date)
workers = st.sampled_from([TOM, WINSTON, SARAH])
transfers = st.integers(1, 3).map(lambda number: TransferId(UUID(int=80 + number)))
acts = st.integers(1, 2).map(lambda number: ReassignmentId(UUID(int=70 + number)))
plans = st.lists(
    st.sampled_from(
        [
            a_plan("signed_off", "achieved", checks=3),
            a_plan("signed_off", "not_achieved"),
            a_plan("abandoned"),
            a_plan("agreed"),
        ]
    ),
    max_size=2,
).map(tuple)
trainers = workers.map(
    lambda worker: Worker(
        worker=worker,
        roles=frozenset({"health-trainer"}),
        accreditations=frozenset({"in_training"}),
    )
)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        PauseCase,
        reason=st.sampled_from(get_args(PauseReason)),
        expected_return_on=days,
        by_senior=st.booleans(),
        paused_at=moments,
        now=moments,
    ),
    st.builds(ResumeCase, resumed_at=moments, now=moments),
    st.builds(Disengage, disengaged_at=moments, now=moments),
    st.builds(
        CloseCase,
        reason=st.sampled_from(get_args(Closure)),
        detail=st.none() | st.sampled_from(get_args(ClosureDetail)),
        plans=plans,
        checks_expected=st.booleans(),
        pending_referrals=st.integers(0, 1),
        follow_up_by=st.none() | workers,
        closed_at=moments,
        now=moments,
    ),
    st.builds(CloseForDeath, plans=plans, closed_at=moments),
    st.builds(
        ReopenCase,
        because=st.just("came_back"),
        reason=st.just("Rang"),
        reopened_at=moments,
        now=moments,
    ),
    st.builds(ReopenAfterDeath, without_bookings=st.booleans(), reopened_at=moments),
    st.builds(
        OfferTransfer,
        transfer=transfers,
        organisation=st.just("ours"),
        to_organisation=st.sampled_from(["ours", "theirs"]),
        to_programme=st.just("southfield"),
        reason=st.just("moved"),
        agreed_to_share=st.booleans(),
        offered_at=moments,
        now=moments,
    ),
    st.builds(
        NoteTransferDeclined,
        transfer=transfers,
        reason=st.just("other"),
        declined_at=moments,
    ),
    st.builds(
        CompleteTransfer,
        transfer=transfers,
        organisation=st.just("ours"),
        new_case=st.just(CaseId(UUID(int=2))),
        plans=plans,
        transferred_at=moments,
    ),
    st.builds(
        AssignTrainer,
        worker=trainers,
        cap=st.none(),
        override_reason=st.none(),
        assigned_at=moments,
        now=moments,
    ),
    st.builds(
        MoveToTrainer,
        reassignment=acts,
        former=workers,
        worker=workers,
        over_cap=st.booleans(),
        assigned_at=moments,
    ),
    st.builds(GiveBack, reassignment=acts, assigned_at=moments),
    st.builds(
        BookSession,
        session=st.integers(1, 4).map(lambda number: SessionId(UUID(int=number))),
        kind=st.just("review"),
        medium=st.just("01"),
        place=st.none(),
        planned_start=moments,
    ),
)
beginnings = st.sampled_from([[OPENED], [OPENED, TALKED], [OPENED, TALKED, SEEN]])
Step = tuple[Case, Command, list[Event]]


def lived(beginning: list[Event], asked: list[Command]) -> list[Step]:
    """Give each step that was taken: what stood before, what was asked, what happened."""
    case, steps = reduce(evolve, beginning, NO_CASE_YET), list[Step]()
    for command in asked:
        try:
            happened = decide(command, case)
        except Refused:
            continue
        steps.append((case, command, happened))
        case = reduce(evolve, happened, case)
    return steps


@given(beginnings, st.lists(commands, max_size=15))
def test_what_was_accepted_gives_nothing_the_second_time(
    beginning: list[Event], asked: list[Command]
) -> None:
    for case, command, happened in lived(beginning, asked):
        try:
            again = decide(command, reduce(evolve, happened, case))
        except Refused:
            continue
        assert again == []


@given(beginnings, st.lists(commands, max_size=15))
def test_a_case_ends_only_while_it_is_open_and_never_over_a_plan_in_progress(
    beginning: list[Event], asked: list[Command]
) -> None:
    for case, command, happened in lived(beginning, asked):
        if not any(isinstance(event, CaseClosed) for event in happened):
            continue
        assert case.course.closed is None
        if isinstance(command, CloseCase):
            assert all(plan.status not in {"draft", "agreed"} for plan in command.plans)


@given(beginnings, plans, moments)
def test_a_case_was_cancelled_exactly_if_nothing_took_place(
    beginning: list[Event], standing: tuple[PlanStanding, ...], at: datetime
) -> None:
    case = reduce(evolve, beginning, NO_CASE_YET)

    *_, closed = decide(CloseForDeath(plans=standing, closed_at=at), case)

    assert isinstance(closed, CaseClosed)
    assert (closed.conclusion == "cancelled") == (len(beginning) == 1 and not standing)


@given(beginnings, st.lists(commands, max_size=15))
def test_at_every_moment_a_case_is_at_most_one_trainers(
    beginning: list[Event], asked: list[Command]
) -> None:
    steps = lived(beginning, asked)
    given_to = [
        event for _, _, happened in steps for event in happened
        if isinstance(event, TrainerAssigned)
    ]  # fmt: skip
    if not steps:
        return
    case, _, happened = steps[-1]
    case = reduce(evolve, happened, case)
    latest = max((event.assigned_at for event in given_to), default=JANUARY)

    assert list(case.course.trainers) == given_to
    assert case.course.trainer_at(JANUARY - timedelta(days=1)) is None
    if given_to:
        owner = [event.worker for event in given_to if event.assigned_at == latest][-1]
        assert case.course.trainer_at(latest) == owner


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("by hand"), workers),
            st.tuples(st.integers(1, 4), workers),
            st.tuples(st.just("back"), st.integers(1, 4)),
        ),
        max_size=12,
    )
)
def test_acts_that_are_taken_back_leave_a_case_where_it_would_be_without_them(
    turns: list[tuple[Any, Any]],
) -> None:
    case, stack = evolve(NO_CASE_YET, OPENED), list[tuple[int | None, WorkerId]]()
    used = set[int]()
    for what, which in turns:
        command: Command
        if what == "back":
            command = GiveBack(reassignment=ReassignmentId(UUID(int=which)), assigned_at=MARCH)
            if len(stack) > 1 and stack[-1][0] == which:
                stack.pop()
        elif what == "by hand":
            worker = Worker(
                worker=which,
                roles=frozenset({"health-trainer"}),
                accreditations=frozenset({"in_training"}),
            )
            command = AssignTrainer(
                worker=worker, cap=None, override_reason=None, assigned_at=MARCH, now=MARCH
            )
            if not stack or stack[-1][1] != which:
                stack.append((None, which))
        else:
            former = stack[-1][1] if stack else which
            command = MoveToTrainer(
                reassignment=ReassignmentId(UUID(int=what)),
                former=former,
                worker=which,
                over_cap=False,
                assigned_at=MARCH,
            )
            if stack and what not in used:
                stack.append((what, which))
                used.add(what)
        case = reduce(evolve, decide(command, case), case)
        assert (case.trainer.worker if case.trainer else None) == (
            stack[-1][1] if stack else None
        )


@given(beginnings, st.lists(commands, max_size=12), moments)
def test_a_death_that_is_taken_back_leaves_the_case_as_it_went_before(
    beginning: list[Event], asked: list[Command], at: datetime
) -> None:
    case = reduce(evolve, beginning, NO_CASE_YET)
    for _, _, happened in lived(beginning, asked):
        case = reduce(evolve, happened, case)
    if case.course.closed is not None:
        return

    died = reduce(evolve, decide(CloseForDeath(plans=(), closed_at=at), case), case)
    back = ReopenAfterDeath(without_bookings=False, reopened_at=at)
    alive = reduce(evolve, decide(back, died), died)

    assert taken_by(alive) == taken_by(case)
    assert as_it_went(alive) == as_it_went(case)


def as_it_went(case: Case) -> Course:
    """Leave out that it was opened again, and the offer to others, which a death ends."""
    return replace(case.course, reopened=None, offered=None, declined=None, ended_offer=None)


@given(beginnings, st.lists(commands, max_size=15))
def test_a_transfer_that_was_accepted_ends_the_case_for_good(
    beginning: list[Event], asked: list[Command]
) -> None:
    gone = False
    for case, command, happened in lived(beginning, asked):
        after = reduce(evolve, happened, case)
        gone = gone or after.course.transferred is not None
        if gone and not isinstance(command, ReopenAfterDeath):
            assert after.course.standing == "closed"
