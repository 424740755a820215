"""A senior puts right what came of a plan, with a reason; what it said before stays.

"CorrectSignOff by SEN; no reason, no correction. A frozen period is never a refusal." Checks
follow: they are scheduled where something came of the plan after all, and cancelled where
nothing did.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import CheckId, GoalId
from ht_plans.domain.plan.events import (
    Event,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAbandoned,
    PlanImported,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide, evolve
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    BeforeAgreement,
    CheckedBeforeSignOff,
    CheckHasEnded,
    ContradictsGoals,
    CorrectedWithoutReason,
    NoPlanYet,
    NoSuchGoal,
    NotPresentWithoutReason,
    NotSignedOff,
)
from ht_plans.domain.plan.revisions import (
    CheckToSchedule,
    CorrectSignOff,
    PlanSignOffCorrected,
    ResultedGoal,
    ScheduledCheck,
)
from ht_plans.domain.refusals import DatedInTheFuture
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


FEBRUARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
ANOTHER_DAY = replace(CORRECT, results={}, signed_off_at=FEBRUARY, reason="Wrong month")
ON_ANOTHER_DAY = replace(
    AFTER_ALL,
    checks=(
        ScheduledCheck(check=THREE, months=3, due_on=date(2026, 5, 9)),
        ScheduledCheck(check=SIX, months=6, due_on=date(2026, 8, 9)),
        ScheduledCheck(check=TWELVE, months=12, due_on=date(2027, 2, 9)),
    ),
    reason="Wrong month",
    signed_off_at=FEBRUARY,
)


def test_a_plan_was_signed_off_on_another_day_and_its_checks_are_counted_from_it() -> None:
    a_plan(achieved(), SIGNED_OFF).when(ANOTHER_DAY).then(ON_ANOTHER_DAY)


def test_the_other_day_holds_from_then_on() -> None:
    begun: list[Event] = [DRAFTED, a_goal(WALKING), AGREED]
    plan = reduce(evolve, [*begun, achieved(), SIGNED_OFF, ON_ANOTHER_DAY], NO_PLAN_YET)

    assert plan.ended_at == FEBRUARY
    assert plan.goals[WALKING].recorded_at == FEBRUARY
    assert plan.checks[SIX].scheduled.due_on == date(2026, 8, 9)
    a_plan(achieved(), SIGNED_OFF, ON_ANOTHER_DAY).when(ANOTHER_DAY).then_nothing()


def test_a_check_that_was_answered_keeps_its_day_when_that_of_the_sign_off_moves() -> None:
    later = replace(ANOTHER_DAY, signed_off_at=SIGNED_OFF.signed_off_at + timedelta(days=7))
    plan = a_plan(achieved(), SIGNED_OFF, MAINTAINED)

    plan.when(later).then(
        replace(
            ON_ANOTHER_DAY,
            checks=(
                ScheduledCheck(check=SIX, months=6, due_on=date(2026, 9, 16)),
                ScheduledCheck(check=TWELVE, months=12, due_on=date(2027, 3, 16)),
            ),
            signed_off_at=later.signed_off_at,
        )
    )


@pytest.mark.parametrize(("days", "still"), [(-7, True), (7, False)])
def test_what_fell_due_falls_due_once_more_if_its_day_is_later(days: int, still: bool) -> None:
    fell_due = MaintenanceCheckFellDue(
        plan=PLAN, client=AMINA, check=THREE, months=3, due_on=date(2026, 6, 9)
    )
    moved = replace(
        ON_ANOTHER_DAY,
        checks=(ScheduledCheck(check=THREE, months=3, due_on=date(2026, 6, 9 + days)),),
        signed_off_at=SIGNED_OFF.signed_off_at + timedelta(days=days),
    )
    begun: list[Event] = [DRAFTED, a_goal(WALKING), AGREED, achieved(), SIGNED_OFF]

    plan = reduce(evolve, [*begun, fell_due, moved], NO_PLAN_YET)

    assert plan.checks[THREE].fell_due == still


def test_a_sign_off_does_not_move_behind_a_check_that_was_held() -> None:
    behind = replace(ANOTHER_DAY, signed_off_at=APRIL)

    a_plan(achieved(), SIGNED_OFF, MAINTAINED).when(behind).then_refused(CheckedBeforeSignOff)


def test_a_sign_off_moves_neither_before_the_agreement_nor_into_the_future() -> None:
    plan = a_plan(achieved(), SIGNED_OFF)

    plan.when(
        replace(ANOTHER_DAY, signed_off_at=AGREED.agreed_at - timedelta(days=1))
    ).then_refused(BeforeAgreement)
    plan.when(replace(ANOTHER_DAY, signed_off_at=APRIL + timedelta(hours=1))).then_refused(
        DatedInTheFuture
    )


def test_it_is_put_right_whether_the_client_was_present() -> None:
    absent = replace(CORRECT, results={}, client_present="not_present")
    said = replace(absent, not_present_reason="In hospital")
    corrected = replace(
        AFTER_ALL, checks=(), client_present="not_present", not_present_reason="In hospital"
    )
    back = replace(CORRECT, results={}, client_present="telephone", now=MAY)

    a_plan(achieved(), SIGNED_OFF).when(absent).then_refused(NotPresentWithoutReason)
    a_plan(achieved(), SIGNED_OFF).when(said).then(corrected)
    a_plan(achieved(), SIGNED_OFF, corrected).when(said).then_nothing()
    a_plan(achieved(), SIGNED_OFF, corrected).when(back).then(
        replace(AFTER_ALL, checks=(), client_present="telephone", corrected_at=MAY)
    )


def test_a_sign_off_of_another_day_with_nothing_to_maintain_schedules_nothing() -> None:
    asked = replace(ANOTHER_DAY, results={WALKING: "not_achieved"})
    a_plan(achieved(), SIGNED_OFF).when(asked).then(
        *CANCELLED,
        replace(CORRECTED, reason="Wrong month", signed_off_at=FEBRUARY),
    )


def test_a_result_that_was_overridden_stays_so_when_only_the_day_was_wrong() -> None:
    overridden = replace(
        SIGNED_OFF, result="part_achieved", overridden=True, override_reason="Ill in between"
    )

    a_plan(achieved(), overridden).when(ANOTHER_DAY).then(
        replace(
            ON_ANOTHER_DAY,
            result="part_achieved",
            overridden=True,
            override_reason="Ill in between",
        )
    )
