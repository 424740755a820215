"""Whether an earlier change has held, asked of a client who comes back with the same issue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.asked import Asked
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, AskedDep, ReadDep, allows
from ht_kit.reading import Reads
from ht_plans.domain.codes import CheckAnswer, CheckMode, Issue, PlanId
from ht_plans.domain.plan.refusals import NoEarlierChange
from ht_plans.domain.plan.revisions import EndChecksOnReturn
from ht_plans.domain.plan.state import Plan
from ht_plans.handling import PlanHandler, Plans
from ht_plans.routes.forms import Form

router = APIRouter(tags=["checks"])

# Whatever has been ended by this same plan is there still: asked again, it ends no second time.
_EARLIER = """
SELECT plans.plan_id, plans.case_id, plans.result, plans.ended_at,
    array_agg(checks.check_id ORDER BY checks.due_on) AS checks,
    array_agg(checks.months ORDER BY checks.due_on) AS months,
    array_agg(checks.due_on ORDER BY checks.due_on) AS due_on
FROM plans JOIN checks ON checks.plan_id = plans.plan_id
WHERE plans.client = $1 AND plans.programme = $2 AND plans.primary_issue = $3
  AND plans.plan_id <> $4 AND plans.status = 'signed_off' AND NOT plans.import_undone
  AND (checks.result IS NULL OR checks.on_return = $4)
GROUP BY plans.plan_id ORDER BY plans.ended_at DESC, plans.plan_id DESC
"""


class EarlierChangeForm(Form):
    """What the client says of the earlier change, and how they were asked."""

    result: CheckAnswer
    mode: CheckMode


class OpenCheck(BaseModel):
    """A check that is still to come, or was when the client came back."""

    check: UUID
    months: int
    due_on: date


class EarlierChange(BaseModel):
    """An earlier plan about the same issue, of which the client has not told the end."""

    plan: UUID
    case: UUID
    result: str
    signed_off_at: datetime
    checks: list[OpenCheck]


class EarlierChanges(BaseModel):
    """What to ask about before the plan is agreed, the latest first."""

    items: list[EarlierChange]


class Returning:
    """Ends the checks of earlier plans about the issue that a new plan begins with."""

    def __init__(self, plans: PlanHandler, read: Reads, asked: Asked) -> None:
        self._plans, self._read, self._asked = plans, read, asked

    async def ends(
        self, plan: Plan, issue: Issue | None, told: EarlierChangeForm | None, at: datetime
    ) -> None:
        """End them, the check that was to come next by what the client tells, if they do."""
        new_plan = plan.begun().plan
        earlier = await earlier_plans(self._read, plan, issue)
        if told is not None and not earlier:
            raise NoEarlierChange
        for number, row in enumerate(earlier):
            answered = told if number == 0 else None
            command = EndChecksOnReturn(
                new_plan=PlanId(new_plan),
                answer=answered.result if answered else None,
                mode=answered.mode if answered else None,
                returned_at=at,
                now=self._asked.at,
            )
            of_that_plan = replace(
                self._asked, key=f"{self._asked.key}:{row['plan_id']}", expected_version=None
            )
            await self._plans.handle(row["plan_id"], command, asked=of_that_plan)


async def earlier_plans(
    read: Reads, plan: Plan, issue: Issue | None
) -> Sequence[asyncpg.Record]:
    """Find the client's earlier plans about an issue that have something to ask about."""
    drafted = plan.begun()
    return await read.rows(_EARLIER, drafted.client, drafted.programme, issue, drafted.plan)


async def _returning(plans: Plans, read: ReadDep, asked: AskedDep) -> Returning:
    return Returning(plans, read, asked)


ReturningDep: TypeAlias = Annotated[Returning, Depends(_returning)]


@router.get("/plans/{plan_id}/earlier-changes", dependencies=[Depends(allows("plan:read"))])
async def read_earlier_changes(
    plan_id: UUID,
    *,
    plans: Plans,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("plan.view"))],
) -> EarlierChanges:
    """Show what to ask the client of earlier plans about the issue of this one."""
    plan = (await plans.show(plan_id, actor=actor)).state
    look.at(plan.begun().client)
    issue = (plan.agreed or plan.begun()).primary_issue
    rows = await earlier_plans(read, plan, issue)
    return EarlierChanges(items=[_change(row) for row in rows])


def _change(row: asyncpg.Record) -> EarlierChange:
    checks = zip(row["checks"], row["months"], row["due_on"], strict=True)
    return EarlierChange(
        plan=row["plan_id"],
        case=row["case_id"],
        result=row["result"],
        signed_off_at=row["ended_at"],
        checks=[
            OpenCheck(check=check, months=months, due_on=due_on)
            for check, months, due_on in checks
        ],
    )
