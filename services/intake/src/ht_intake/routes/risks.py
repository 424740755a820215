"""What there is to beware of with a client, for those who are named to support them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ht_intake.domain.client.risks import (
    LowerRisk,
    NameTeam,
    RaiseRisk,
    RiskRaised,
    risks_seen_by,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.codes import LoweredBecause, RiskKind
from ht_intake.handling import Clients
from ht_intake.routes.forms import Day, Form, FreeText, Instant
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["clients"])


class TeamForm(Form):
    """The body of POST /clients/{client_id}/team: by name, those who support the client."""

    workers: Annotated[tuple[UUID, ...], Field(max_length=50)]
    named_at: Instant


class RiskForm(Form):
    """The body of POST /clients/{client_id}/risks."""

    kind: RiskKind
    words: FreeText
    raised_at: Instant
    review_on: Day | None = None


class LowerForm(Form):
    """The body of POST /clients/{client_id}/risks/{risk}/lower."""

    because: LoweredBecause
    lowered_at: Instant


class RiskShown(BaseModel):
    """Something to beware of, or that there was."""

    risk: UUID
    kind: RiskKind
    words: str | None
    raised_by: UUID | None
    raised_at: datetime
    review_on: date
    lowered_at: datetime | None
    because: LoweredBecause | None


class RisksShown(BaseModel):
    """What a worker may read of a client's risks, and who the team is."""

    team: list[UUID]
    items: list[RiskShown]


@router.post("/clients/{client_id}/team", dependencies=[Depends(allows("client:protect"))])
async def name_team(
    client_id: UUID, form: TeamForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say by name who supports a client, and reads what is said of risks."""
    command = NameTeam(workers=form.workers, named_at=form.named_at, asked_at=asked.at)
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post(
    "/clients/{client_id}/risks", status_code=201, dependencies=[Depends(allows("risk:write"))]
)
async def raise_risk(
    client_id: UUID, form: RiskForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say what there is to beware of with a client."""
    command = RaiseRisk(
        risk=asked.new_id,
        kind=form.kind,
        words=form.words,
        raised_by=asked.actor.worker,
        raised_at=form.raised_at,
        asked_at=asked.at,
        review_on=form.review_on,
    )
    recorded = await clients.handle(client_id, command, asked=asked, ids={"risk": asked.new_id})
    return answer(recorded, created=True)


@router.post(
    "/clients/{client_id}/risks/{risk}/lower", dependencies=[Depends(allows("risk:write"))]
)
async def lower_risk(
    *,
    client_id: UUID,
    risk: UUID,
    form: LowerForm,
    clients: Clients,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that there is nothing to beware of any more: for those who may read what it was."""
    client, _ = await clients.read(client_id, actor=asked.actor)
    seen = risks_seen_by(asked.actor.worker, client)
    if seen is None or risk not in {each.risk for each in seen}:
        raise NoSuchThing
    command = LowerRisk(
        risk=risk, because=form.because, lowered_at=form.lowered_at, asked_at=asked.at
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.get("/clients/{client_id}/risks", dependencies=[Depends(allows("risk:read"))])
async def list_risks(
    client_id: UUID,
    clients: Clients,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.risks"))],
) -> RisksShown:
    """List what there is to beware of, for the client's team and whoever raised it."""
    client, _ = await clients.read(client_id, actor=actor)
    seen = risks_seen_by(actor.worker, client)
    if seen is None:
        raise NoSuchThing
    look.at(client_id)
    return RisksShown(
        team=sorted(client.risks.team), items=[_shown(client, each) for each in seen]
    )


def _shown(client: Client, raised: RiskRaised) -> RiskShown:
    lowered = client.risks.lowered.get(raised.risk)
    return RiskShown(
        risk=raised.risk,
        kind=raised.kind,
        words=raised.words,
        raised_by=raised.raised_by,
        raised_at=raised.raised_at,
        review_on=raised.review_on,
        lowered_at=lowered.lowered_at if lowered else None,
        because=lowered.because if lowered else None,
    )
