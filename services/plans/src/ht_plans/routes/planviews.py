"""A plan as its trainer and client see it on one screen."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.plan.state import Check, Goal, Plan


class ActionView(BaseModel):
    """What the client does to reach a goal. None where the words are gone."""

    action: UUID
    what: str | None
    where: str | None
    when: str | None
    how_often: str | None
    with_whom: str | None


class GoalView(BaseModel):
    """A goal, and what came of it."""

    goal: UUID
    statement: str | None
    behaviour: str
    kind: str
    told_by: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    due_on: date
    review_on: date
    actions: list[ActionView]
    result: str | None
    recorded_at: datetime | None


class ReviewView(BaseModel):
    """Client and trainer looked at the plan together."""

    reviewed_at: datetime


class AttemptView(BaseModel):
    """Somebody tried to reach the client."""

    channel: str
    attempted_at: datetime


class CheckView(BaseModel):
    """A maintenance check."""

    check: UUID
    months: int
    due_on: date
    fell_due: bool
    attempts: list[AttemptView]
    result: str | None
    checked_at: datetime | None


class PlanView(BaseModel):
    """A plan: all that a screen needs."""

    id: UUID
    version: int
    erased: bool
    imported: bool
    case: UUID
    client: UUID
    programme: str
    status: str
    primary_issue: str | None
    diet_subtype: str | None
    secondary_issues: tuple[str, ...]
    own_words: str | None
    drafted_at: datetime
    agreed_at: datetime | None
    importance: int | str | None
    confidence: int | str | None
    goals: list[GoalView]
    reviews: list[ReviewView]
    next_review_on: date | None
    result: str | None
    overridden: bool
    ended_at: datetime | None
    ended_early: str | None
    checks: list[CheckView]


def view_of_plan(plan_id: UUID, shown: Shown[Plan]) -> PlanView:
    """Put a plan on one screen."""
    plan = shown.state
    drafted = plan.begun()
    agreed = None if plan.imported else plan.agreed
    issues = agreed or drafted
    return PlanView(
        id=plan_id,
        version=shown.version,
        erased=shown.erased,
        imported=plan.imported is not None,
        case=drafted.case,
        client=drafted.client,
        programme=drafted.programme,
        status=plan.status,
        primary_issue=issues.primary_issue,
        diet_subtype=issues.diet_subtype,
        secondary_issues=issues.secondary_issues,
        own_words=drafted.own_words,
        drafted_at=drafted.drafted_at,
        agreed_at=plan.agreed.agreed_at if plan.agreed else None,
        importance=agreed.importance if agreed else None,
        confidence=agreed.confidence if agreed else None,
        goals=[_goal(goal) for goal in plan.goals.values()],
        reviews=[ReviewView(reviewed_at=review.reviewed_at) for review in plan.reviews],
        next_review_on=plan.reviews[-1].next_review_on if plan.reviews else None,
        result=plan.signed_off.result if plan.signed_off else None,
        overridden=plan.signed_off.overridden if plan.signed_off else False,
        ended_at=plan.ended_at,
        ended_early=plan.abandoned.reason if plan.abandoned else None,
        checks=[_check(check) for check in plan.checks.values()],
    )


def _goal(goal: Goal) -> GoalView:
    written = goal.written
    return GoalView(
        goal=written.goal,
        statement=written.statement,
        behaviour=written.behaviour,
        kind=written.kind,
        told_by=written.told_by,
        baseline=written.baseline,
        target=written.target,
        unit=written.unit,
        due_on=written.due_on,
        review_on=written.review_on,
        actions=[
            ActionView(
                action=action.action,
                what=action.what,
                where=action.where,
                when=action.when,
                how_often=action.how_often,
                with_whom=action.with_whom,
            )
            for action in goal.actions
        ],
        result=goal.result,
        recorded_at=goal.recorded_at,
    )


def _check(check: Check) -> CheckView:
    return CheckView(
        check=check.scheduled.check,
        months=check.scheduled.months,
        due_on=check.scheduled.due_on,
        fell_due=check.fell_due,
        attempts=[
            AttemptView(channel=tried.channel, attempted_at=tried.attempted_at)
            for tried in check.attempts
        ],
        result=check.ended.result if check.ended else None,
        checked_at=check.ended.checked_at if check.ended else None,
    )
