"""What is looked through: plans whose review is overdue, and sign-offs out of the ordinary."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["plans"])
MAY_LOOK = Depends(allows("sign-off:read"))

_REVIEWS = """
SELECT plans.*, cases.trainer FROM plans JOIN cases ON cases.case_id = plans.case_id
WHERE plans.programme = $1 AND plans.review_due_on IS NOT NULL
  AND NOT plans.import_undone AND cases.withdrawn_at IS NULL
  AND ($2::date IS NULL OR plans.review_due_on < $2)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = plans.client
                    AND known_conflicts.worker = $3)
  AND ($4::date IS NULL OR (plans.review_due_on, plans.plan_id) > ($4, $5::uuid))
ORDER BY plans.review_due_on, plans.plan_id LIMIT $6
"""
_SIGN_OFFS = """
SELECT plans.*, cases.trainer FROM plans JOIN cases ON cases.case_id = plans.case_id
WHERE plans.programme = $1 AND (plans.overridden OR plans.client_present = 'not_present')
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = plans.client
                    AND known_conflicts.worker = $2)
  AND ($3::timestamptz IS NULL OR (plans.ended_at, plans.plan_id) > ($3, $4::uuid))
ORDER BY plans.ended_at, plans.plan_id LIMIT $5
"""
_COUNTS = """
SELECT count(*) AS signed_off,
    count(*) FILTER (WHERE overridden) AS overridden,
    count(*) FILTER (WHERE client_present = 'not_present') AS not_present,
    count(*) FILTER (WHERE overridden OR client_present = 'not_present') AS listed,
    count(*) FILTER (WHERE corrections > 0) AS corrected
FROM plans WHERE programme = $1 AND status = 'signed_off' AND of_import IS NULL
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = plans.client
                    AND known_conflicts.worker = $2)
"""


class ReviewLine(BaseModel):
    """One plan that is to be looked at together."""

    plan: UUID
    case: UUID
    client: UUID
    trainer: UUID | None
    due_on: date


class SignOffLine(BaseModel):
    """One sign-off against what the goals say, or without the client."""

    plan: UUID
    case: UUID
    client: UUID
    trainer: UUID | None
    result: str
    overridden: bool
    client_present: str
    signed_off_at: datetime


class SignOffCounts(BaseModel):
    """How many plans of the programme were signed off, and how; `listed` are those listed."""

    signed_off: int
    overridden: int
    not_present: int
    listed: int
    corrected: int


@router.get("/reviews", dependencies=[Depends(allows("plan:read"))])
async def list_reviews(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("review.list"))],
    due_before: Annotated[date | None, Query()] = None,
) -> Page[ReviewLine]:
    """List the programme's agreed plans by the day of their next review, the earliest first.

    Clients who no longer take part are not asked to one.
    """
    rows = await read.rows(
        _REVIEWS,
        actor.programme,
        due_before,
        actor.worker,
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows, item=_review, key=lambda row: (row["review_due_on"], row["plan_id"])
    )


@router.get("/sign-offs", dependencies=[MAY_LOOK])
async def list_sign_offs(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("sign-off.list"))],
) -> Page[SignOffLine]:
    """List sign-offs that were overridden, or at which the client was not present."""
    rows = await read.rows(
        _SIGN_OFFS,
        actor.programme,
        actor.worker,
        *paging.start(datetime.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_sign_off, key=lambda row: (row["ended_at"], row["plan_id"]))


@router.get("/sign-offs/counts", dependencies=[MAY_LOOK, Depends(shows_nobody)])
async def count_sign_offs(read: ReadDep, actor: ActorDep) -> SignOffCounts:
    """Count the programme's sign-offs, those out of the ordinary among them."""
    row = await read.row(_COUNTS, actor.programme, actor.worker)
    return SignOffCounts.model_validate(dict(row or {}))


def _review(row: asyncpg.Record) -> ReviewLine:
    return ReviewLine(
        plan=row["plan_id"],
        case=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        due_on=row["review_due_on"],
    )


def _sign_off(row: asyncpg.Record) -> SignOffLine:
    return SignOffLine(
        plan=row["plan_id"],
        case=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        result=row["result"],
        overridden=row["overridden"],
        client_present=row["client_present"],
        signed_off_at=row["ended_at"],
    )
