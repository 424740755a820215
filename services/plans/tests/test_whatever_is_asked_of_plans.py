"""Whatever is asked of a case and its plans, in whatever order, some things never come about.

"No sequence of commands reaches a state with two active plans in a case, a sign-off before
agreement, a check on a plan that was not achieved, a score out of range; folding any history
never raises."
"""

from collections import defaultdict
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, reduce
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ht_kit.decider import Reservation, Shown
from ht_plans.domain.case import case as case_rules
from ht_plans.domain.case.commands import RecordAssessment
from ht_plans.domain.case.events import CaseOpened
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    CheckId,
    ClientId,
    GoalId,
    PlanId,
    ReferralId,
)
from ht_plans.domain.days import day_of
from ht_plans.domain.plan import commands
from ht_plans.domain.plan import events as of_plan
from ht_plans.domain.plan import plan as plan_rules
from ht_plans.domain.plan.commands import Command, DraftPlan
from ht_plans.domain.plan.events import Event, MaintenanceChecked, PlanSignedOff
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan
from ht_plans.domain.plan.revisions import (
    CheckToSchedule,
    PlanSignOffCorrected,
    PlanSuperseded,
    SupersedePlan,
)
from ht_plans.domain.plan.state import Status
from ht_plans.domain.refusals import Refused
from ht_plans.handling import PLAN as PLANS
from ht_plans.readmodels import plan_rows
from ht_plans.routes.planviews import view_of_plan

from .plan_at_work import SIGN_OFF
from .plan_in_writing import ADD_ACTION, ADD_WALKING, AGREE

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)
NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
IDS = [UUID(int=number) for number in (81, 82)]
PLAN_IDS = [PlanId(each) for each in IDS]
DAYS = [0, 0, 7, 14, 70, 84, 160, 170, 180, 365]
MOMENTS = st.sampled_from([BEGAN + timedelta(days=days) for days in DAYS])
NUMBERS: st.SearchStrategy[Any] = st.sampled_from([Decimal(0), Decimal(5), Decimal("7.5")])
RULERS = st.sampled_from([-1, 0, 5, 10, 11, "declined"])
WORDS = st.sampled_from(["walking", "cooking"])


