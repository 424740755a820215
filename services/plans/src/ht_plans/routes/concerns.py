"""Safeguarding concerns: raised by any worker who supports clients, seen by few."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_kit.audit import Look, looks
from ht_kit.decider import Shown
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
from ht_plans.domain.codes import (
    ConcernAbout,
    ConcernId,
    ConcernOutcome,
    SessionId,
    ToldWhom,
)
from ht_plans.domain.concern.commands import (
    EndConcern,
    RaiseSafeguardingConcern,
    TellOfConcern,
)
from ht_plans.domain.concern.concern import Concern
from ht_plans.domain.concern.events import Told
from ht_plans.handling import CONCERNED, Cases, Concerns
from ht_plans.routes.forms import Form, FreeText, Instant

router = APIRouter(tags=["safeguarding"])

_LIST = """
SELECT concern_id, case_id, client, at_immediate_risk, told, raised_at, ended_at FROM concerns
WHERE programme = $1 AND ($2 OR raised_by = $3)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = concerns.client
                    AND known_conflicts.worker = $4)
  AND ($5::uuid IS NULL OR concern_id > $5)
ORDER BY concern_id LIMIT $6
"""


class ToldForm(Form):
    """Somebody who can act was told, and when."""

    whom: ToldWhom
    told_at: Instant


class RaiseConcernForm(Form):
    """The body of POST /cases/{id}/concerns: out of a session, or without one."""

    session: UUID | None = None
    about: ConcernAbout
    at_immediate_risk: bool
    words: FreeText
    told: Annotated[tuple[ToldForm, ...], Field(max_length=20)] = ()
    noticed_at: Instant


class TellOfConcernForm(ToldForm):
    """The body of POST /concerns/{id}/told."""

    words: FreeText | None = None


class EndConcernForm(Form):
    """The body of POST /concerns/{id}/end."""

    outcome: ConcernOutcome
    words: FreeText


class ConcernLine(BaseModel):
    """A line in the list of safeguarding concerns."""

    id: UUID
    case: UUID
    client: UUID
    at_immediate_risk: bool
    told: int
    raised_at: datetime
    ended_at: datetime | None


class ToldView(BaseModel):
    """Who was told and when, and what was said to them."""

    whom: str
    told_at: datetime
    words: str | None = None


class ConcernView(BaseModel):
    """A safeguarding concern. What can no longer be read is null."""

    id: UUID
    version: int
    erased: bool
    case: UUID
    client: UUID
    session: UUID | None
    about: str
    at_immediate_risk: bool
    words: str | None
    raised_by: str
    noticed_at: datetime
    raised_at: datetime
    told: list[ToldView]
    outcome: str | None
    outcome_words: str | None
    ended_at: datetime | None


@router.post(
    "/cases/{case_id}/concerns",
    status_code=201,
    dependencies=[Depends(allows("concern:raise"))],
)
async def raise_concern(
    *,
    case_id: UUID,
    form: RaiseConcernForm,
    cases: Cases,
    concerns: Concerns,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Raise a safeguarding concern. No consent is needed, and no case is too closed."""
    case, _ = await cases.read(case_id, actor=asked.actor)
    opened = case.open()
    command = RaiseSafeguardingConcern(
        concern=ConcernId(asked.new_id),
        case=opened.case,
        client=opened.client,
        programme=opened.programme,
        session=None if form.session is None else SessionId(form.session),
        session_of_the_case=form.session in case.sessions,
        about=form.about,
        at_immediate_risk=form.at_immediate_risk,
        words=form.words,
        told=tuple(Told(whom=each.whom, told_at=each.told_at) for each in form.told),
        raised_by=asked.actor.subject,
        noticed_at=form.noticed_at,
        now=asked.at,
    )
    recorded = await concerns.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post("/concerns/{concern_id}/told", dependencies=[Depends(allows("concern:read"))])
async def tell_of_concern(
    concern_id: UUID,
    form: TellOfConcernForm,
    concerns: Concerns,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that somebody who can act was told."""
    told = Told(whom=form.whom, told_at=form.told_at)
    command = TellOfConcern(told=told, words=form.words, now=asked.at)
    return answer(await concerns.handle(concern_id, command, asked=asked))


@router.post("/concerns/{concern_id}/end", dependencies=[Depends(allows("concern:end"))])
async def end_concern(
    concern_id: UUID,
    form: EndConcernForm,
    concerns: Concerns,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say what came of a concern."""
    command = EndConcern(outcome=form.outcome, words=form.words, now=asked.at)
    return answer(await concerns.handle(concern_id, command, asked=asked))


@router.get("/concerns", dependencies=[Depends(allows("concern:read"))])
async def list_concerns(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("concern.list"))],
) -> Page[ConcernLine]:
    """List the programme's concerns to those whose task they are, to others their own."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        actor.has(*CONCERNED),
        actor.subject,
        actor.worker,
        *paging.start(UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["concern_id"],))


@router.get("/concerns/{concern_id}", dependencies=[Depends(allows("concern:read"))])
async def read_concern(
    concern_id: UUID,
    concerns: Concerns,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("concern.view"))],
) -> ConcernView:
    """Show a concern to whoever raised it and to those whose task it is."""
    shown = await concerns.show(concern_id, actor=actor)
    look.at(shown.state.known().client)
    return _view(shown)


def _view(shown: Shown[Concern]) -> ConcernView:
    concern = shown.state
    raised = concern.known()
    ended = concern.ended
    return ConcernView(
        id=raised.concern,
        version=shown.version,
        erased=shown.erased,
        case=raised.case,
        client=raised.client,
        session=raised.session,
        about=raised.about,
        at_immediate_risk=raised.at_immediate_risk,
        words=raised.words,
        raised_by=raised.raised_by,
        noticed_at=raised.noticed_at,
        raised_at=raised.raised_at,
        told=[
            *(ToldView(whom=each.whom, told_at=each.told_at) for each in raised.told),
            *(
                ToldView(whom=each.told.whom, told_at=each.told.told_at, words=each.words)
                for each in concern.later
            ),
        ],
        outcome=ended.outcome if ended else None,
        outcome_words=ended.words if ended else None,
        ended_at=ended.ended_at if ended else None,
    )


def _line(row: asyncpg.Record) -> ConcernLine:
    return ConcernLine(
        id=row["concern_id"],
        case=row["case_id"],
        client=row["client"],
        at_immediate_risk=row["at_immediate_risk"],
        told=row["told"],
        raised_at=row["raised_at"],
        ended_at=row["ended_at"],
    )
