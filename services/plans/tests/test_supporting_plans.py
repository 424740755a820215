"""A plan says what helps and what stands in the way.

"If-then plans, barriers and facilitators, rewards. COM-B categories are off until the
programme switches them on; the barriers that everybody knows are always there. A plan without
an if-then plan is warned of, never blocked."
"""

from dataclasses import replace
from uuid import UUID

import pytest

from ht_plans.domain.codes import BarrierId, FacilitatorId, IfThenId, RewardId
from ht_plans.domain.plan.commands import Command
from ht_plans.domain.plan.events import Event, PlanAbandoned
from ht_plans.domain.plan.folding import evolve
from ht_plans.domain.plan.refusals import (
    AlreadyWritten,
    BarrierNotSaid,
    CategoriesNotRecorded,
    NoSuchAction,
    NoSuchGoal,
    PlanHasEnded,
)
from ht_plans.domain.plan.state import NO_PLAN_YET
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
from ht_plans.domain.plan.writing import missing_at_agreement

from .plan_in_writing import (
    AGREE,
    AGREED,
    AMINA,
    CASE,
    COOKING,
    DRAFTED,
    FRIDAY,
    PLAN,
    WALK_TO_SCHOOL,
    WALKING,
    WALKING_SET,
    a_draft,
    a_whole_draft,
)

RAIN, BUS, SISTER, SWIM = (
    IfThenId(UUID(int=61)),
    BarrierId(UUID(int=62)),
    FacilitatorId(UUID(int=63)),
    RewardId(UUID(int=64)),
)
IF_IT_RAINS = AddIfThen(
    if_then=RAIN, goal=WALKING, situation="It rains", response="Take the umbrella"
)
IF_IT_RAINS_ADDED = IfThenAdded(
    if_then=RAIN, goal=WALKING, situation="It rains", response="Take the umbrella"
)
NO_BUS = AddBarrier(
    barrier=BUS, kind="transport", com_b=None, com_b_recorded=False, words="No bus on Sundays"
)
NO_BUS_ADDED = BarrierAdded(
    barrier=BUS, kind="transport", com_b=None, words="No bus on Sundays"
)
HER_SISTER = AddFacilitator(
    facilitator=SISTER, com_b=None, com_b_recorded=False, words="My sister comes along"
)
HER_SISTER_ADDED = FacilitatorAdded(
    facilitator=SISTER, com_b=None, words="My sister comes along"
)
A_SWIM = AddReward(reward=SWIM, what="An hour at the pool", after=WALK_TO_SCHOOL)
A_SWIM_ADDED = RewardAdded(reward=SWIM, what="An hour at the pool", after=WALK_TO_SCHOOL)
EVERYTHING = [
    (IF_IT_RAINS, IF_IT_RAINS_ADDED),
    (NO_BUS, NO_BUS_ADDED),
    (HER_SISTER, HER_SISTER_ADDED),
    (A_SWIM, A_SWIM_ADDED),
]


@pytest.mark.parametrize(("asked", "added"), EVERYTHING)
def test_what_helps_and_hinders_is_written_once_into_a_draft_or_an_agreed_plan(
    asked: Command, added: Event
) -> None:
    a_whole_draft().when(asked).then(added)
    a_whole_draft(AGREED, WALKING_SET).when(asked).then(added)
    a_whole_draft(added).when(asked).then_nothing()


@pytest.mark.parametrize(
    ("asked", "added"),
    [
        (replace(IF_IT_RAINS, response="Stay in"), IF_IT_RAINS_ADDED),
        (replace(NO_BUS, kind="cost"), NO_BUS_ADDED),
        (replace(HER_SISTER, words="My brother"), HER_SISTER_ADDED),
        (replace(A_SWIM, after=None), A_SWIM_ADDED),
    ],
)
def test_what_is_written_is_not_written_over(asked: Command, added: Event) -> None:
    a_whole_draft(added).when(asked).then_refused(AlreadyWritten)


@pytest.mark.parametrize("asked", [asked for asked, _ in EVERYTHING])
def test_nothing_is_written_into_a_plan_that_has_ended(asked: Command) -> None:
    ended = PlanAbandoned(
        plan=PLAN, case=CASE, client=AMINA, reason="clients_wish", ended_at=FRIDAY
    )

    a_whole_draft(ended).when(asked).then_refused(PlanHasEnded)


def test_an_if_then_plan_may_belong_to_no_goal_but_not_to_one_that_is_not_there() -> None:
    of_all = replace(IF_IT_RAINS, goal=None)

    a_draft().when(of_all).then(replace(IF_IT_RAINS_ADDED, goal=None))
    a_whole_draft().when(replace(IF_IT_RAINS, goal=COOKING)).then_refused(NoSuchGoal)


def test_a_reward_comes_after_a_step_of_the_plan() -> None:
    a_draft().when(A_SWIM).then_refused(NoSuchAction)


def test_com_b_is_off_until_the_programme_switches_it_on() -> None:
    barrier = replace(NO_BUS, com_b="opportunity")
    helper = replace(HER_SISTER, com_b="motivation")

    a_draft().when(barrier).then_refused(CategoriesNotRecorded)
    a_draft().when(helper).then_refused(CategoriesNotRecorded)
    a_draft().when(replace(barrier, com_b_recorded=True)).then(
        replace(NO_BUS_ADDED, com_b="opportunity")
    )
    a_draft().when(replace(helper, com_b_recorded=True)).then(
        replace(HER_SISTER_ADDED, com_b="motivation")
    )


def test_a_barrier_says_which_kind_it_is() -> None:
    a_draft().when(replace(NO_BUS, kind=None)).then_refused(BarrierNotSaid)


def test_a_plan_without_an_if_then_plan_is_warned_of_and_can_be_agreed() -> None:
    draft = evolve(NO_PLAN_YET, DRAFTED)

    assert missing_at_agreement(draft) == ["no-if-then-plan"]
    assert missing_at_agreement(evolve(draft, IF_IT_RAINS_ADDED)) == []
    a_whole_draft().when(AGREE).then(AGREED, WALKING_SET)
