"""A death stops plans and checks at once, without an outcome; a mistake brings them back.

"RecordDeath stops everything still to come; a plan then ends without an outcome." "Death
cancels." "Can be taken back if it was a mistake."
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ht_kit.testing import Specification
from ht_plans.domain.codes import CheckId
from ht_plans.domain.plan.commands import (
    Command,
    GoOnAfterDeath,
    MarkCheckDue,
    RecordCheck,
)
from ht_plans.domain.plan.events import (
    Event,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAbandoned,
    PlanTakenUpAgain,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.refusals import NoPlanYet
from ht_plans.domain.plan.revisions import EndForDeath

from .plan_at_work import (
    AGREED,
    AMINA,
    CASE,
    DRAFTED,
    PLAN,
    SIGNED_OFF,
    SIX,
    THREE,
    TWELVE,
    a_goal,
    a_plan,
    achieved,
)

JULY = datetime(2026, 7, 14, 9, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
STOP = EndForDeath(died_at=JULY, now=JULY)
GO_ON = GoOnAfterDeath(today=date(2026, 7, 20), taken_up_at=OCTOBER)
DIED = PlanAbandoned(plan=PLAN, case=CASE, client=AMINA, reason="died", ended_at=JULY)


def cancelled(check: CheckId, months: int) -> MaintenanceChecked:
    return MaintenanceChecked(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        check=check,
        months=months,
        result="cancelled",
        mode=None,
        window_reason=None,
        checked_at=JULY,
        by_death=True,
    )


def taken_up(*checks: CheckId) -> PlanTakenUpAgain:
    return PlanTakenUpAgain(
        plan=PLAN, case=CASE, client=AMINA, checks=checks, taken_up_at=OCTOBER
    )


def fell_due(check: CheckId, months: int, due_on: date) -> MaintenanceCheckFellDue:
    return MaintenanceCheckFellDue(
        plan=PLAN, client=AMINA, check=check, months=months, due_on=due_on
    )


MAINTAINED = replace(cancelled(THREE, 3), result="maintained", mode="telephone", by_death=None)
ALL_CANCELLED = [cancelled(THREE, 3), cancelled(SIX, 6), cancelled(TWELVE, 12)]


def test_an_agreed_plan_ends_without_an_outcome() -> None:
    a_plan().when(STOP).then(DIED)


def test_a_draft_ends_too() -> None:
    Specification(decide, evolve, NO_PLAN_YET).given(DRAFTED).when(STOP).then(DIED)


def test_every_check_that_is_still_to_come_is_cancelled() -> None:
    a_plan(achieved(), SIGNED_OFF).when(STOP).then(*ALL_CANCELLED)


def test_the_result_of_a_plan_that_was_signed_off_stays() -> None:
    plan = NO_PLAN_YET
    for event in (DRAFTED, a_goal_set(), AGREED, achieved(), SIGNED_OFF, *ALL_CANCELLED):
        plan = evolve(plan, event)

    assert plan.status == "signed_off"
    assert plan.abandoned is None


def test_a_check_that_was_done_stays_as_it_was() -> None:
    a_plan(achieved(), SIGNED_OFF, MAINTAINED).when(STOP).then(*ALL_CANCELLED[1:])


def test_a_plan_that_had_ended_early_stays_as_it_was() -> None:
    a_plan(replace(DIED, reason="moved")).when(STOP).then_nothing()


def test_nothing_falls_due_of_somebody_who_has_died() -> None:
    its_day = MarkCheckDue(check=SIX, today=date(2026, 9, 9))

    a_plan(achieved(), SIGNED_OFF, *ALL_CANCELLED).when(its_day).then_nothing()


def test_a_plan_that_was_stopped_by_mistake_goes_on() -> None:
    a_plan(DIED).when(GO_ON).then(taken_up())


def test_checks_that_were_stopped_by_mistake_are_to_come_again() -> None:
    a_plan(achieved(), SIGNED_OFF, MAINTAINED, *ALL_CANCELLED[1:]).when(GO_ON).then(
        taken_up(SIX, TWELVE)
    )


def test_a_check_whose_day_came_meanwhile_is_due_at_once() -> None:
    later = replace(GO_ON, today=date(2026, 10, 5))

    a_plan(achieved(), SIGNED_OFF, MAINTAINED, *ALL_CANCELLED[1:]).when(later).then(
        taken_up(SIX, TWELVE), fell_due(SIX, 6, date(2026, 9, 9))
    )


def test_what_somebody_cancelled_themselves_stays_cancelled() -> None:
    by_hand = replace(cancelled(THREE, 3), by_death=None)

    a_plan(achieved(), SIGNED_OFF, by_hand, *ALL_CANCELLED[1:]).when(GO_ON).then(
        taken_up(SIX, TWELVE)
    )


def test_a_plan_that_ended_otherwise_does_not_go_on() -> None:
    a_plan(replace(DIED, reason="moved")).when(GO_ON).then_nothing()
    a_plan().when(GO_ON).then_nothing()


def test_a_check_that_came_again_can_be_done() -> None:
    done = RecordCheck(
        check=SIX,
        result="maintained",
        mode="telephone",
        window_reason=None,
        checked_at=OCTOBER,
        now=OCTOBER,
    )

    a_plan(achieved(), SIGNED_OFF, *ALL_CANCELLED, taken_up(THREE, SIX, TWELVE)).when(
        done
    ).then(
        replace(
            cancelled(SIX, 6),
            result="maintained",
            mode="telephone",
            checked_at=OCTOBER,
            by_death=None,
        )
    )


def test_a_plan_that_never_was_has_nothing_to_stop() -> None:
    nothing = Specification(decide, evolve, NO_PLAN_YET)

    nothing.when(STOP).then_refused(NoPlanYet)
    nothing.when(GO_ON).then_refused(NoPlanYet)


def a_goal_set() -> Event:
    return a_goal(achieved().goal)


HISTORIES: list[list[Event]] = [
    [],
    [achieved()],
    [achieved(), SIGNED_OFF],
    [achieved(), SIGNED_OFF, MAINTAINED],
    [replace(DIED, reason="moved")],
]


@given(st.sampled_from(HISTORIES), st.integers(1, 3))
def test_a_death_that_is_taken_back_leaves_everything_as_it_was(
    history: list[Event], times: int
) -> None:
    plan = NO_PLAN_YET
    for event in (DRAFTED, a_goal_set(), AGREED, *history):
        plan = evolve(plan, event)
    before = plan

    for _ in range(times):
        plan = after(STOP, plan)
        plan = after(replace(GO_ON, today=date(2026, 3, 10)), plan)

    assert plan == before


def after(command: Command, plan: Plan) -> Plan:
    for event in decide(command, plan):
        plan = evolve(plan, event)
    return plan
