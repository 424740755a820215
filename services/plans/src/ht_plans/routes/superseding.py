"""Drafting a plan in the place of another one of its case."""

from dataclasses import replace

from ht_kit.asked import Asked
from ht_plans.domain.plan.commands import DraftPlan
from ht_plans.domain.plan.plan import NO_PLAN_YET, decide
from ht_plans.domain.plan.revisions import SupersedePlan
from ht_plans.handling import PlanHandler


async def in_the_place_of_another(
    command: DraftPlan, plans: PlanHandler, asked: Asked
) -> DraftPlan:
    """End the plan that this one supersedes, so that the case has room for it.

    What would be refused anyway ends nothing. Both name each other: asked again after only
    the first half was done, the draft gets the id that was given then.
    """
    if command.supersedes is None:
        return command
    before, _ = await plans.read(command.supersedes, actor=asked.actor)
    if before.in_progress:
        decide(command, NO_PLAN_YET)
    supersede = SupersedePlan(
        by=command.plan,
        case=command.case,
        superseded_at=command.drafted_at,
        now=command.now,
    )
    first = replace(asked, key=f"{asked.key}:supersede", expected_version=None)
    await plans.handle(command.supersedes, supersede, asked=first)
    after, _ = await plans.read(command.supersedes, actor=asked.actor)
    return replace(command, plan=after.superseded.by if after.superseded else command.plan)
