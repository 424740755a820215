"""What helps with a plan and what stands in the way: if-then plans, barriers, rewards."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import (
    ActionId,
    BarrierId,
    BarrierKind,
    ComB,
    FacilitatorId,
    GoalId,
    IfThenId,
    RewardId,
)
from ht_plans.domain.plan.supports import AddBarrier, AddFacilitator, AddIfThen, AddReward
from ht_plans.handling import Plans
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText

router = APIRouter(
    prefix="/plans/{plan_id}", tags=["plans"], dependencies=[Depends(allows("plan:write"))]
)


class IfThenForm(Form):
    """The body of POST /plans/{id}/if-thens. Without `goal` it belongs to the whole plan."""

    situation: FreeText
    response: FreeText
    goal: UUID | None = None


class BarrierForm(Form):
    """The body of POST /plans/{id}/barriers."""

    kind: BarrierKind | None = None
    com_b: ComB | None = None
    words: FreeText | None = None


class FacilitatorForm(Form):
    """The body of POST /plans/{id}/facilitators."""

    words: FreeText
    com_b: ComB | None = None


class RewardForm(Form):
    """The body of POST /plans/{id}/rewards. `after` is the action that earns it."""

    what: FreeText
    after: UUID | None = None


@router.post("/if-thens", status_code=201)
async def add_if_then(
    plan_id: UUID, form: IfThenForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Add what the client will do if it gets difficult."""
    command = AddIfThen(
        if_then=IfThenId(asked.new_id),
        goal=None if form.goal is None else GoalId(form.goal),
        situation=form.situation,
        response=form.response,
    )
    ids = {"if_then": command.if_then}
    return answer(await plans.handle(plan_id, command, asked=asked, ids=ids), created=True)


@router.post("/barriers", status_code=201)
async def add_barrier(
    plan_id: UUID,
    *,
    form: BarrierForm,
    plans: Plans,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Add what stands in the way."""
    command = AddBarrier(
        barrier=BarrierId(asked.new_id),
        kind=form.kind,
        com_b=form.com_b,
        com_b_recorded=(await facts.recording()).com_b,
        words=form.words,
    )
    ids = {"barrier": command.barrier}
    return answer(await plans.handle(plan_id, command, asked=asked, ids=ids), created=True)


@router.post("/facilitators", status_code=201)
async def add_facilitator(
    plan_id: UUID,
    *,
    form: FacilitatorForm,
    plans: Plans,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Add what helps."""
    command = AddFacilitator(
        facilitator=FacilitatorId(asked.new_id),
        com_b=form.com_b,
        com_b_recorded=(await facts.recording()).com_b,
        words=form.words,
    )
    ids = {"facilitator": command.facilitator}
    return answer(await plans.handle(plan_id, command, asked=asked, ids=ids), created=True)


@router.post("/rewards", status_code=201)
async def add_reward(
    plan_id: UUID, form: RewardForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Add what the client gives themselves, and after which step."""
    command = AddReward(
        reward=RewardId(asked.new_id),
        what=form.what,
        after=None if form.after is None else ActionId(form.after),
    )
    ids = {"reward": command.reward}
    return answer(await plans.handle(plan_id, command, asked=asked, ids=ids), created=True)
