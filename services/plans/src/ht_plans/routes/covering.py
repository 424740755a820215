"""Cover for workers who are away."""

from datetime import date, datetime
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_kit.audit import shows_nobody
from ht_kit.decider import NoSuchThing
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
from ht_plans.domain.codes import CoverId, WorkerId
from ht_plans.domain.covering import ArrangeCover, EndCover
from ht_plans.handling import Covers
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form

router = APIRouter(prefix="/covers", tags=["cover"])
MAY_WRITE = [Depends(allows("cover:write"))]

_LIST = """
SELECT * FROM covers
WHERE programme = $1 AND ($2::date IS NULL OR (from_on, cover_id) > ($2, $3::uuid))
ORDER BY from_on, cover_id LIMIT $4
"""


class CoverForm(Form):
    """The body of POST /covers: who is away, from the first day to the last, and who covers."""

    worker: UUID
    covered_by: UUID
    from_on: date
    until_on: date


class CoverLine(BaseModel):
    """One cover."""

    id: UUID
    worker: UUID
    covered_by: UUID
    from_on: date
    until_on: date
    ended_at: datetime | None


@router.post("", status_code=201, dependencies=MAY_WRITE)
async def arrange_cover(
    form: CoverForm, covers: Covers, facts: FactsDep, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Have somebody cover for a worker who is away: they see what is due of theirs."""
    if asked.actor.programme is None:
        raise NoSuchThing
    command = ArrangeCover(
        cover=CoverId(asked.new_id),
        programme=asked.actor.programme,
        worker=WorkerId(form.worker),
        covered_by=await facts.worker(form.covered_by),
        from_on=form.from_on,
        until_on=form.until_on,
        now=asked.at,
    )
    return answer(await covers.create(command.cover, command, asked=asked), created=True)


@router.get("", dependencies=[Depends(allows("cover:read")), Depends(shows_nobody)])
async def list_covers(read: ReadDep, actor: ActorDep, paging: PagingDep) -> Page[CoverLine]:
    """List who covers for whom in the programme, by the first day."""
    rows = await read.rows(
        _LIST, actor.programme, *paging.start(date.fromisoformat, UUID), paging.limit + 1
    )
    return paging.page(rows, item=_line, key=lambda row: (row["from_on"], row["cover_id"]))


@router.post("/{cover_id}/end", dependencies=MAY_WRITE)
async def end_cover(
    cover_id: UUID, covers: Covers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """End a cover before its last day."""
    return answer(await covers.handle(cover_id, EndCover(now=asked.at), asked=asked))


def _line(row: asyncpg.Record) -> CoverLine:
    return CoverLine(
        id=row["cover_id"],
        worker=row["worker"],
        covered_by=row["covered_by"],
        from_on=row["from_on"],
        until_on=row["until_on"],
        ended_at=row["ended_at"],
    )
