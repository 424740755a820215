"""Amina's plan while it is written: what is asked, and what comes of it."""

from datetime import UTC, date, datetime
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.codes import ActionId, CaseId, ClientId, GoalId, PlanId
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, Command, DraftPlan
from ht_plans.domain.plan.events import (
    ActionAdded,
    Event,
    GoalAdded,
    GoalSet,
    PlanAgreed,
    PlanDrafted,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve

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
