"""A senior puts right what came of a plan, with a reason; what it said before stays.

"CorrectSignOff by SEN; no reason, no correction. A frozen period is never a refusal." Checks
follow: they are scheduled where something came of the plan after all, and cancelled where
nothing did.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.codes import CheckId, GoalId
from ht_plans.domain.plan.events import (
    Event,
    MaintenanceChecked,
    PlanAbandoned,
    PlanImported,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide, evolve
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    CheckHasEnded,
    ContradictsGoals,
    CorrectedWithoutReason,
    NoPlanYet,
    NoSuchGoal,
    NotSignedOff,
)
from ht_plans.domain.plan.revisions import (
    CheckToSchedule,
    CorrectSignOff,
    PlanSignOffCorrected,
    ResultedGoal,
    ScheduledCheck,
)
from ht_plans.readmodels import plan_rows

from .plan_at_work import (
    AGREED,
    AMINA,
    CASE,
    COOKING,
    DRAFTED,
    MARCH,
    PLAN,
    SIGN_OFF,
    SIGNED_OFF,
    SIX,
    THREE,
    TWELVE,
    WALKING,
    a_goal,
    a_plan,
    achieved,
    not_achieved,
)
from .test_checking_maintenance import check

APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
ANEW = CheckId(UUID(int=93)), CheckId(UUID(int=96))
CORRECT = CorrectSignOff(
    results={WALKING: "not_achieved"},
    result=None,
    override_reason=None,
    reason="Another client's result was entered",
    maintenance=(
        CheckToSchedule(check=ANEW[0], months=3),
        CheckToSchedule(check=ANEW[1], months=6),
    ),
    now=APRIL,
)
CORRECTED = PlanSignOffCorrected(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    result="not_achieved",
    rolled_up="not_achieved",
    overridden=False,
    override_reason=None,
    goals=(ResultedGoal(goal=WALKING, result="not_achieved"),),
    checks=(),
    reason="Another client's result was entered",
    corrected_at=APRIL,
)
NOT_ACHIEVED = replace(SIGNED_OFF, result="not_achieved", rolled_up="not_achieved", checks=())
AFTER_ALL = replace(
    CORRECTED,
    result="achieved",
    rolled_up="achieved",
    goals=(ResultedGoal(goal=WALKING, result="achieved"),),
    checks=(
        ScheduledCheck(check=ANEW[0], months=3, due_on=date(2026, 6, 9)),
        ScheduledCheck(check=ANEW[1], months=6, due_on=date(2026, 9, 9)),
    ),
)


def cancelled(check_id: CheckId, months: int) -> MaintenanceChecked:
    return MaintenanceChecked(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        check=check_id,
        months=months,
        result="cancelled",
        mode=None,
        window_reason=None,
        checked_at=APRIL,
    )


CANCELLED = (cancelled(THREE, 3), cancelled(SIX, 6), cancelled(TWELVE, 12))
MAINTAINED = replace(
    cancelled(THREE, 3),
    result="maintained",
    mode="telephone",
    checked_at=datetime(2026, 3, 30, 9, tzinfo=UTC),
)


def test_a_plan_that_was_not_achieved_after_all_has_nothing_left_to_ask_about() -> None:
    a_plan(achieved(), SIGNED_OFF).when(CORRECT).then(*CANCELLED, CORRECTED)


def test_a_check_that_was_answered_keeps_its_answer() -> None:
    a_plan(achieved(), SIGNED_OFF, MAINTAINED).when(CORRECT).then(*CANCELLED[1:], CORRECTED)


def test_nobody_checks_a_plan_that_was_not_achieved_after_all() -> None:
    plan = a_plan(achieved(), SIGNED_OFF, *CANCELLED, CORRECTED)

    plan.when(replace(check(), check=THREE)).then_refused(CheckHasEnded)


def test_checks_are_scheduled_from_the_sign_off_where_something_came_of_it_after_all() -> None:
    asked = replace(CORRECT, results={WALKING: "achieved"})

    a_plan(not_achieved(), NOT_ACHIEVED).when(asked).then(AFTER_ALL)


def test_a_correction_taken_back_schedules_new_checks_but_none_that_was_answered() -> None:
    back = replace(CORRECT, results={WALKING: "achieved"}, now=MAY)
    plan = a_plan(achieved(), SIGNED_OFF, MAINTAINED, *CANCELLED[1:], CORRECTED)

    plan.when(back).then(replace(AFTER_ALL, checks=AFTER_ALL.checks[1:], corrected_at=MAY))


def test_a_check_scheduled_anew_falls_due_on_the_same_day_as_the_cancelled_one() -> None:
    back = replace(AFTER_ALL, corrected_at=MAY)
    history: tuple[Event, ...] = (
        *(DRAFTED, a_goal(WALKING), AGREED, achieved(), SIGNED_OFF),
        *(*CANCELLED, CORRECTED, back),
    )
    rows = plan_rows(PLAN, reduce(evolve, history, NO_PLAN_YET))
    due = [row.values for row in rows if row.table == "due"]

    keys = [(line["kind"], line["aggregate"], line["due_on"]) for line in due]
    assert len(set(keys)) == len(keys)
    waiting = [line["aggregate"] for line in due if line["done_at"] is None]
    assert waiting == list(ANEW)


def test_part_achieved_instead_of_achieved_leaves_the_checks_as_they_are() -> None:
    asked = replace(CORRECT, results={WALKING: "part_achieved"})

    a_plan(achieved(), SIGNED_OFF).when(asked).then(
        replace(
            CORRECTED,
            result="part_achieved",
            rolled_up="part_achieved",
            goals=(ResultedGoal(goal=WALKING, result="part_achieved"),),
        )
    )


def test_goals_that_are_not_named_keep_their_result() -> None:
    plan = a_plan(a_goal(COOKING), achieved(), achieved(COOKING), SIGNED_OFF)

    plan.when(CORRECT).then(
        replace(
            CORRECTED,
            result="part_achieved",
            rolled_up="part_achieved",
            goals=(
                ResultedGoal(goal=WALKING, result="not_achieved"),
                ResultedGoal(goal=COOKING, result="achieved"),
            ),
        )
    )


def test_a_goal_has_the_corrected_result_from_then_on() -> None:
    history: tuple[Event, ...] = (
        *(DRAFTED, a_goal(WALKING), AGREED, achieved(), SIGNED_OFF),
        *(*CANCELLED, CORRECTED),
    )
    plan = reduce(evolve, history, NO_PLAN_YET)

    assert plan.goals[WALKING].result == "not_achieved"
    assert plan.came_of_it == CORRECTED
    assert plan.signed_off == SIGNED_OFF


def test_a_result_against_the_goals_needs_a_reason_of_its_own() -> None:
    asked = replace(CORRECT, results={}, result="part_achieved")
    explained = replace(asked, override_reason="She did most of it")

    a_plan(achieved(), SIGNED_OFF).when(asked).then_refused(ContradictsGoals)
    a_plan(achieved(), SIGNED_OFF).when(explained).then(
        replace(
            CORRECTED,
            result="part_achieved",
            rolled_up="achieved",
            overridden=True,
            override_reason="She did most of it",
            goals=(ResultedGoal(goal=WALKING, result="achieved"),),
        )
    )


def test_nothing_is_corrected_without_a_reason() -> None:
    asked = replace(CORRECT, reason="  ")

    a_plan(achieved(), SIGNED_OFF).when(asked).then_refused(CorrectedWithoutReason)


def test_correcting_to_what_stands_already_changes_nothing() -> None:
    asked = replace(CORRECT, results={WALKING: "achieved"})

    a_plan(achieved(), SIGNED_OFF).when(asked).then_nothing()
    a_plan(achieved(), SIGNED_OFF, *CANCELLED, CORRECTED).when(CORRECT).then_nothing()


def test_only_what_was_signed_off_is_corrected() -> None:
    ended = PlanAbandoned(
        plan=PLAN, case=CASE, client=AMINA, reason="clients_wish", ended_at=MARCH
    )

    a_plan().when(CORRECT).then_refused(NotSignedOff)
    a_plan(ended).when(CORRECT).then_refused(NotSignedOff)


def test_nothing_is_corrected_of_a_plan_that_was_never_drafted() -> None:
    no_plan = a_plan()
    no_plan._state = NO_PLAN_YET

    no_plan.when(CORRECT).then_refused(NoPlanYet)


def test_only_goals_of_the_plan_have_a_result() -> None:
    asked = replace(CORRECT, results={GoalId(UUID(int=49)): "achieved"})

    a_plan(achieved(), SIGNED_OFF).when(asked).then_refused(NoSuchGoal)


def test_the_sign_off_told_again_is_still_the_same_and_another_one_is_not_taken() -> None:
    plan = a_plan(achieved(), SIGNED_OFF, *CANCELLED, CORRECTED)

    plan.when(SIGN_OFF).then_nothing()
    plan.when(replace(SIGN_OFF, result="part_achieved")).then_refused(AlreadySignedOff)


def test_what_another_system_told_is_corrected_and_nothing_falls_due_of_it() -> None:
    imported = PlanImported(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        programme="northfield",
        of_import=UUID(int=5),
        primary_issue="physical_activity",
        agreed_at=MARCH,
        result="not_achieved",
        ended_early=None,
        ended_at=MARCH,
        checks=(),
    )
    asked = replace(CORRECT, results={}, result="achieved")
    plan = Specification(decide, evolve, NO_PLAN_YET).given(imported)

    plan.when(asked).then(replace(AFTER_ALL, goals=(), checks=()))
