"""A plan is a full Personal Health Plan from the moment the client agrees to it.

"AgreePlan: rejected when there is no goal, no action step, no primary issue, no importance and
confidence unless declined, or a due date before agreement. All of it may be one day."
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ht_plans.domain.plan.events import (
    PlanAbandoned,
)
from ht_plans.domain.plan.refusals import (
    AgreedBeforeDraft,
    AlreadyAgreed,
    BeforeAgreement,
    DueBeforeAgreement,
    GoalWithoutAction,
    NoGoal,
    NoPrimaryIssue,
    PlanHasEnded,
    RulersNotSaid,
)
from ht_plans.domain.refusals import DatedInTheFuture

from .plan_in_writing import (
    ACTION_ADDED,
    ADD_WALKING,
    AGREE,
    AGREED,
    AMINA,
    CASE,
    COOKING,
    DRAFTED,
    FRIDAY,
    MONDAY,
    PLAN,
    WALKING_ADDED,
    WALKING_SET,
    a_draft,
    a_whole_draft,
    no_plan,
)


def test_agreeing_a_plan_sets_each_of_its_goals() -> None:
    a_whole_draft().when(AGREE).then(AGREED, WALKING_SET)


def test_a_plan_can_be_drafted_and_agreed_in_the_same_session() -> None:
    at_once = replace(AGREE, agreed_at=MONDAY)

    (
        a_whole_draft()
        .when(at_once)
        .then(replace(AGREED, agreed_at=MONDAY), replace(WALKING_SET, set_at=MONDAY))
    )


def test_a_plan_without_a_goal_is_not_agreed() -> None:
    a_draft().when(AGREE).then_refused(NoGoal)


def test_a_plan_with_a_goal_and_nothing_to_do_for_it_is_not_agreed() -> None:
    a_draft(WALKING_ADDED).when(AGREE).then_refused(GoalWithoutAction)


def test_a_plan_is_agreed_about_a_primary_issue() -> None:
    undecided = replace(DRAFTED, primary_issue=None)

    (
        no_plan()
        .given(undecided, WALKING_ADDED, ACTION_ADDED)
        .when(AGREE)
        .then_refused(NoPrimaryIssue)
    )


def test_importance_and_confidence_are_said_or_it_is_said_that_the_client_declined() -> None:
    declined = replace(AGREE, importance="declined", confidence="declined")

    a_whole_draft().when(replace(AGREE, importance=None)).then_refused(RulersNotSaid)
    a_whole_draft().when(replace(AGREE, confidence=None)).then_refused(RulersNotSaid)
    a_whole_draft().when(declined).then(replace(AGREED, importance="declined"), WALKING_SET)


def test_the_primary_issue_can_be_chosen_when_agreeing() -> None:
    undecided = replace(DRAFTED, primary_issue=None)

    (
        no_plan()
        .given(undecided, WALKING_ADDED, ACTION_ADDED)
        .when(replace(AGREE, primary_issue="physical_activity"))
        .then(AGREED, WALKING_SET)
    )


def test_a_goal_is_not_due_before_it_is_agreed() -> None:
    soon = replace(WALKING_ADDED, due_on=date(2026, 1, 12))

    a_draft(soon, ACTION_ADDED).when(AGREE).then_refused(DueBeforeAgreement)


@pytest.mark.parametrize(("agreed_on", "is_refused"), [(14, False), (15, True)])
def test_days_are_counted_as_in_london_and_not_in_utc(agreed_on: int, is_refused: bool) -> None:
    """23:30 UTC on 13 June is 00:30 on the 14th for client and trainer."""
    late_evening = datetime(2026, 6, agreed_on - 1, 23, 30, tzinfo=UTC)
    goal = replace(WALKING_ADDED, due_on=date(2026, 6, 14))
    asked = replace(AGREE, agreed_at=late_evening, now=late_evening)

    specification = a_draft(goal, ACTION_ADDED).when(asked)

    if is_refused:
        specification.then_refused(DueBeforeAgreement)
    else:
        specification.then(
            replace(AGREED, agreed_at=late_evening),
            replace(WALKING_SET, due_on=date(2026, 6, 14), set_at=late_evening),
        )


def test_a_plan_is_not_agreed_before_it_was_drafted() -> None:
    earlier = replace(AGREE, agreed_at=datetime(2026, 1, 11, 9, tzinfo=UTC))

    a_whole_draft().when(earlier).then_refused(AgreedBeforeDraft)


def test_a_plan_is_not_agreed_in_the_future() -> None:
    a_whole_draft().when(replace(AGREE, now=MONDAY)).then_refused(DatedInTheFuture)


def test_a_plan_is_agreed_once() -> None:
    a_whole_draft(AGREED, WALKING_SET).when(AGREE).then_nothing()
    (
        a_whole_draft(AGREED, WALKING_SET)
        .when(replace(AGREE, agreed_at=FRIDAY))
        .then_refused(AlreadyAgreed)
    )


def test_a_goal_added_to_an_agreed_plan_is_set_at_once() -> None:
    asked = replace(ADD_WALKING, goal=COOKING, behaviour="diet", set_at=FRIDAY)

    (
        a_whole_draft(AGREED, WALKING_SET)
        .when(asked)
        .then(
            replace(WALKING_ADDED, goal=COOKING, behaviour="diet", set_at=FRIDAY),
            replace(WALKING_SET, goal=COOKING, behaviour="diet", set_at=FRIDAY),
        )
    )


def test_a_goal_is_not_set_before_the_plan_was_agreed() -> None:
    asked = replace(ADD_WALKING, goal=COOKING, set_at=MONDAY)

    a_whole_draft(AGREED, WALKING_SET).when(asked).then_refused(BeforeAgreement)


def test_nothing_is_added_to_a_plan_that_has_ended() -> None:
    ended = PlanAbandoned(
        plan=PLAN, case=CASE, client=AMINA, reason="clients_wish", ended_at=FRIDAY
    )

    a_whole_draft(ended).when(replace(ADD_WALKING, goal=COOKING)).then_refused(PlanHasEnded)
