"""A plan as its trainer and client see it on one screen."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.plan.state import Check, Plan
from ht_plans.routes.goalviews import GoalView, ReviewView, view_of_goal, view_of_review
from ht_plans.routes.supportviews import (
    BarrierView,
    DiaryView,
    FacilitatorView,
    IfThenView,
    RewardView,
    view_of_diary,
)


class CorrectionView(BaseModel):
    """A senior put right what came of the plan, or when and how it was signed off."""

    result: str
    overridden: bool
    reason: str | None
    corrected_at: datetime
    signed_off_at: datetime | None
    client_present: str | None


class AttemptView(BaseModel):
    """Somebody tried to reach the client."""

    channel: str
    attempted_at: datetime


class HeldView(BaseModel):
    """How the change of one goal has held."""

    goal: UUID
    result: str


class CheckView(BaseModel):
    """A maintenance check."""

    check: UUID
    months: int
    due_on: date
    fell_due: bool
    attempts: list[AttemptView]
    result: str | None
    checked_at: datetime | None
    goals: list[HeldView]
    on_return: UUID | None


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
    agreed_how: str | None
    importance: int | str | None
    confidence: int | str | None
    supersedes: UUID | None
    superseded_by: UUID | None
    goals: list[GoalView]
    if_thens: list[IfThenView]
    barriers: list[BarrierView]
    facilitators: list[FacilitatorView]
    rewards: list[RewardView]
    diaries: list[DiaryView]
    reviews: list[ReviewView]
    next_review_on: date | None
    review_due_on: date | None
    result: str | None
    signed_off_as: str | None
    overridden: bool
    override_reason: str | None
    client_present: str | None
    not_present_reason: str | None
    corrections: list[CorrectionView]
    ended_at: datetime | None
    ended_early: str | None
    checks: list[CheckView]


def view_of_plan(plan_id: UUID, shown: Shown[Plan]) -> PlanView:
    """Put a plan on one screen."""
    plan = shown.state
    drafted = plan.begun()
    agreed = None if plan.imported else plan.agreed
    issues = agreed or drafted
    signed_off = None if plan.imported else plan.signed_off
    came_of_it = plan.came_of_it
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
        agreed_how=agreed.how if agreed else None,
        importance=agreed.importance if agreed else None,
        confidence=agreed.confidence if agreed else None,
        supersedes=drafted.supersedes,
        superseded_by=plan.superseded.by if plan.superseded else None,
        goals=[view_of_goal(goal) for goal in plan.goals.values()],
        if_thens=[IfThenView.model_validate(each) for each in plan.if_thens.values()],
        barriers=[BarrierView.model_validate(each) for each in plan.barriers.values()],
        facilitators=[
            FacilitatorView.model_validate(each) for each in plan.facilitators.values()
        ],
        rewards=[RewardView.model_validate(each) for each in plan.rewards.values()],
        diaries=[view_of_diary(diary) for diary in plan.diaries.values()],
        reviews=[view_of_review(review) for review in plan.reviews],
        next_review_on=plan.next_review_on,
        review_due_on=plan.review_due_on,
        result=came_of_it.result if came_of_it else None,
        signed_off_as=plan.signed_off.result if plan.signed_off else None,
        overridden=came_of_it.overridden if came_of_it else False,
        override_reason=came_of_it.override_reason if came_of_it else None,
        client_present=signed_off.client_present if signed_off else None,
        not_present_reason=signed_off.not_present_reason if signed_off else None,
        corrections=[
            CorrectionView(
                result=each.result,
                overridden=each.overridden,
                reason=each.reason,
                corrected_at=each.corrected_at,
                signed_off_at=each.signed_off_at,
                client_present=each.client_present,
            )
            for each in plan.corrections
        ],
        ended_at=plan.ended_at,
        ended_early=plan.abandoned.reason if plan.abandoned else None,
        checks=[_check(check) for check in plan.checks.values()],
    )


def ids_of_checks(plan: Plan) -> dict[str, UUID]:
    """Give the checks of a plan by their months, the latest scheduled of each."""
    return {
        str(check.scheduled.months): check.scheduled.check for check in plan.checks.values()
    }


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
        goals=[
            HeldView(goal=each.goal, result=each.result)
            for each in (check.ended.goals if check.ended else ())
        ],
        on_return=check.ended.on_return if check.ended else None,
    )
