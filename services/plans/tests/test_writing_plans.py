"""A plan is written together: a draft counts nowhere until the client agrees to it.

"AgreePlan: rejected when there is no goal, no action step, no primary issue, no importance and
confidence unless declined, or a due date before agreement. All of it may be one day."
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.codes import ActionId, CaseId, ClientId, GoalId, PlanId
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, Command, DraftPlan
from ht_plans.domain.plan.events import (
    ActionAdded,
    Event,
    GoalAdded,
    GoalSet,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.refusals import (
    AgreedBeforeDraft,
    AlreadyAgreed,
    AlreadyDrafted,
    BeforeAgreement,
    CaseNotAssessed,
    ClientStoppedTakingPart,
    DueBeforeAgreement,
    GoalAlreadyAdded,
    GoalWithoutAction,
    NoGoal,
    NoPlanYet,
    NoPrimaryIssue,
    NoSuchGoal,
    NotAboutDiet,
    NothingWouldChange,
    NoWayToTell,
    PlanHasEnded,
    PrimaryIssueRepeated,
    TooManyIssues,
)
from ht_plans.domain.refusals import DatedInTheFuture

PLAN, CASE, AMINA = PlanId(UUID(int=3)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
WALKING, COOKING = GoalId(UUID(int=41)), GoalId(UUID(int=42))
WALK_TO_SCHOOL = ActionId(UUID(int=51))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)
MARCH = date(2026, 3, 9)

DRAFT = DraftPlan(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    case_is_assessed=True,
    support_has_ended=False,
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=("smoking",),
    own_words="I want to keep up with my boys",
    drafted_at=MONDAY,
    now=FRIDAY,
)
DRAFTED = PlanDrafted(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=("smoking",),
    own_words="I want to keep up with my boys",
    drafted_at=MONDAY,
)
ADD_WALKING = AddGoal(
    goal=WALKING,
    statement="Walk the kids to school",
    behaviour="physical_activity",
    kind="done_or_not",
    told_by="done_or_not",
    baseline=None,
    target=None,
    unit=None,
    due_on=MARCH,
    review_on=MARCH,
    set_at=MONDAY,
    now=FRIDAY,
)
WALKING_ADDED = GoalAdded(
    goal=WALKING,
    statement="Walk the kids to school",
    behaviour="physical_activity",
    kind="done_or_not",
    told_by="done_or_not",
    baseline=None,
    target=None,
    unit=None,
    due_on=MARCH,
    review_on=MARCH,
    set_at=MONDAY,
)
ADD_ACTION = AddAction(
    goal=WALKING,
    action=WALK_TO_SCHOOL,
    what="Leave ten minutes earlier",
    where=None,
    when="school days",
    how_often=None,
    with_whom=None,
)
ACTION_ADDED = ActionAdded(
    goal=WALKING,
    action=WALK_TO_SCHOOL,
    what="Leave ten minutes earlier",
    where=None,
    when="school days",
    how_often=None,
    with_whom=None,
)
AGREE = AgreePlan(
    how="in_person",
    importance=8,
    confidence="declined",
    primary_issue=None,
    diet_subtype=None,
    secondary_issues=(),
    agreed_at=TUESDAY,
    now=FRIDAY,
)
AGREED = PlanAgreed(
    plan=PLAN,
    case=CASE,
    client=AMINA,
    primary_issue="physical_activity",
    diet_subtype=None,
    secondary_issues=("smoking",),
    how="in_person",
    importance=8,
    confidence="declined",
    agreed_at=TUESDAY,
)
WALKING_SET = GoalSet(
    plan=PLAN,
    client=AMINA,
    goal=WALKING,
    behaviour="physical_activity",
    kind="done_or_not",
    due_on=MARCH,
    set_at=TUESDAY,
)


def no_plan() -> Specification[Command, Plan, Event]:
    return Specification(decide, evolve, NO_PLAN_YET)


def a_draft(*history: Event) -> Specification[Command, Plan, Event]:
    return no_plan().given(DRAFTED, *history)


def a_whole_draft(*history: Event) -> Specification[Command, Plan, Event]:
    return a_draft(WALKING_ADDED, ACTION_ADDED, *history)


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
