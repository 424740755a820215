"""Results may come before the end, and a plan may end early.

"Abandoned is not 'not achieved': it is stored separately. Nothing happens by itself."
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from ht_kit.testing import Specification
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    RecordGoalResult,
    ReviewPlan,
)
from ht_plans.domain.plan.events import (
    PlanAbandoned,
    PlanReviewed,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide, evolve
from ht_plans.domain.plan.refusals import (
    AlreadySignedOff,
    BeforeAgreement,
    BeforeDraft,
    NoSuchGoal,
    PlanHasEnded,
    ResultAlreadyRecorded,
)
from ht_plans.domain.refusals import DatedInTheFuture, DeathIsTheClients

from .plan_at_work import (
    AMINA,
    CASE,
    COOKING,
    DRAFTED,
    JANUARY,
    MARCH,
    PLAN,
    SIGN_OFF,
    SIGNED_OFF,
    WALKING,
    a_plan,
    a_plan_of_two_goals,
    achieved,
    partly,
)


def a_review(at: datetime, next_on: date | None = None) -> PlanReviewed:
    return PlanReviewed(
        reviewed_at=at, next_review_on=next_on, plan=PLAN, case=CASE, client=AMINA
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
    reviewed = a_review(MARCH, date(2026, 6, 1))

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

    a_plan().when(asked).then(a_review(JANUARY))
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


def test_a_death_ends_a_plan_of_itself_and_is_not_entered_as_a_reason() -> None:
    died = replace(ABANDON, reason="died")

    a_plan().when(died).then_refused(DeathIsTheClients)
    a_plan(replace(ABANDONED, reason="died")).when(died).then_nothing()


def test_a_plan_that_ended_early_is_not_signed_off() -> None:
    a_plan(ABANDONED).when(SIGN_OFF).then_refused(PlanHasEnded)


def test_a_plan_does_not_end_before_it_began_or_in_the_future() -> None:
    before = replace(ABANDON, ended_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_plan().when(before).then_refused(BeforeDraft)
    a_plan().when(replace(ABANDON, now=JANUARY)).then_refused(DatedInTheFuture)
