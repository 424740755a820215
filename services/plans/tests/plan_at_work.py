"""Amina's agreed plan, its sign-off, and what came of its goals."""

from datetime import UTC, date, datetime
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.codes import CaseId, CheckId, ClientId, GoalId, PlanId
from ht_plans.domain.plan.commands import (
    Command,
    SignOffPlan,
)
from ht_plans.domain.plan.events import (
    Event,
    GoalAchieved,
    GoalAdded,
    GoalNotAchieved,
    GoalPartlyAchieved,
    PlanAgreed,
    PlanDrafted,
    PlanSignedOff,
)
from ht_plans.domain.plan.plan import NO_PLAN_YET, Plan, decide, evolve
from ht_plans.domain.plan.revisions import CheckToSchedule, ScheduledCheck

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
