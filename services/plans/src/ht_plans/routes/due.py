"""What is due: for a worker with whoever they cover, and for a whole programme.

Counts and lists are made of the same rows, so that every count equals the list behind it.
"""

from datetime import date, timedelta
from typing import Annotated, Final, TypeAlias
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.clock import london_day, now
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows
from ht_kit.reading import Reads
from ht_plans.routes.dueitems import ITEMS, Kind

router = APIRouter(prefix="/due", tags=["due"], dependencies=[Depends(allows("due:read"))])

AHEAD: Final = timedelta(days=14)
"""How far ahead one looks, where nothing else is asked: a check opens so many days before."""

_SEES_ALL = ("senior", "manager")
_LIST: Final = f"""{ITEMS}
SELECT * FROM due_items
WHERE $8::date IS NULL OR (due_on, kind, thing) > ($8, $9::text, $10::uuid)
ORDER BY due_on, kind, thing LIMIT $11
"""  # noqa: S608
_COUNTS: Final = f"""{ITEMS}
SELECT trainer, kind, count(*) AS due, count(*) FILTER (WHERE overdue) AS overdue
FROM due_items GROUP BY trainer, kind ORDER BY trainer, kind
"""  # noqa: S608
_COVERED: Final = """
SELECT worker FROM covers
WHERE programme = $1 AND covered_by = $2 AND ended_at IS NULL
  AND from_on <= $3 AND until_on >= $3
"""


class DueLine(BaseModel):
    """One thing that is due. `thing` is the plan, check or referral, or else the case."""

    kind: Kind
    thing: UUID
    case: UUID
    client: UUID
    trainer: UUID | None
    due_on: date
    overdue: bool


class DueCount(BaseModel):
    """How many things of one kind are due of one worker; of nobody, where none has the case."""

    worker: UUID | None
    kind: Kind
    due: int
    overdue: int


class DueCounts(BaseModel):
    """All counts, and what they come to."""

    items: list[DueCount]
    due: int
    overdue: int


class Asked(BaseModel):
    """What is asked for: the same narrows the list and the counts."""

    model_config = {"extra": "forbid"}

    worker: UUID | None = None
    kind: Kind | None = None
    overdue: bool | None = None
    until: date | None = None


async def _narrowed(
    worker: Annotated[UUID | None, Query()] = None,
    kind: Annotated[Kind | None, Query()] = None,
    overdue: Annotated[bool | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
) -> Asked:
    return Asked(worker=worker, kind=kind, overdue=overdue, until=until)


Narrowed: TypeAlias = Annotated[Asked, Depends(_narrowed)]


@router.get("")
async def list_due(
    asked: Narrowed,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("due.list"))],
) -> Page[DueLine]:
    """List what is due, the earliest first: one's own and covered cases, or a worker's.

    Seniors and managers see the whole programme, or whomever they name.
    """
    rows = await read.rows(
        _LIST,
        *await _narrowing(asked, read, actor),
        *paging.start(date.fromisoformat, str, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(
        rows, item=_line, key=lambda row: (row["due_on"], row["kind"], row["thing"])
    )


@router.get("/counts", dependencies=[Depends(shows_nobody)])
async def count_due(asked: Narrowed, read: ReadDep, actor: ActorDep) -> DueCounts:
    """Count what the list shows, by worker and kind."""
    rows = await read.rows(_COUNTS, *await _narrowing(asked, read, actor))
    items = [
        DueCount(
            worker=row["trainer"], kind=row["kind"], due=row["due"], overdue=row["overdue"]
        )
        for row in rows
    ]
    return DueCounts(
        items=items,
        due=sum(each.due for each in items),
        overdue=sum(each.overdue for each in items),
    )


async def _narrowing(asked: Asked, read: Reads, actor: ActorDep) -> tuple[object, ...]:
    today = london_day(now())
    return (
        actor.programme,
        actor.worker,
        today,
        asked.until or today + AHEAD,
        await _whose(asked, read, actor, today),
        asked.kind,
        asked.overdue,
    )


async def _whose(asked: Asked, read: Reads, actor: ActorDep, today: date) -> list[UUID] | None:
    """Say whose cases are looked at: a trainer's own and covered ones, or any that is named."""
    if actor.has(*_SEES_ALL):
        return None if asked.worker is None else [asked.worker]
    covered = await read.rows(_COVERED, actor.programme, actor.worker, today)
    own = [*([actor.worker] if actor.worker else []), *(row["worker"] for row in covered)]
    return own if asked.worker is None else [each for each in own if each == asked.worker]


def _line(row: asyncpg.Record) -> DueLine:
    return DueLine(
        kind=row["kind"],
        thing=row["thing"],
        case=row["case_id"],
        client=row["client"],
        trainer=row["trainer"],
        due_on=row["due_on"],
        overdue=row["overdue"],
    )
