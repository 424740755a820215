"""What has to be looked at again: needs that are overdue, consents that end, conflicts."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_intake.domain.codes import ConflictKind
from ht_intake.routes.knowing import eyes_of
from ht_kit.audit import Look, looks
from ht_kit.clock import london_day, now
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["clients"])

_SEEN = """
  AND NOT c.has_died AND c.erased_at IS NULL AND $2 <> ALL (c.hidden_from)
  AND (c.restricted_to IS NULL OR $2 = ANY (c.restricted_to) OR $3)
"""
_NEEDS = f"""
SELECT c.client, c.needs_review_on FROM client c
WHERE c.programme = $1 {_SEEN} AND c.needs_review_on <= $4
  AND ($5::date IS NULL OR (c.needs_review_on, c.client) > ($5, $6))
ORDER BY c.needs_review_on, c.client LIMIT $7
"""  # noqa: S608 - no values
_CONSENTS = f"""
SELECT k.* FROM (
  SELECT s.consent, s.client, s.recipient, s.purpose, s.data_class, s.expires_at, s.review_on,
         least((s.expires_at AT TIME ZONE 'Europe/London')::date, s.review_on) AS due_on
  FROM consent s JOIN client c ON c.client = s.client
  WHERE c.programme = $1 {_SEEN}
    AND NOT s.withdrawn AND (s.expires_at IS NULL OR s.expires_at > $4)) AS k
WHERE k.due_on <= $5 AND ($6::date IS NULL OR (k.due_on, k.consent) > ($6, $7))
ORDER BY k.due_on, k.consent LIMIT $8
"""  # noqa: S608 - no values
_CONFLICTS = """
SELECT client, worker, kind, declared_at FROM conflict
WHERE ($1::text IS NULL OR programme = $1)
  AND ($2::uuid IS NULL OR (client, worker) > ($2, $3))
ORDER BY client, worker LIMIT $4
"""
_SOON: Final = timedelta(days=30)


class NeedsLine(BaseModel):
    """A client whose access needs were to be looked at again by now."""

    client: UUID
    review_on: date


class ConsentLine(BaseModel):
    """A consent that ends soon, or is to be looked at again: on `due_on`, the earlier day."""

    consent: UUID
    client: UUID
    recipient: str
    purpose: str
    data_class: str
    expires_at: datetime | None
    review_on: date | None
    due_on: date


class ConflictLine(BaseModel):
    """A worker who is too close to a client."""

    client: UUID
    worker: UUID
    kind: ConflictKind
    declared_at: datetime


@router.get("/access-needs/overdue", dependencies=[Depends(allows("client:read"))])
async def list_overdue_needs(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("needs.list"))],
) -> Page[NeedsLine]:
    """List the clients whose access needs are overdue for review, the longest first."""
    rows = await read.rows(
        _NEEDS,
        actor.programme,
        *eyes_of(actor),
        london_day(now()),
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows[: paging.limit]))
    return paging.page(
        rows,
        item=lambda row: NeedsLine(client=row["client"], review_on=row["needs_review_on"]),
        key=lambda row: (row["needs_review_on"], row["client"]),
    )


@router.get("/consents/due", dependencies=[Depends(allows("client:read"))])
async def list_consents_due(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("consents.list"))],
    until: Annotated[date | None, Query()] = None,
) -> Page[ConsentLine]:
    """List the live consents that end or are to be looked at again until a day.

    Without one it is the day 30 days from now.
    """
    at = now()
    rows = await read.rows(
        _CONSENTS,
        actor.programme,
        *eyes_of(actor),
        at,
        until or london_day(at) + _SOON,
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows[: paging.limit]))
    return paging.page(rows, item=_consent, key=lambda row: (row["due_on"], row["consent"]))


@router.get("/conflicts", dependencies=[Depends(allows("conflict:read"))])
async def list_conflicts(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("conflicts.list"))],
) -> Page[ConflictLine]:
    """List which workers are too close to which clients, for whoever looks after that."""
    start = paging.start(UUID, UUID)
    rows = await read.rows(_CONFLICTS, actor.programme, *start, paging.limit + 1)
    look.at(*(row["client"] for row in rows[: paging.limit]))
    return paging.page(rows, item=_conflict, key=lambda row: (row["client"], row["worker"]))


def _consent(row: asyncpg.Record) -> ConsentLine:
    return ConsentLine(
        consent=row["consent"],
        client=row["client"],
        recipient=row["recipient"],
        purpose=row["purpose"],
        data_class=row["data_class"],
        expires_at=row["expires_at"],
        review_on=row["review_on"],
        due_on=row["due_on"],
    )


def _conflict(row: asyncpg.Record) -> ConflictLine:
    return ConflictLine(
        client=row["client"],
        worker=row["worker"],
        kind=row["kind"],
        declared_at=row["declared_at"],
    )
