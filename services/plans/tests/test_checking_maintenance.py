"""Checks at three, six and twelve months ask whether a change has lasted.

"Every ending is told with its result. The window is judged on the day the check was done, not
on the day it was entered. Not contactable needs three attempts on different days by two
channels. Marking a check as due decides nothing."
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import (
    CaseId,
    Channel,
    CheckId,
    CheckResult,
    ClientId,
    GoalId,
    PlanId,
)
from ht_plans.domain.plan.commands import Command, MarkCheckDue, RecordAttempt, RecordCheck
from ht_plans.domain.plan.events import (
    Event,
    GoalAchieved,
    GoalAdded,
    GoalHeld,
    GoalNotAchieved,
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAgreed,
    PlanDrafted,
    PlanSignedOff,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.refusals import (
    CheckedBeforeSignOff,
    CheckHasEnded,
    EndsOfItself,
    GoalNotToBeHeld,
    HeldWithoutAnswer,
    ModeNotSaid,
    NoPlanYet,
    NoSuchCheck,
    OutsideWindow,
    TriedTooLittle,
)
from ht_plans.domain.plan.revisions import ScheduledCheck, Tries
from ht_plans.domain.refusals import DatedInTheFuture

PLAN, CASE, AMINA = PlanId(UUID(int=3)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
WALKING, THREE_MONTHS = GoalId(UUID(int=41)), CheckId(UUID(int=63))
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
DUE_ON = date(2026, 6, 9)
DUE_DAY = datetime(2026, 6, 9, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 6, 9, 9, tzinfo=UTC)

SIGNED_OFF = PlanSignedOff(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    result="achieved",
    rolled_up="achieved",
    overridden=False,
    override_reason=None,
    client_present="in_person",
    not_present_reason=None,
    checks=(ScheduledCheck(check=THREE_MONTHS, months=3, due_on=DUE_ON),),
    signed_off_at=MARCH,
)
HISTORY: tuple[Event, ...] = (
    PlanDrafted(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        programme="northfield",
        primary_issue="physical_activity",
        diet_subtype=None,
        secondary_issues=(),
        own_words=None,
        drafted_at=JANUARY,
    ),
    GoalAdded(
        goal=WALKING,
        statement="Walk the kids to school",
        behaviour="physical_activity",
        kind="done_or_not",
        told_by="done_or_not",
        baseline=None,
        target=None,
        unit=None,
        due_on=MARCH.date(),
        review_on=MARCH.date(),
        set_at=JANUARY,
    ),
    PlanAgreed(
        plan=PLAN,
        case=CASE,
        client=AMINA,
        primary_issue="physical_activity",
        diet_subtype=None,
        secondary_issues=(),
        how="in_person",
        importance="declined",
        confidence="declined",
        agreed_at=JANUARY,
    ),
)
ACHIEVED = GoalAchieved(plan=PLAN, client=AMINA, goal=WALKING, recorded_at=MARCH)
FELL_DUE = MaintenanceCheckFellDue(
    plan=PLAN, client=AMINA, check=THREE_MONTHS, months=3, due_on=DUE_ON
)
CHECKED = MaintenanceChecked(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    check=THREE_MONTHS,
    months=3,
    result="maintained",
    mode="telephone",
    window_reason=None,
    checked_at=DUE_DAY,
)


def a_plan(*history: Event) -> Specification[Command, Plan, Event]:
    agreed = Specification(decide, evolve, NO_PLAN_YET).given(*HISTORY)
    return agreed.given(ACHIEVED, SIGNED_OFF, *history)


def check(
    result: CheckResult = "maintained", *, at: datetime = DUE_DAY, because: str | None = None
) -> RecordCheck:
    return RecordCheck(
        check=THREE_MONTHS,
        result=result,
        mode="telephone",
        window_reason=because,
        checked_at=at,
        now=NEXT_YEAR,
    )


def attempt(days_after: int, channel: Channel) -> MaintenanceCheckAttempted:
    return MaintenanceCheckAttempted(
        plan=PLAN,
        client=AMINA,
        check=THREE_MONTHS,
        channel=channel,
        attempted_at=DUE_DAY + timedelta(days=days_after),
    )


@pytest.mark.parametrize("result", ["maintained", "partly", "not_maintained", "declined"])
def test_a_check_ends_with_the_clients_answer(result: CheckResult) -> None:
    a_plan(FELL_DUE).when(check(result)).then(replace(CHECKED, result=result))


@pytest.mark.parametrize("result", ["superseded", "cancelled"])
def test_what_a_later_plan_a_death_or_a_return_brings_is_not_recorded_by_hand(
    result: CheckResult,
) -> None:
    already = replace(CHECKED, result=result, mode=None)

    a_plan().when(check(result)).then_refused(EndsOfItself)
    a_plan(already).when(check(result)).then_refused(EndsOfItself)


def test_a_check_can_be_recorded_although_nobody_marked_it_as_due() -> None:
    a_plan().when(check()).then(CHECKED)


@pytest.mark.parametrize("days", [-14, 0, 56])
def test_a_check_from_two_weeks_before_to_eight_weeks_after_is_in_time(days: int) -> None:
    at = DUE_DAY + timedelta(days=days)

    a_plan().when(check(at=at)).then(replace(CHECKED, checked_at=at))


@pytest.mark.parametrize("days", [-15, 57])
def test_a_check_at_another_time_needs_a_reason(days: int) -> None:
    at = DUE_DAY + timedelta(days=days)
    explained = replace(CHECKED, checked_at=at, window_reason="Was in hospital")

    a_plan().when(check(at=at)).then_refused(OutsideWindow)
    a_plan().when(check(at=at, because="Was in hospital")).then(explained)


def test_a_check_entered_a_year_late_is_in_time_if_it_was_done_in_time() -> None:
    a_plan(FELL_DUE).when(replace(check(), now=NEXT_YEAR)).then(CHECKED)


def test_a_check_does_not_come_before_the_sign_off() -> None:
    early = check(at=JANUARY, because="Met at the market")

    a_plan().when(early).then_refused(CheckedBeforeSignOff)


def test_a_check_is_not_done_in_the_future() -> None:
    a_plan().when(replace(check(), now=MARCH)).then_refused(DatedInTheFuture)


def test_how_the_client_was_asked_is_said() -> None:
    a_plan().when(replace(check(), mode=None)).then_refused(ModeNotSaid)


def test_the_same_answer_twice_ends_a_check_once() -> None:
    a_plan(CHECKED).when(check()).then_nothing()


def test_an_ended_check_keeps_its_answer() -> None:
    a_plan(CHECKED).when(check("not_maintained")).then_refused(CheckHasEnded)


def test_three_attempts_on_three_days_by_two_channels_make_somebody_not_contactable() -> None:
    tried = (attempt(0, "telephone"), attempt(3, "letter"), attempt(10, "telephone"))
    at = DUE_DAY + timedelta(days=10)

    (
        a_plan(*tried)
        .when(check("not_contactable", at=at))
        .then(replace(CHECKED, result="not_contactable", checked_at=at))
    )


@pytest.mark.parametrize(
    "tried",
    [
        (),
        (attempt(0, "telephone"), attempt(3, "letter")),
        (attempt(0, "telephone"), attempt(3, "telephone"), attempt(10, "telephone")),
        (attempt(0, "telephone"), attempt(0, "letter"), attempt(10, "telephone")),
    ],
    ids=["none", "two attempts", "one channel", "two days"],
)
def test_too_few_attempts_do_not_make_somebody_not_contactable(
    tried: tuple[MaintenanceCheckAttempted, ...],
) -> None:
    a_plan(*tried).when(check("not_contactable")).then_refused(TriedTooLittle)


@pytest.mark.parametrize(
    ("enough", "tried"),
    [
        (Tries(days=2, ways=2), (attempt(0, "telephone"), attempt(3, "letter"))),
        (Tries(days=1, ways=1), (attempt(0, "telephone"),)),
        (
            Tries(days=3, ways=1),
            (attempt(0, "telephone"), attempt(3, "telephone"), attempt(10, "telephone")),
        ),
    ],
)
def test_a_programme_chooses_how_often_somebody_is_tried(
    enough: Tries, tried: tuple[MaintenanceCheckAttempted, ...]
) -> None:
    at = DUE_DAY + timedelta(days=20)
    gave_up = replace(check("not_contactable", at=at), enough=enough)

    a_plan(*tried).when(gave_up).then(replace(CHECKED, result="not_contactable", checked_at=at))
    a_plan(*tried[1:]).when(gave_up).then_refused(TriedTooLittle)


def test_an_attempt_is_recorded_once() -> None:
    asked = RecordAttempt(
        check=THREE_MONTHS, channel="letter", attempted_at=DUE_DAY, now=NEXT_YEAR
    )

    a_plan().when(asked).then(attempt(0, "letter"))
    a_plan(attempt(0, "letter")).when(asked).then_nothing()


def test_nobody_is_looked_for_once_the_check_has_ended() -> None:
    asked = RecordAttempt(
        check=THREE_MONTHS, channel="letter", attempted_at=DUE_DAY, now=NEXT_YEAR
    )

    a_plan(CHECKED).when(asked).then_refused(CheckHasEnded)


def test_an_attempt_is_not_made_in_the_future() -> None:
    asked = RecordAttempt(check=THREE_MONTHS, channel="letter", attempted_at=DUE_DAY, now=MARCH)

    a_plan().when(asked).then_refused(DatedInTheFuture)


MARK = MarkCheckDue(check=THREE_MONTHS, today=DUE_ON)


def test_a_check_falls_due_on_its_day_or_later() -> None:
    a_plan().when(MARK).then(FELL_DUE)
    a_plan().when(replace(MARK, today=NEXT_YEAR.date())).then(FELL_DUE)


def test_a_check_does_not_fall_due_before_its_day() -> None:
    a_plan().when(replace(MARK, today=DUE_ON - timedelta(days=1))).then_nothing()


def test_a_check_falls_due_once() -> None:
    a_plan(FELL_DUE).when(MARK).then_nothing()


def test_a_check_that_has_ended_does_not_fall_due() -> None:
    a_plan(CHECKED).when(MARK).then_nothing()


def test_a_plan_that_is_not_signed_off_has_no_checks() -> None:
    agreed = Specification(decide, evolve, NO_PLAN_YET).given(*HISTORY)

    agreed.when(check()).then_refused(NoSuchCheck)


def test_a_plan_that_was_not_achieved_has_no_checks() -> None:
    nothing_to_check = replace(
        SIGNED_OFF, result="not_achieved", rolled_up="not_achieved", checks=()
    )

    plan = Specification(decide, evolve, NO_PLAN_YET).given(*HISTORY, nothing_to_check)

    plan.when(check()).then_refused(NoSuchCheck)


def test_a_plan_that_was_never_drafted_has_no_checks() -> None:
    Specification(decide, evolve, NO_PLAN_YET).when(check()).then_refused(NoPlanYet)


def test_how_each_goal_has_held_is_told_with_an_answer_of_goals_that_were_achieved() -> None:
    held = replace(check("partly"), goals=(GoalHeld(goal=WALKING, result="partly"),))
    not_achieved = GoalNotAchieved(plan=PLAN, client=AMINA, goal=WALKING, recorded_at=MARCH)

    a_plan().when(held).then(replace(CHECKED, result="partly", goals=held.goals))
    a_plan().when(replace(held, result="declined")).then_refused(HeldWithoutAnswer)
    a_plan(not_achieved).when(held).then_refused(GoalNotToBeHeld)
