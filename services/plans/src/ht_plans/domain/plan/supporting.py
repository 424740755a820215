"""Writing down what helps with a plan and what stands in the way, while the plan is open."""

from typing import TypeVar

from ht_plans.domain.plan.refusals import (
    AlreadyWritten,
    BarrierNotSaid,
    CategoriesNotRecorded,
    NoSuchAction,
)
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.plan.supports import (
    AddBarrier,
    AddFacilitator,
    AddIfThen,
    AddReward,
    BarrierAdded,
    FacilitatorAdded,
    IfThenAdded,
    RewardAdded,
)

Added = TypeVar("Added")


def add_if_then(asked: AddIfThen, plan: Plan) -> list[IfThenAdded]:
    """Write down what the client will do if it gets difficult."""
    plan.still_open()
    if asked.goal is not None:
        plan.goal(asked.goal)
    added = IfThenAdded(
        if_then=asked.if_then,
        goal=asked.goal,
        situation=asked.situation,
        response=asked.response,
    )
    return _once(added, plan.if_thens.get(asked.if_then))


def add_barrier(asked: AddBarrier, plan: Plan) -> list[BarrierAdded]:
    """Write down what stands in the way: by its kind or its category, with words or without."""
    plan.still_open()
    if asked.com_b is not None and not asked.com_b_recorded:
        raise CategoriesNotRecorded
    if asked.kind is None and asked.com_b is None:
        raise BarrierNotSaid
    added = BarrierAdded(
        barrier=asked.barrier, kind=asked.kind, com_b=asked.com_b, words=asked.words
    )
    return _once(added, plan.barriers.get(asked.barrier))


def add_facilitator(asked: AddFacilitator, plan: Plan) -> list[FacilitatorAdded]:
    """Write down what helps."""
    plan.still_open()
    if asked.com_b is not None and not asked.com_b_recorded:
        raise CategoriesNotRecorded
    added = FacilitatorAdded(
        facilitator=asked.facilitator, com_b=asked.com_b, words=asked.words
    )
    return _once(added, plan.facilitators.get(asked.facilitator))


def add_reward(asked: AddReward, plan: Plan) -> list[RewardAdded]:
    """Write down what the client gives themselves."""
    plan.still_open()
    steps = {action.action for goal in plan.goals.values() for action in goal.actions}
    if asked.after is not None and asked.after not in steps:
        raise NoSuchAction
    added = RewardAdded(reward=asked.reward, what=asked.what, after=asked.after)
    return _once(added, plan.rewards.get(asked.reward))


def _once(added: Added, known: Added | None) -> list[Added]:
    if known is None:
        return [added]
    if known != added:
        raise AlreadyWritten
    return []
