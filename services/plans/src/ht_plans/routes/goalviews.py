"""Goals as they stand and stood, and how far they had come at each review."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from ht_plans.domain.plan.events import PlanReviewed
from ht_plans.domain.plan.state import Goal


class ActionView(BaseModel):
    """What the client does to reach a goal. None where the words are gone."""

    action: UUID
    what: str | None
    where: str | None
    when: str | None
    how_often: str | None
    with_whom: str | None


class GoalWords(BaseModel):
    """A goal as it stood from a moment on."""

    statement: str | None
    kind: str
    told_by: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    due_on: date
    review_on: date
    importance: int | str | None
    confidence: int | str | None
    since: datetime


class GoalView(GoalWords):
    """A goal as it stands, how it stood before, and what came of it."""

    goal: UUID
    behaviour: str
    earlier: list[GoalWords]
    actions: list[ActionView]
    result: str | None
    recorded_at: datetime | None


class ProgressView(BaseModel):
    """How far a goal had come."""

    goal: UUID
    number: Decimal | None
    done: bool | None
    rating: int | None


class ReviewView(BaseModel):
    """Client and trainer looked at the plan together."""

    reviewed_at: datetime
    progress: list[ProgressView]
    next_review_on: date | None


def view_of_goal(goal: Goal) -> GoalView:
    """Show a goal with what it said before."""
    begun = [goal.written.set_at, *(revision.revised_at for revision in goal.revisions)]
    *earlier, now = [
        GoalWords(
            statement=written.statement,
            kind=written.kind,
            told_by=written.told_by,
            baseline=written.baseline,
            target=written.target,
            unit=written.unit,
            due_on=written.due_on,
            review_on=written.review_on,
            importance=written.importance,
            confidence=written.confidence,
            since=since,
        )
        for written, since in zip(goal.versions, begun, strict=True)
    ]
    return GoalView(
        **now.model_dump(),
        goal=goal.written.goal,
        behaviour=goal.written.behaviour,
        earlier=earlier,
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


def view_of_review(review: PlanReviewed) -> ReviewView:
    """Show a review with how far each goal had come."""
    return ReviewView(
        reviewed_at=review.reviewed_at,
        progress=[
            ProgressView(goal=each.goal, number=each.number, done=each.done, rating=each.rating)
            for each in review.progress
        ],
        next_review_on=review.next_review_on,
    )
