"""Maintenance checks: which are to do, attempts, and how each ended."""

from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from ht_kit.audit import Look, looks
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_plans.domain.codes import Channel, CheckAnswer, CheckEnding, CheckId, CheckMode, GoalId
from ht_plans.domain.plan.commands import RecordAttempt, RecordCheck
from ht_plans.domain.plan.events import GoalHeld
from ht_plans.handling import Plans
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText, Instant

router = APIRouter(tags=["checks"])
MAY_WRITE = [Depends(allows("check:write"))]

# Nobody is asked who no longer takes part, and nobody after who has died.
_LIST = """
SELECT checks.*, cases.trainer FROM checks JOIN cases ON cases.case_id = checks.case_id
WHERE checks.programme = $1 AND checks.result IS NULL
  AND cases.withdrawn_at IS NULL AND cases.closure IS DISTINCT FROM '06'
  AND NOT EXISTS (SELECT FROM known_deaths WHERE known_deaths.client = cases.client)
  AND ($2::date IS NULL OR checks.due_on < $2)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = checks.client AND known_conflicts.worker = $3)
  AND ($4::date IS NULL OR (checks.due_on, checks.check_id) > ($4, $5::uuid))
ORDER BY checks.due_on, checks.check_id LIMIT $6
"""


class CheckLine(BaseModel):
    """One check that is still to do."""

    id: UUID
    plan: UUID
    case: UUID
    client: UUID
    trainer: UUID | None
    months: int
    due_on: date
    fell_due: bool
    attempts: int


class AttemptForm(Form):
    """The body of POST /plans/{id}/checks/{check}/attempts."""

    attempted_at: Instant
    channel: Channel


class CheckForm(Form):
    """The body of POST /plans/{id}/checks/{check}/result."""

    result: CheckEnding
    checked_at: Instant
    mode: CheckMode | None = None
    window_reason: FreeText | None = None
    goals: Annotated[dict[GoalId, CheckAnswer], Field(max_length=50)] = Field(
        default_factory=dict
    )


@router.get("/checks", dependencies=[Depends(allows("check:read"))])
async def list_checks(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("check.list"))],
    due_before: Annotated[date | None, Query()] = None,
) -> Page[CheckLine]:
    """List the programme's checks that have not ended, the earliest first."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        due_before,
        actor.worker,
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["due_on"], row["check_id"]))


@router.post(
    "/plans/{plan_id}/checks/{check}/attempts", status_code=201, dependencies=MAY_WRITE
)
async def record_attempt(
    plan_id: UUID,
    check: UUID,
    *,
    form: AttemptForm,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that somebody tried to reach the client."""
    command = RecordAttempt(
        check=CheckId(check),
        channel=form.channel,
        attempted_at=form.attempted_at,
        now=asked.at,
    )
    return answer(await plans.handle(plan_id, command, asked=asked), created=True)


@router.post("/plans/{plan_id}/checks/{check}/result", dependencies=MAY_WRITE)
async def record_check(
    plan_id: UUID,
    check: UUID,
    *,
    form: CheckForm,
    plans: Plans,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say how a check ended."""
    command = RecordCheck(
        check=CheckId(check),
        result=form.result,
        mode=form.mode,
        window_reason=form.window_reason,
        checked_at=form.checked_at,
        now=asked.at,
        goals=tuple(GoalHeld(goal=goal, result=result) for goal, result in form.goals.items()),
        enough=(await facts.offer()).tries,
    )
    return answer(await plans.handle(plan_id, command, asked=asked))


def _line(row: asyncpg.Record) -> CheckLine:
    return CheckLine(
        id=row["check_id"],
        plan=row["plan_id"],
        case=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        months=row["months"],
        due_on=row["due_on"],
        fell_due=row["fell_due"],
        attempts=row["attempts"],
    )
