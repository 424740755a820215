"""A plan ends with a result that its goals add up to, or early, or is overridden with a reason.

"All goals achieved: achieved; otherwise at least one achieved or part achieved: part achieved;
else not achieved. Abandoned is not 'not achieved'."
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import CaseId, CheckId, ClientId, GoalId, PlanId, Result
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    CheckToSchedule,
    Command,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
)
from ht_plans.domain.plan.events import (
    Event,
    GoalAchieved,
    GoalAdded,
    GoalNotAchieved,
    GoalPartlyAchieved,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanReviewed,
    PlanSignedOff,
    ScheduledCheck,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    BeforeAgreement,
    BeforeDraft,
    ContradictsGoals,
    GoalsWithoutResult,
    NoSuchGoal,
    NotAgreed,
    NotPresentWithoutReason,
    PlanHasEnded,
    ResultAlreadyRecorded,
)
from ht_plans.domain.plan.resulting import roll_up
from ht_plans.domain.refusals import DatedInTheFuture

PLAN, CASE, AMINA = PlanId(UUID(int=3)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
WALKING, COOKING = GoalId(UUID(int=41)), GoalId(UUID(int=42))
THREE, SIX, TWELVE = CheckId(UUID(int=63)), CheckId(UUID(int=66)), CheckId(UUID(int=72))
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
LEAP_YEARS_EVE = datetime(2027, 11, 30, 9, tzinfo=UTC)

DRAFTED = PlanDrafted(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=(),
    own_words=None,
    drafted_at=JANUARY,
)
AGREED = PlanAgreed(
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
)
SIGN_OFF = SignOffPlan(
    results={WALKING: "achieved"},
    result=None,
    override_reason=None,
    client_present="in_person",
    not_present_reason=None,
    maintenance=(
        CheckToSchedule(check=THREE, months=3),
        CheckToSchedule(check=SIX, months=6),
        CheckToSchedule(check=TWELVE, months=12),
    ),
    signed_off_at=MARCH,
    now=MARCH,
)
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
    checks=(
        ScheduledCheck(check=THREE, months=3, due_on=date(2026, 6, 9)),
        ScheduledCheck(check=SIX, months=6, due_on=date(2026, 9, 9)),
        ScheduledCheck(check=TWELVE, months=12, due_on=date(2027, 3, 9)),
    ),
    signed_off_at=MARCH,
)


def a_goal(goal: GoalId) -> GoalAdded:
    return GoalAdded(
        goal=goal,
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
    )


def a_plan(*history: Event) -> Specification[Command, Plan, Event]:
    agreed = (DRAFTED, a_goal(WALKING), AGREED)
    return Specification(decide, evolve, NO_PLAN_YET).given(*agreed, *history)


def a_plan_of_two_goals(*history: Event) -> Specification[Command, Plan, Event]:
    return a_plan(a_goal(COOKING), *history)


def achieved(goal: GoalId = WALKING, at: datetime = MARCH) -> GoalAchieved:
    return GoalAchieved(plan=PLAN, client=AMINA, goal=goal, recorded_at=at)


def partly(goal: GoalId = WALKING) -> GoalPartlyAchieved:
    return GoalPartlyAchieved(plan=PLAN, client=AMINA, goal=goal, recorded_at=MARCH)


def not_achieved(goal: GoalId = WALKING) -> GoalNotAchieved:
    return GoalNotAchieved(plan=PLAN, client=AMINA, goal=goal, recorded_at=MARCH)


@pytest.mark.parametrize(
    ("results", "together"),
    [
        (["achieved"], "achieved"),
        (["achieved", "achieved"], "achieved"),
        (["achieved", "not_achieved"], "part_achieved"),
        (["achieved", "part_achieved"], "part_achieved"),
        (["part_achieved"], "part_achieved"),
        (["part_achieved", "not_achieved"], "part_achieved"),
        (["not_achieved", "not_achieved"], "not_achieved"),
    ],
)
def test_goals_add_up_to_a_result(results: list[Result], together: Result) -> None:
    assert roll_up(results) == together


def test_signing_off_records_the_goals_and_schedules_the_checks() -> None:
    a_plan().when(SIGN_OFF).then(achieved(), SIGNED_OFF)


def test_a_plan_that_was_not_achieved_has_nothing_to_check() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, results={WALKING: "not_achieved"}))
        .then(
            not_achieved(),
            replace(SIGNED_OFF, result="not_achieved", rolled_up="not_achieved", checks=()),
        )
    )


def test_a_partly_achieved_plan_is_worth_checking_too() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, results={WALKING: "part_achieved"}))
        .then(partly(), replace(SIGNED_OFF, result="part_achieved", rolled_up="part_achieved"))
    )


def test_a_check_falls_due_on_the_last_day_of_a_shorter_month() -> None:
    (
        a_plan()
        .when(replace(SIGN_OFF, signed_off_at=LEAP_YEARS_EVE, now=LEAP_YEARS_EVE))
        .then(
            achieved(at=LEAP_YEARS_EVE),
            replace(
                SIGNED_OFF,
                signed_off_at=LEAP_YEARS_EVE,
                checks=(
                    ScheduledCheck(check=THREE, months=3, due_on=date(2028, 2, 29)),
                    ScheduledCheck(check=SIX, months=6, due_on=date(2028, 5, 30)),
                    ScheduledCheck(check=TWELVE, months=12, due_on=date(2028, 11, 30)),
                ),
            ),
        )
    )


def test_only_results_recorded_now_are_told_at_sign_off() -> None:
    both: dict[GoalId, Result] = {WALKING: "achieved", COOKING: "achieved"}

    (
        a_plan_of_two_goals(achieved(WALKING, at=JANUARY))
        .when(replace(SIGN_OFF, results=both))
        .then(achieved(COOKING), SIGNED_OFF)
    )


def test_a_result_recorded_before_need_not_be_given_again() -> None:
    a_plan(achieved(at=JANUARY)).when(replace(SIGN_OFF, results={})).then(SIGNED_OFF)


def test_every_goal_needs_a_result() -> None:
    a_plan_of_two_goals().when(SIGN_OFF).then_refused(GoalsWithoutResult)


def test_the_goals_results_cannot_be_overridden_without_a_reason() -> None:
    asked = replace(
        SIGN_OFF, results={WALKING: "achieved", COOKING: "part_achieved"}, result="achieved"
    )

    a_plan_of_two_goals().when(asked).then_refused(ContradictsGoals)


def test_the_goals_results_can_be_overridden_with_a_reason() -> None:
    (
        a_plan_of_two_goals()
        .when(
            replace(
                SIGN_OFF,
                results={WALKING: "achieved", COOKING: "part_achieved"},
                result="achieved",
                override_reason="Cooking was hers to drop",
            )
        )
        .then(
            achieved(WALKING),
            partly(COOKING),
            replace(
                SIGNED_OFF,
                rolled_up="part_achieved",
                overridden=True,
                override_reason="Cooking was hers to drop",
            ),
        )
    )


def test_saying_what_the_goals_say_is_no_override() -> None:
    asked = replace(SIGN_OFF, result="achieved", override_reason="It went well")

    a_plan().when(asked).then(achieved(), SIGNED_OFF)


def test_a_client_who_was_not_there_needs_a_reason() -> None:
    absent = replace(SIGN_OFF, client_present="not_present")
    explained = replace(absent, not_present_reason="Moved to Leeds, agreed by letter")

    a_plan().when(absent).then_refused(NotPresentWithoutReason)
    (
        a_plan()
        .when(explained)
        .then(
            achieved(),
            replace(
                SIGNED_OFF,
                client_present="not_present",
                not_present_reason="Moved to Leeds, agreed by letter",
            ),
        )
    )


def test_a_draft_is_not_signed_off() -> None:
    draft = Specification(decide, evolve, NO_PLAN_YET).given(DRAFTED, a_goal(WALKING))

    draft.when(SIGN_OFF).then_refused(NotAgreed)


def test_a_plan_is_not_signed_off_before_it_was_agreed() -> None:
    earlier = replace(SIGN_OFF, signed_off_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(earlier).then_refused(BeforeAgreement)


def test_a_plan_can_be_signed_off_on_the_day_it_was_agreed() -> None:
    same_day = replace(SIGN_OFF, signed_off_at=JANUARY, results={})

    a_plan(achieved(at=JANUARY)).when(same_day).then(
        replace(
            SIGNED_OFF,
            signed_off_at=JANUARY,
            checks=(
                ScheduledCheck(check=THREE, months=3, due_on=date(2026, 4, 12)),
                ScheduledCheck(check=SIX, months=6, due_on=date(2026, 7, 12)),
                ScheduledCheck(check=TWELVE, months=12, due_on=date(2027, 1, 12)),
            ),
        )
    )


def test_a_plan_is_not_signed_off_in_the_future() -> None:
    a_plan().when(replace(SIGN_OFF, now=JANUARY)).then_refused(DatedInTheFuture)


def test_a_plan_is_signed_off_once() -> None:
    a_plan(achieved(), SIGNED_OFF).when(SIGN_OFF).then_nothing()
    (
        a_plan(achieved(), SIGNED_OFF)
        .when(replace(SIGN_OFF, result="not_achieved", override_reason="Changed our minds"))
        .then_refused(AlreadySignedOff)
    )


def test_a_goal_can_have_its_result_before_the_plan_ends() -> None:
    asked = RecordGoalResult(goal=WALKING, result="part_achieved", recorded_at=MARCH, now=MARCH)

    a_plan().when(asked).then(partly())
    a_plan(partly()).when(asked).then_nothing()


def test_a_goal_keeps_its_result() -> None:
    asked = RecordGoalResult(goal=WALKING, result="achieved", recorded_at=MARCH, now=MARCH)

    a_plan(partly()).when(asked).then_refused(ResultAlreadyRecorded)


def test_a_result_belongs_to_a_goal_of_the_plan() -> None:
    asked = RecordGoalResult(goal=COOKING, result="achieved", recorded_at=MARCH, now=MARCH)

    a_plan().when(asked).then_refused(NoSuchGoal)


def test_a_review_tells_the_results_recorded_in_it() -> None:
    asked = ReviewPlan(
        results={WALKING: "achieved"},
        next_review_on=date(2026, 6, 1),
        reviewed_at=MARCH,
        now=MARCH,
    )
    reviewed = PlanReviewed(reviewed_at=MARCH, next_review_on=date(2026, 6, 1))

    a_plan_of_two_goals().when(asked).then(reviewed, achieved())


def test_what_was_recorded_before_the_plan_ended_can_be_told_again() -> None:
    reviewed = PlanReviewed(reviewed_at=JANUARY, next_review_on=None)
    review = ReviewPlan(results={}, next_review_on=None, reviewed_at=JANUARY, now=MARCH)
    result = RecordGoalResult(goal=WALKING, result="achieved", recorded_at=MARCH, now=MARCH)

    a_plan(reviewed, achieved(), SIGNED_OFF).when(review).then_nothing()
    a_plan(reviewed, achieved(), SIGNED_OFF).when(result).then_nothing()


def test_a_plan_can_be_reviewed_on_the_day_it_was_agreed_and_not_before() -> None:
    asked = ReviewPlan(results={}, next_review_on=None, reviewed_at=JANUARY, now=MARCH)
    earlier = replace(asked, reviewed_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(asked).then(PlanReviewed(reviewed_at=JANUARY, next_review_on=None))
    a_plan().when(earlier).then_refused(BeforeAgreement)


ABANDON = AbandonPlan(reason="lost_contact", ended_at=MARCH, now=MARCH)
ABANDONED = PlanAbandoned(
    plan=PLAN, case=CASE, client=AMINA, reason="lost_contact", ended_at=MARCH
)


def test_a_plan_can_end_early_whatever_became_of_its_goals() -> None:
    a_plan().when(ABANDON).then(ABANDONED)


def test_a_draft_can_end_early() -> None:
    draft = Specification(decide, evolve, NO_PLAN_YET).given(DRAFTED)

    draft.when(ABANDON).then(ABANDONED)


def test_a_plan_that_was_signed_off_cannot_end_early() -> None:
    a_plan(achieved(), SIGNED_OFF).when(ABANDON).then_refused(AlreadySignedOff)


def test_a_plan_ends_early_once_and_for_one_reason() -> None:
    a_plan(ABANDONED).when(ABANDON).then_nothing()
    a_plan(ABANDONED).when(replace(ABANDON, reason="moved")).then_refused(PlanHasEnded)


def test_a_plan_that_ended_early_is_not_signed_off() -> None:
    a_plan(ABANDONED).when(SIGN_OFF).then_refused(PlanHasEnded)


def test_a_plan_does_not_end_before_it_began_or_in_the_future() -> None:
    before = replace(ABANDON, ended_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(before).then_refused(BeforeDraft)
    a_plan().when(replace(ABANDON, now=JANUARY)).then_refused(DatedInTheFuture)
