"""A plan is written together: a draft counts nowhere until the client agrees to it."""

from dataclasses import replace
from decimal import Decimal

from ht_plans.domain.plan.refusals import (
    ActionAlreadyAdded,
    AlreadyDrafted,
    CaseNotAssessed,
    ClientStoppedTakingPart,
    GoalAlreadyAdded,
    NoPlanYet,
    NoReviewDay,
    NoSuchGoal,
    NotAboutDiet,
    NothingWouldChange,
    NotSaidHowToTell,
    NoWayToTell,
    PrimaryIssueRepeated,
    TooManyIssues,
)
from ht_plans.domain.refusals import DatedInTheFuture

from .plan_in_writing import (
    ACTION_ADDED,
    ADD_ACTION,
    ADD_WALKING,
    DRAFT,
    DRAFTED,
    FRIDAY,
    MONDAY,
    WALKING_ADDED,
    a_draft,
    no_plan,
)


def test_a_plan_can_be_drafted_after_the_assessment_conversation() -> None:
    no_plan().when(DRAFT).then(DRAFTED)


def test_a_plan_waits_for_the_assessment_conversation() -> None:
    no_plan().when(replace(DRAFT, case_is_assessed=False)).then_refused(CaseNotAssessed)


def test_no_new_plan_is_made_with_somebody_who_no_longer_takes_part() -> None:
    asked = replace(DRAFT, support_has_ended=True)

    no_plan().when(asked).then_refused(ClientStoppedTakingPart)


def test_a_draft_need_not_name_its_issue_yet() -> None:
    asked = replace(DRAFT, primary_issue=None, secondary_issues=())

    no_plan().when(asked).then(replace(DRAFTED, primary_issue=None, secondary_issues=()))


def test_a_draft_cannot_be_dated_in_the_future() -> None:
    no_plan().when(replace(DRAFT, drafted_at=FRIDAY, now=MONDAY)).then_refused(DatedInTheFuture)


def test_a_plan_is_drafted_once() -> None:
    a_draft().when(DRAFT).then_nothing()
    a_draft().when(replace(DRAFT, primary_issue="diet")).then_refused(AlreadyDrafted)


def test_the_primary_issue_is_not_a_secondary_one_too() -> None:
    asked = replace(DRAFT, secondary_issues=("smoking", "physical_activity"))

    no_plan().when(asked).then_refused(PrimaryIssueRepeated)


def test_a_plan_has_at_most_five_secondary_issues() -> None:
    asked = replace(
        DRAFT,
        secondary_issues=(
            "smoking",
            "alcohol",
            "diet",
            "local_issue",
            "social_isolation",
            "employment_or_training",
        ),
    )

    no_plan().when(asked).then_refused(TooManyIssues)


def test_only_a_plan_about_diet_can_be_about_weight() -> None:
    no_plan().when(replace(DRAFT, diet_subtype="weight")).then_refused(NotAboutDiet)


def test_a_goal_in_a_draft_is_written_down_and_not_set() -> None:
    a_draft().when(ADD_WALKING).then(WALKING_ADDED)


def test_a_goal_needs_a_plan() -> None:
    no_plan().when(ADD_WALKING).then_refused(NoPlanYet)


def test_a_goal_is_added_once() -> None:
    other = replace(ADD_WALKING, statement="Swim")

    a_draft(WALKING_ADDED).when(ADD_WALKING).then_nothing()
    a_draft(WALKING_ADDED).when(other).then_refused(GoalAlreadyAdded)


def test_a_goal_says_how_it_is_told_whether_it_was_met() -> None:
    a_draft().when(replace(ADD_WALKING, told_by=None)).then_refused(NotSaidHowToTell)


def test_a_goal_has_a_day_on_which_it_is_looked_at() -> None:
    a_draft().when(replace(ADD_WALKING, review_on=None)).then_refused(NoReviewDay)


def test_a_goal_told_by_a_number_needs_the_number() -> None:
    a_draft().when(replace(ADD_WALKING, told_by="number")).then_refused(NoWayToTell)


def test_a_goal_to_change_needs_to_know_where_it_starts() -> None:
    asked = replace(
        ADD_WALKING, kind="change", told_by="number", target=Decimal(5), baseline=None
    )

    a_draft().when(asked).then_refused(NoWayToTell)


def test_a_goal_to_change_something_changes_something() -> None:
    asked = replace(
        ADD_WALKING, kind="change", told_by="number", target=Decimal(5), baseline=Decimal(5)
    )

    a_draft().when(asked).then_refused(NothingWouldChange)


def test_a_goal_to_keep_something_up_keeps_its_baseline() -> None:
    asked = replace(
        ADD_WALKING, kind="keep_up", told_by="number", target=Decimal(5), baseline=Decimal(5)
    )
    added = replace(
        WALKING_ADDED, kind="keep_up", told_by="number", target=Decimal(5), baseline=Decimal(5)
    )

    a_draft().when(asked).then(added)


def test_an_action_belongs_to_a_goal() -> None:
    a_draft(WALKING_ADDED).when(ADD_ACTION).then(ACTION_ADDED)
    a_draft().when(ADD_ACTION).then_refused(NoSuchGoal)


def test_an_action_is_added_once() -> None:
    other = replace(ADD_ACTION, what="Swim instead")

    a_draft(WALKING_ADDED, ACTION_ADDED).when(ADD_ACTION).then_nothing()
    a_draft(WALKING_ADDED, ACTION_ADDED).when(other).then_refused(ActionAlreadyAdded)
