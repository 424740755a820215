"""What helps a client with a plan and what stands in the way: asked for, and written down.

An if-then plan says what the client will do in a situation that is hard. A barrier has a kind
that every programme knows; a category of COM-B as well, where the programme records those.
"""

from dataclasses import dataclass
from typing import TypeAlias

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AddIfThen:
    """Write down what the client will do if it gets difficult: of one goal, or of all."""

    if_then: IfThenId
    goal: GoalId | None
    situation: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBarrier:
    """Write down what stands in the way."""

    barrier: BarrierId
    kind: BarrierKind | None
    com_b: ComB | None
    com_b_recorded: bool
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFacilitator:
    """Write down what helps."""

    facilitator: FacilitatorId
    com_b: ComB | None
    com_b_recorded: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReward:
    """Write down what the client gives themselves, and after which step."""

    reward: RewardId
    what: str
    after: ActionId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThenAdded:
    """The client said what they will do if it gets difficult."""

    if_then: IfThenId
    goal: GoalId | None
    situation: str | None
    response: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierAdded:
    """The client said what stands in the way."""

    barrier: BarrierId
    kind: BarrierKind | None
    com_b: ComB | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorAdded:
    """The client said what helps."""

    facilitator: FacilitatorId
    com_b: ComB | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardAdded:
    """The client said what they will give themselves, and after which step."""

    reward: RewardId
    what: str | None
    after: ActionId | None


AddSupport: TypeAlias = AddIfThen | AddBarrier | AddFacilitator | AddReward
SupportAdded: TypeAlias = IfThenAdded | BarrierAdded | FacilitatorAdded | RewardAdded
