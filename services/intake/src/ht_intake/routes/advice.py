"""Brief advice: a few minutes on one topic, to a client or to nobody in particular."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictInt

from ht_contracts.codes import AdviceOutcome, AdviceTopic
from ht_intake.domain.outreach.advice import GiveBriefAdvice
from ht_intake.domain.outreach.taking_back import TakeBack
from ht_intake.handling import Advices, Clients, Outreaches
from ht_intake.routes.forms import Form, Instant, programme_of
from ht_intake.routes.outreach import TakeBackForm
from ht_kit.audit import Look, looks, shows_nobody
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

router = APIRouter(tags=["outreach"])

_LINES = """
SELECT advice, worker, outreach, topic, minutes, outcome, given_at, taken_back_at FROM advice
"""
_OF_NOBODY = f"""{_LINES}
WHERE programme = $1 AND client IS NULL AND ($2::uuid IS NULL OR advice > $2)
ORDER BY advice LIMIT $3
"""
_OF_CLIENT = f"{_LINES} WHERE client = $1 ORDER BY given_at, advice LIMIT 200"


class AdviceForm(Form):
    """The body of POST /advice: codes. There is no place in it for a score."""

    topic: AdviceTopic
    minutes: Annotated[StrictInt, Field(ge=1, le=1_440)]
    outcome: AdviceOutcome
    given_at: Instant
    client: UUID | None = None
    outreach: UUID | None = None


class AdviceLine(BaseModel):
    """Brief advice that was given."""

    id: UUID
    worker: UUID | None
    outreach: UUID | None
    topic: AdviceTopic
    minutes: int
    outcome: AdviceOutcome
    given_at: datetime
    taken_back_at: datetime | None


class AdviceShown(BaseModel):
    """The brief advice that a client was given."""

    items: list[AdviceLine]


@router.post("/advice", status_code=201, dependencies=[Depends(allows("advice:write"))])
async def give_brief_advice(
    *,
    form: AdviceForm,
    advices: Advices,
    clients: Clients,
    outreaches: Outreaches,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note brief advice: to a client of the programme, or to nobody in particular."""
    erased = False
    if form.client is not None:
        client, _ = await clients.read(form.client, actor=asked.actor)
        erased = client.erased is not None
    if form.outreach is not None:
        await outreaches.read(form.outreach, actor=asked.actor)
    command = GiveBriefAdvice(
        advice=asked.new_id,
        programme=programme_of(asked.actor),
        worker=asked.actor.worker,
        topic=form.topic,
        minutes=form.minutes,
        outcome=form.outcome,
        given_at=form.given_at,
        asked_at=asked.at,
        client=form.client,
        client_erased=erased,
        outreach=form.outreach,
    )
    recorded = await advices.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post("/advice/{advice_id}/take-back", dependencies=[Depends(allows("advice:write"))])
async def take_advice_back(
    *,
    advice_id: UUID,
    form: TakeBackForm,
    advices: Advices,
    clients: Clients,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that brief advice was recorded wrongly: it counts no longer."""
    advice, _ = await advices.read(advice_id, actor=asked.actor)
    if advice.given is None:
        raise NoSuchThing
    if advice.given.client is not None:  # hidden from whoever may not see its client
        await clients.read(advice.given.client, actor=asked.actor)
    command = TakeBack(
        because=form.because,
        by=asked.actor.worker,
        by_senior=asked.actor.has("senior"),
        asked_at=asked.at,
    )
    return answer(await advices.handle(advice_id, command, asked=asked))


@router.get("/advice", dependencies=[Depends(allows("advice:read")), Depends(shows_nobody)])
async def list_advice(read: ReadDep, actor: ActorDep, paging: PagingDep) -> Page[AdviceLine]:
    """List the brief advice that was given to people who are nobody's clients."""
    rows = await read.rows(_OF_NOBODY, actor.programme, *paging.start(UUID), paging.limit + 1)
    return paging.page(rows, item=_line, key=lambda row: (row["advice"],))


@router.get("/clients/{client_id}/advice", dependencies=[Depends(allows("client:read"))])
async def list_advice_of_client(
    client_id: UUID,
    clients: Clients,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.advice"))],
) -> AdviceShown:
    """List the brief advice that a client was given."""
    await clients.read(client_id, actor=actor)
    look.at(client_id)
    rows = await read.rows(_OF_CLIENT, client_id)
    return AdviceShown(items=[_line(row) for row in rows])


def _line(row: asyncpg.Record) -> AdviceLine:
    return AdviceLine(
        id=row["advice"],
        worker=row["worker"],
        outreach=row["outreach"],
        topic=row["topic"],
        minutes=row["minutes"],
        outcome=row["outcome"],
        given_at=row["given_at"],
        taken_back_at=row["taken_back_at"],
    )
