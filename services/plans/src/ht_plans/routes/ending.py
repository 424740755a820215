"""What comes of plans: results of goals, reviews, sign-off, an early end."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.seen import missing_at_review
from ht_plans.domain.codes import ClientPresence, EndedEarly, GoalId, Result
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
)
from ht_plans.domain.plan.events import GoalProgress
from ht_plans.handling import Cases, Plans
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Day, Form, FreeText, Instant, Number, Results
from ht_plans.routes.planviews import ids_of_checks

router = APIRouter(
    prefix="/plans/{plan_id}", tags=["plans"], dependencies=[Depends(allows("plan:write"))]
)


class ProgressForm(Form):
    """How far a goal has come, as it is told: one of the three."""

    number: Number | None = None
    done: bool | None = None
    rating: Annotated[int, Field(ge=0, le=10)] | None = None


class GoalResultForm(Form):
    """The body of POST /plans/{id}/goals/{goal}/result."""

    result: Result
    recorded_at: Instant


class ReviewPlanForm(Form):
    """The body of POST /plans/{id}/review."""

    reviewed_at: Instant
    results: Results = Field(default_factory=dict)
    progress: Annotated[dict[GoalId, ProgressForm], Field(max_length=50)] = Field(
        default_factory=dict
    )
    next_review_on: Day | None = None


class SignOffPlanForm(Form):
    """The body of POST /plans/{id}/sign-off. Without `result` the goals say it.

    It is said in which way the client was present, or why they were not.
    """

    signed_off_at: Instant
    results: Results = Field(default_factory=dict)
    result: Result | None = None
    override_reason: FreeText | None = None
    client_present: ClientPresence | None = None
    not_present_reason: FreeText | None = None


class AbandonPlanForm(Form):
    """The body of POST /plans/{id}/abandon."""

    reason: EndedEarly
    ended_at: Instant


@router.post("/goals/{goal}/result")
async def record_goal_result(
    plan_id: UUID,
    goal: UUID,
    *,
    form: GoalResultForm,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say what came of one goal, before the plan ends."""
    command = RecordGoalResult(
        goal=GoalId(goal), result=form.result, recorded_at=form.recorded_at, now=asked.at
    )
    return answer(await plans.handle(plan_id, command, asked=asked))


@router.post("/review")
async def review_plan(
    plan_id: UUID,
    *,
    form: ReviewPlanForm,
    plans: Plans,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Look at the plan together. The answer warns where nobody was seen on that day."""
    command = ReviewPlan(
        results=form.results,
        next_review_on=form.next_review_on,
        reviewed_at=form.reviewed_at,
        now=asked.at,
        progress=tuple(
            GoalProgress(goal=goal, number=told.number, done=told.done, rating=told.rating)
            for goal, told in form.progress.items()
        ),
    )
    recorded = await plans.handle(plan_id, command, asked=asked)
    plan, _ = await plans.read(plan_id, actor=asked.actor)
    case, _ = await cases.read(plan.begun().case, actor=asked.actor)
    warnings = missing_at_review(case, day_of(form.reviewed_at))
    return answer(recorded, more={"warnings": warnings})


@router.post("/sign-off")
async def sign_off_plan(
    plan_id: UUID,
    *,
    form: SignOffPlanForm,
    plans: Plans,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """End the plan with a result, and schedule its checks. Answers with the checks' ids."""
    command = SignOffPlan(
        results=form.results,
        result=form.result,
        override_reason=form.override_reason,
        client_present=form.client_present,
        not_present_reason=form.not_present_reason,
        maintenance=await facts.checks(on=day_of(form.signed_off_at)),
        signed_off_at=form.signed_off_at,
        now=asked.at,
    )
    recorded = await plans.handle(plan_id, command, asked=asked)
    plan, _ = await plans.read(plan_id, actor=asked.actor)
    return answer(recorded, more={"checks": ids_of_checks(plan)})


@router.post("/abandon")
async def abandon_plan(
    plan_id: UUID, form: AbandonPlanForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """End the plan early, without a result."""
    command = AbandonPlan(reason=form.reason, ended_at=form.ended_at, now=asked.at)
    return answer(await plans.handle(plan_id, command, asked=asked))
