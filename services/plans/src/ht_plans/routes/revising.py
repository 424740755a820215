"""Changing what stands: a goal that is revised, and a sign-off that is put right."""

from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import ClientPresence, GoalId, Result
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.revisions import CorrectSignOff, ReviseGoal
from ht_plans.handling import Plans
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText, GoalForm, Instant, Results
from ht_plans.routes.planviews import ids_of_checks

router = APIRouter(prefix="/plans/{plan_id}", tags=["plans"])


class ReviseGoalForm(GoalForm):
    """The body of POST /plans/{id}/goals/{goal}/revisions: the goal as it stands from now."""

    reason: FreeText | None = None
    revised_at: Instant


class CorrectSignOffForm(Form):
    """The body of POST /plans/{id}/sign-off/corrections.

    Goals that are not named keep their result. Where some are, and `result` is not, they say
    what came of the plan. Without `signed_off_at` and `client_present` it was signed off when
    and how it says.
    """

    reason: FreeText
    results: Results = Field(default_factory=dict)
    result: Result | None = None
    override_reason: FreeText | None = None
    signed_off_at: Instant | None = None
    client_present: ClientPresence | None = None
    not_present_reason: FreeText | None = None


@router.post(
    "/goals/{goal}/revisions", status_code=201, dependencies=[Depends(allows("plan:write"))]
)
async def revise_goal(
    plan_id: UUID,
    goal: UUID,
    *,
    form: ReviseGoalForm,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put a goal in other words or numbers. What it said before stays beside it."""
    command = ReviseGoal(
        goal=GoalId(goal),
        statement=form.statement,
        kind=form.kind,
        told_by=form.told_by,
        baseline=form.baseline,
        target=form.target,
        unit=form.unit,
        due_on=form.due_on,
        review_on=form.review_on,
        importance=form.importance,
        confidence=form.confidence,
        reason=form.reason,
        revised_at=form.revised_at,
        now=asked.at,
    )
    return answer(await plans.handle(plan_id, command, asked=asked), created=True)


@router.post(
    "/sign-off/corrections", status_code=201, dependencies=[Depends(allows("sign-off:correct"))]
)
async def correct_sign_off(
    plan_id: UUID,
    *,
    form: CorrectSignOffForm,
    plans: Plans,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put right what came of a plan. Answers with the ids of the checks it has now."""
    before, _ = await plans.read(plan_id, actor=asked.actor)
    as_it_says = before.signed_off.signed_off_at if before.signed_off else asked.at
    ended_at = form.signed_off_at or as_it_says
    command = CorrectSignOff(
        results=form.results,
        result=form.result,
        override_reason=form.override_reason,
        reason=form.reason,
        maintenance=await facts.checks(on=day_of(ended_at)),
        signed_off_at=form.signed_off_at,
        client_present=form.client_present,
        not_present_reason=form.not_present_reason,
        now=asked.at,
    )
    recorded = await plans.handle(plan_id, command, asked=asked)
    plan, _ = await plans.read(plan_id, actor=asked.actor)
    return answer(recorded, created=True, more={"checks": ids_of_checks(plan)})