@cache
def anything_of(hint: Any) -> st.SearchStrategy[Any]:
    """Give values of a field's type, out of so few that commands meet each other's things."""
    if is_dataclass(hint) or isinstance(hint, NewType):
        return whatever(hint) if is_dataclass(hint) else st.sampled_from(IDS).map(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in {Union, UnionType}:
        return st.one_of(*(anything_of(each) for each in inner))
    if origin is tuple:
        return st.lists(anything_of(inner[0]), max_size=3).map(tuple)
    if origin is not None:
        return st.dictionaries(anything_of(inner[0]), anything_of(inner[1]), max_size=2)
    return {
        NoneType: st.none(),
        bool: st.booleans(),
        int: st.sampled_from([-1, 0, 3, 6, 11, 12]),
        str: WORDS,
        UUID: st.sampled_from(IDS),
        Decimal: NUMBERS,
        datetime: MOMENTS,
        date: MOMENTS.map(day_of),
    }[hint]


def whatever(kind: Any) -> st.SearchStrategy[Any]:
    """Give any of a class of commands or events."""
    hints = get_type_hints(kind)
    return st.builds(
        kind, **{each.name: anything_of(hints[each.name]) for each in fields(kind)}
    )


def a_sensible(kind: Any) -> st.SearchStrategy[Any]:
    """Give commands that are asked now: dates in the future are another test's matter."""
    known = {field.name for field in fields(kind)}
    return whatever(kind).map(
        lambda asked: replace(asked, now=NOW) if "now" in known else asked
    )


COMMANDS = [kind for kind in get_args(commands.Command) if "Import" not in kind.__name__]
EVENTS = get_args(of_plan.Event)
ASKED = st.tuples(
    st.sampled_from([*PLAN_IDS, PLAN_IDS[0]]),
    st.one_of(*(a_sensible(kind) for kind in COMMANDS)),
)


@dataclass
class Life:
    """A case, its plans, and everything that has happened to them."""

    case: case_rules.Case
    plans: dict[PlanId, Plan]
    happened: dict[PlanId, list[Event]]

    def asks(self, plan_id: PlanId, command: Command) -> None:
        """Ask it as the service would; what is refused changes nothing."""
        match command:
            case DraftPlan():
                command = replace(
                    command,
                    plan=plan_id,
                    case=CASE,
                    client=AMINA,
                    case_is_assessed=self.case.assessed,
                    support_has_ended=self.case.withdrawn_at is not None,
                )
            case SupersedePlan():
                command = replace(command, case=CASE)
            case _:
                pass
        before = self.plans[plan_id]
        try:
            events = plan_rules.decide(command, before)
        except Refused:
            return
        after = reduce(plan_rules.evolve, events, before)
        others = (plan for other, plan in self.plans.items() if other != plan_id)
        if any(_holds(plan) & _holds(after) for plan in others):
            return  # the store lets one plan hold the case, and refuses the other
        _holds_when_it_happens(events, before)
        assert _asked_again(command, after) == []
        self.plans[plan_id] = after
        self.happened[plan_id] += events


def _holds(plan: Plan) -> frozenset[Reservation]:
    assert PLANS.reserves is not None
    return PLANS.reserves(plan)


def _asked_again(command: Command, plan: Plan) -> list[Event]:
    try:
        return plan_rules.decide(command, plan)
    except Refused:
        return []


def _holds_when_it_happens(events: list[Event], before: Plan) -> None:
    for event in events:
        if isinstance(event, MaintenanceChecked):
            came_of_it = before.came_of_it
            assert came_of_it is not None
            assert came_of_it.result != "not_achieved"


def a_life(*, assessed: bool = True) -> Life:
    opened = CaseOpened(
        case=CASE,
        client=AMINA,
        referral=ReferralId(UUID(int=2)),
        programme="northfield",
        opened_at=BEGAN,
    )
    case = case_rules.evolve(case_rules.NO_CASE_YET, opened)
    if assessed:
        conversation = RecordAssessment(
            assessment=AssessmentId(UUID(int=3)),
            phase="pre",
            answers=(),
            not_taken={"who5": "declined"},
            recorded=frozenset({"who5"}),
            taken_at=BEGAN,
            now=NOW,
        )
        case = reduce(case_rules.evolve, case_rules.decide(conversation, case), case)
    return Life(
        case=case, plans=dict.fromkeys(PLAN_IDS, NO_PLAN_YET), happened=defaultdict(list)
    )


DRAFT = DraftPlan(
    plan=PLAN_IDS[0],
    case=CASE,
    client=AMINA,
    programme="northfield",
    case_is_assessed=True,
    support_has_ended=False,
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=(),
    own_words=None,
    drafted_at=BEGAN,
    now=NOW,
)
GOAL = GoalId(IDS[0])
AS_USUAL: list[Command] = [
    DRAFT,
    replace(ADD_WALKING, goal=GOAL, set_at=BEGAN, now=NOW),
    replace(ADD_ACTION, goal=GOAL),
    replace(AGREE, agreed_at=BEGAN, now=NOW),
    replace(
        SIGN_OFF,
        results={GOAL: "achieved"},
        maintenance=(
            CheckToSchedule(check=CheckId(IDS[0]), months=3),
            CheckToSchedule(check=CheckId(IDS[1]), months=6),
        ),
        signed_off_at=BEGAN + timedelta(days=70),
        now=NOW,
    ),
]
"""How a plan usually goes; a life begins with some of it, and then anything is asked."""


@st.composite
def lives(draw: st.DrawFn) -> Life:
    life = a_life(assessed=draw(st.sampled_from([True, True, True, False])))
    for command in AS_USUAL[: draw(st.sampled_from([0, 3, 4, 5, 5, 5]))]:
        life.asks(PLAN_IDS[0], command)
    for plan_id, command in draw(
        st.lists(ASKED, min_size=draw(st.sampled_from([0, 10])), max_size=20)
    ):
        life.asks(plan_id, command)
    return life


WIDELY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@WIDELY
@given(lives())
def test_no_case_has_two_plans_in_progress(life: Life) -> None:
    assert sum(plan.in_progress for plan in life.plans.values()) <= 1


@WIDELY
@given(lives())
def test_no_plan_is_signed_off_before_it_was_agreed(life: Life) -> None:
    for plan in life.plans.values():
        if plan.signed_off is not None:
            assert plan.agreed is not None
            assert day_of(plan.signed_off.signed_off_at) >= day_of(plan.agreed.agreed_at)
            assert all(goal.result is not None for goal in plan.goals.values())


@WIDELY
@given(lives())
def test_no_check_is_open_on_a_plan_of_which_nothing_came(life: Life) -> None:
    for plan in life.plans.values():
        if plan.came_of_it is None or plan.came_of_it.result == "not_achieved":
            assert all(check.ended is not None for check in plan.checks.values())


@WIDELY
@given(lives())
def test_no_number_lies_beyond_its_ruler(life: Life) -> None:
    for plan in life.plans.values():
        said: list[object] = [
            ruler
            for goal in plan.goals.values()
            for version in goal.versions
            for ruler in (version.importance, version.confidence)
        ]
        if plan.agreed is not None:
            said += [plan.agreed.importance, plan.agreed.confidence]
        said += [each.rating for review in plan.reviews for each in review.progress]
        assert all(0 <= number <= 10 for number in said if isinstance(number, int))


@WIDELY
@given(lives())
def test_a_plan_is_what_has_happened_to_it_and_can_be_shown(life: Life) -> None:
    for plan_id, plan in life.plans.items():
        assert reduce(plan_rules.evolve, life.happened[plan_id], NO_PLAN_YET) == plan
        rows = plan_rows(plan_id, plan)
        due = [
            (row.values["aggregate"], row.values["due_on"])
            for row in rows
            if row.table == "due"
        ]
        assert len(set(due)) == len(due)
        if plan.drafted is not None:
            view_of_plan(plan_id, Shown(plan, len(life.happened[plan_id]), erased=False))


@WIDELY
@given(st.lists(st.one_of(*(whatever(kind) for kind in EVENTS)), max_size=20))
def test_folding_any_history_never_raises(history: list[Event]) -> None:
    plan = reduce(plan_rules.evolve, history, NO_PLAN_YET)

    assert plan.status in get_args(Status)
    plan_rows(PLAN_IDS[0], plan)


def test_the_search_gets_as_far_as_what_it_is_about() -> None:
    reached: set[type] = set()

    @settings(WIDELY, max_examples=400, derandomize=True, database=None)
    @given(lives())
    def look(life: Life) -> None:
        reached.update(type(event) for events in life.happened.values() for event in events)

    look()

    assert reached >= {PlanSignedOff, PlanSignOffCorrected, PlanSuperseded, MaintenanceChecked}
