"""Who may see a client, and a death: told, and taken back where it was a mistake."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from ht_intake.domain.client.protecting import (
    DeclareConflict,
    LiftRestriction,
    RecordDeath,
    RestrictClient,
    ReverseDeath,
)
from ht_intake.domain.codes import ConflictKind, DeathSource
from ht_intake.handling import Clients
from ht_intake.routes.forms import Day, Form, FreeText, Instant
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["clients"])

_WRITES = [Depends(allows("client:write"))]
_PROTECTS = [Depends(allows("client:protect"))]


class ConflictForm(Form):
    """The body of POST /clients/{client_id}/conflicts."""

    worker: UUID
    kind: ConflictKind
    declared_at: Instant


class RestrictForm(Form):
    """The body of POST /clients/{client_id}/restrict: by name, and nobody else."""

    workers: Annotated[tuple[UUID, ...], Field(max_length=50)]
    reason: FreeText
    restricted_at: Instant


class LiftForm(Form):
    """The body of POST /clients/{client_id}/lift-restriction."""

    lifted_at: Instant


class DeathForm(Form):
    """The body of POST /clients/{client_id}/death. The day may not be known."""

    died_on: Day | None = None
    source: DeathSource
    recorded_at: Instant


class ReversalForm(Form):
    """The body of POST /clients/{client_id}/death/reverse."""

    reason: FreeText
    reversed_at: Instant


@router.post("/clients/{client_id}/conflicts", dependencies=_WRITES)
async def declare_conflict(
    client_id: UUID, form: ConflictForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say that a worker is too close to a client, who is hidden from them from now on."""
    command = DeclareConflict(
        worker=form.worker, kind=form.kind, declared_at=form.declared_at, asked_at=asked.at
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/restrict", dependencies=_PROTECTS)
async def restrict_client(
    client_id: UUID, form: RestrictForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Let only the workers named see a client."""
    command = RestrictClient(
        workers=form.workers,
        reason=form.reason,
        restricted_at=form.restricted_at,
        asked_at=asked.at,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/lift-restriction", dependencies=_PROTECTS)
async def lift_restriction(
    client_id: UUID, form: LiftForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Let the people of the programme see a client again."""
    command = LiftRestriction(lifted_at=form.lifted_at, asked_at=asked.at)
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/death", dependencies=_WRITES)
async def record_death(
    client_id: UUID, form: DeathForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Note that a client has died: nothing may be sent to them any more."""
    command = RecordDeath(
        died_on=form.died_on,
        source=form.source,
        recorded_at=form.recorded_at,
        asked_at=asked.at,
    )
    return answer(await clients.handle(client_id, command, asked=asked))


@router.post("/clients/{client_id}/death/reverse", dependencies=_PROTECTS)
async def reverse_death(
    client_id: UUID, form: ReversalForm, clients: Clients, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Take a death back that was recorded by mistake."""
    command = ReverseDeath(reason=form.reason, reversed_at=form.reversed_at, asked_at=asked.at)
    return answer(await clients.handle(client_id, command, asked=asked))
