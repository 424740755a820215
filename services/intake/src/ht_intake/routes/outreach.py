"""Outreach: what champions and health trainers do where people are. Nobody is named."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import orjson
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, StrictInt

from ht_contracts.codes import (
    AdviceTopic,
    Destination,
    OutreachKind,
    OutreachMaterial,
    OutreachSetting,
    Place,
    TakenBackBecause,
)
from ht_intake.domain.outreach.outreach import RecordOutreach
from ht_intake.domain.outreach.taking_back import TakeBack
from ht_intake.handling import Outreaches
from ht_intake.routes.forms import Code, Day, Form, programme_of
from ht_kit.audit import shows_nobody
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

router = APIRouter(tags=["outreach"])

Count = Annotated[StrictInt, Field(ge=0, le=100_000)]
Minutes = Annotated[StrictInt, Field(ge=1, le=1_440)]
_LIST = """
SELECT outreach, worker, kind, held_on, place, setting, topics, heads, minutes,
       materials::text AS materials, signposted::text AS signposted, campaign, taken_back_at
FROM outreach
WHERE programme = $1 AND ($2::text IS NULL OR campaign = $2)
  AND ($3::date IS NULL OR (held_on, outreach) < ($3, $4))
ORDER BY held_on DESC, outreach DESC LIMIT $5
"""


class OutreachForm(Form):
    """The body of POST /outreach: codes and counts. Who was met is not asked."""

    kind: OutreachKind
    held_on: Day
    place: Place
    setting: OutreachSetting
    topics: Annotated[frozenset[AdviceTopic], Field(min_length=1)]
    heads: Count
    minutes: Minutes | None = None
    materials: dict[OutreachMaterial, Count] = Field(default_factory=dict)
    signposted: dict[Destination, Count] = Field(default_factory=dict)
    campaign: Code | None = None


class TakeBackForm(Form):
    """The body of taking back what was recorded wrongly."""

    because: TakenBackBecause


class OutreachLine(BaseModel):
    """A line in the list of a programme's outreach."""

    id: UUID
    worker: UUID | None
    kind: OutreachKind
    held_on: date
    place: Place
    setting: OutreachSetting
    topics: list[AdviceTopic]
    heads: int
    minutes: int | None
    materials: dict[OutreachMaterial, int]
    signposted: dict[Destination, int]
    campaign: str | None
    taken_back_at: datetime | None


@router.post("/outreach", status_code=201, dependencies=[Depends(allows("outreach:write"))])
async def record_outreach(
    form: OutreachForm, outreaches: Outreaches, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note people met who are nobody's clients: how many, where and about what."""
    command = RecordOutreach(
        outreach=asked.new_id,
        programme=programme_of(asked.actor),
        worker=asked.actor.worker,
        kind=form.kind,
        held_on=form.held_on,
        place=form.place,
        setting=form.setting,
        topics=form.topics,
        heads=form.heads,
        minutes=form.minutes,
        materials=form.materials,
        signposted=form.signposted,
        campaign=form.campaign,
        asked_at=asked.at,
    )
    recorded = await outreaches.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post(
    "/outreach/{outreach_id}/take-back", dependencies=[Depends(allows("outreach:write"))]
)
async def take_outreach_back(
    outreach_id: UUID,
    form: TakeBackForm,
    outreaches: Outreaches,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that outreach was recorded wrongly: it counts no longer."""
    command = TakeBack(
        because=form.because,
        by=asked.actor.worker,
        by_senior=asked.actor.has("senior"),
        asked_at=asked.at,
    )
    return answer(await outreaches.handle(outreach_id, command, asked=asked))


@router.get("/outreach", dependencies=[Depends(allows("outreach:read")), Depends(shows_nobody)])
async def list_outreach(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    campaign: Annotated[Code | None, Query()] = None,
) -> Page[OutreachLine]:
    """List the programme's outreach, the latest first, or that of one campaign."""
    start = paging.start(date.fromisoformat, UUID)
    rows = await read.rows(_LIST, actor.programme, campaign, *start, paging.limit + 1)
    return paging.page(rows, item=_line, key=lambda row: (row["held_on"], row["outreach"]))


def _line(row: asyncpg.Record) -> OutreachLine:
    return OutreachLine(
        id=row["outreach"],
        worker=row["worker"],
        kind=row["kind"],
        held_on=row["held_on"],
        place=row["place"],
        setting=row["setting"],
        topics=row["topics"],
        heads=row["heads"],
        minutes=row["minutes"],
        materials=orjson.loads(row["materials"]),
        signposted=orjson.loads(row["signposted"]),
        campaign=row["campaign"],
        taken_back_at=row["taken_back_at"],
    )
