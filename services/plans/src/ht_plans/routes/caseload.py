"""Whose cases there are, what one is about, and who supports it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from ht_kit.audit import Look, looks
from ht_kit.clock import london_day
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
from ht_plans.domain.case.commands import AssignTrainer
from ht_plans.domain.case.course import Standing
from ht_plans.handing_on import hand_on
from ht_plans.handling import Cases
from ht_plans.routes.caseviews import CaseView, HouseholdSessionView, view_of_case
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, FreeText, Instant

router = APIRouter(tags=["cases"])

_LIST = """
SELECT cases.*, plans.plan_id, plans.status AS plan_status,
    least(cases.next_session_at, (SELECT min(planned_start) FROM shared_members
          WHERE shared_members.case_id = cases.case_id AND waiting)) AS soonest
FROM cases LEFT JOIN LATERAL (
    SELECT plan_id, status FROM plans WHERE plans.case_id = cases.case_id
    ORDER BY drafted_at DESC, plan_id DESC LIMIT 1) AS plans ON true
WHERE cases.programme = $1 AND NOT cases.import_undone
  AND ($2::uuid IS NULL OR cases.trainer = $2) AND ($3::uuid IS NULL OR cases.client = $3)
  AND ($4::text IS NULL OR cases.standing = $4)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = cases.client AND known_conflicts.worker = $5)
  AND ($6::uuid IS NULL OR cases.case_id > $6)
ORDER BY cases.case_id LIMIT $7
"""
_SHARED = """
SELECT shared, planned_start, waiting FROM shared_members WHERE case_id = $1
ORDER BY planned_start, shared
"""
_LATER = "SELECT case_id FROM cases WHERE earlier_case = $1 ORDER BY opened_at, case_id"
_CURRENT_PLAN = """
SELECT plan_id, status FROM plans WHERE case_id = $1
ORDER BY drafted_at DESC, plan_id DESC LIMIT 1
"""


class CaseLine(BaseModel):
    """One line of a caseload."""

    id: UUID
    client: UUID
    trainer: UUID | None
    opened_at: datetime
    assessed: bool
    sessions_held: int
    last_seen_at: datetime | None
    next_session_at: datetime | None
    withdrawn_at: datetime | None
    standing: Standing
    back_on: date | None
    closed_at: datetime | None
    closure: str | None
    conclusion: str | None
    earlier: UUID | None
    plan: UUID | None
    plan_status: str | None


class AssignTrainerForm(Form):
    """The body of POST /cases/{id}/trainer."""

    worker: UUID
    assigned_at: Instant
    override_reason: FreeText | None = None


@router.get("/cases", dependencies=[Depends(allows("caseload:read"))])
async def list_cases(
    *,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("case.list"))],
    trainer: Annotated[UUID | None, Query()] = None,
    client: Annotated[UUID | None, Query()] = None,
    standing: Annotated[Standing | None, Query()] = None,
) -> Page[CaseLine]:
    """List the programme's cases: of one trainer or client, or in one standing, if asked."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        trainer,
        client,
        standing,
        actor.worker,
        *paging.start(UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["case_id"],))


@router.get("/cases/{case_id}", dependencies=[Depends(allows("case:read"))])
async def read_case(
    *,
    case_id: UUID,
    cases: Cases,
    read: ReadDep,
    actor: ActorDep,
    facts: FactsDep,
    response: Response,
    look: Annotated[Look, Depends(looks("case.view"))],
) -> CaseView:
    """Show a case: its sessions, what was measured, and its current plan."""
    shown = await cases.show(case_id, actor=actor)
    look.at(shown.state.open().client)
    plan = await read.row(_CURRENT_PLAN, case_id)
    household = await read.rows(_SHARED, case_id)
    later = [row["case_id"] for row in await read.rows(_LATER, case_id)]
    opened_on = london_day(shown.state.open().opened_at)
    response.headers["ETag"] = f'"{shown.version}"'
    return view_of_case(
        case_id,
        shown,
        later=later,
        required=await facts.required_measures(on=opened_on),
        plan=plan["plan_id"] if plan else None,
        plan_status=plan["status"] if plan else None,
        household=[
            HouseholdSessionView(
                shared=row["shared"],
                planned_start=row["planned_start"],
                waiting=row["waiting"],
            )
            for row in household
        ],
    )


@router.post("/cases/{case_id}/trainer", dependencies=[Depends(allows("trainer:assign"))])
async def assign_trainer(
    case_id: UUID,
    *,
    form: AssignTrainerForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Give the client a health trainer of the programme, and what is booked ahead with them.

    What the trainer has no time for is then with nobody, and due to be arranged anew.
    """
    programme = await facts.programme()
    worker = await facts.worker(form.worker)
    worker = replace(worker, too_close=await facts.too_close(case_id, form.worker))
    if programme.caseload_cap is not None:
        caseload = await facts.caseload(form.worker, without=case_id)
        worker = replace(worker, caseload=caseload)
    command = AssignTrainer(
        worker=worker,
        cap=programme.caseload_cap,
        override_reason=form.override_reason,
        assigned_at=form.assigned_at,
        now=asked.at,
    )
    return answer(await hand_on(cases, case_id, command, asked))


def _line(row: asyncpg.Record) -> CaseLine:
    return CaseLine(
        id=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        opened_at=row["opened_at"],
        assessed=row["assessed"],
        sessions_held=row["sessions_held"],
        last_seen_at=row["last_seen_at"],
        next_session_at=row["soonest"],
        withdrawn_at=row["withdrawn_at"],
        standing=row["standing"],
        back_on=row["back_on"],
        closed_at=row["closed_at"],
        closure=row["closure"],
        conclusion=row["conclusion"],
        earlier=row["earlier_case"],
        plan=row["plan_id"],
        plan_status=row["plan_status"],
    )
