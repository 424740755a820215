"""Who may see a client, and a death: told, and taken back where it was a mistake.

DeclareConflict ─► ConflictDeclared        (from then on hidden from that worker)
RestrictClient ─► ClientRestricted         (seen by the workers named, and by nobody else)
LiftRestriction ─► RestrictionLifted
RecordDeath ─► DeathRecorded               (nothing is sent any more)
ReverseDeath ─► DeathReversed
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import ConflictKind, DeathSource
from ht_intake.domain.days import london_day, not_after
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    NoDeathRecorded,
    NotRestricted,
    RestrictedToNobody,
)

if TYPE_CHECKING:
    from ht_intake.domain.client.state import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDeclared:
    """A worker is the client, or is related to them, a friend, or works beside them."""

    client: UUID
    worker: UUID
    kind: ConflictKind
    declared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRestricted:
    """Only the workers named may see the client from now on."""

    client: UUID
    workers: tuple[UUID, ...]
    reason: str | None
    restricted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionLifted:
    """The client may be seen by the people of their programme again."""

    client: UUID
    lifted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRecorded:
    """The client has died. The day is not always known."""

    client: UUID
    died_on: date | None
    source: DeathSource
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathReversed:
    """It was a mistake: the client is alive."""

    client: UUID
    reason: str | None
    reversed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict:
    """Say that a worker is too close to a client."""

    worker: UUID
    kind: ConflictKind
    declared_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictClient:
    """Let only these workers see a client. Asked again, those named last may."""

    workers: tuple[UUID, ...]
    reason: str
    restricted_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRestriction:
    """Let the people of the programme see a client again."""

    lifted_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeath:
    """Note that a client has died, and who said so."""

    died_on: date | None
    source: DeathSource
    recorded_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseDeath:
    """Take a death back that was recorded by mistake."""

    reason: str
    reversed_at: datetime
    asked_at: datetime


Protected: TypeAlias = (
    ConflictDeclared | ClientRestricted | RestrictionLifted | DeathRecorded | DeathReversed
)
Protecting: TypeAlias = (
    DeclareConflict | RestrictClient | LiftRestriction | RecordDeath | ReverseDeath
)


def protect(asked: Protecting, client: "Client") -> list[Protected]:
    """Say what happens when this is asked of this client."""
    match asked:
        case DeclareConflict():
            return _declare(asked, client)
        case RestrictClient():
            return _restrict(asked, client)
        case LiftRestriction():
            return _lift(asked, client)
        case RecordDeath():
            return _record_death(asked, client)
        case ReverseDeath():
            return _reverse_death(asked, client)


def _declare(asked: DeclareConflict, client: "Client") -> list[Protected]:
    whose = client.id
    if asked.worker in client.conflicts:
        return []
    not_after(asked.asked_at, asked.declared_at)
    return [
        ConflictDeclared(
            client=whose, worker=asked.worker, kind=asked.kind, declared_at=asked.declared_at
        )
    ]


def _restrict(asked: RestrictClient, client: "Client") -> list[Protected]:
    whose = client.id
    not_after(asked.asked_at, asked.restricted_at)
    if not asked.workers:
        raise RestrictedToNobody
    if client.restricted_to == frozenset(asked.workers):
        return []
    return [
        ClientRestricted(
            client=whose,
            workers=asked.workers,
            reason=asked.reason,
            restricted_at=asked.restricted_at,
        )
    ]


def _lift(asked: LiftRestriction, client: "Client") -> list[Protected]:
    whose = client.id
    if client.restricted_to is None:
        raise NotRestricted
    not_after(asked.asked_at, asked.lifted_at)
    return [RestrictionLifted(client=whose, lifted_at=asked.lifted_at)]


def _record_death(asked: RecordDeath, client: "Client") -> list[Protected]:
    whose = client.id
    if client.died is not None:
        return []
    not_after(asked.asked_at, asked.recorded_at)
    if asked.died_on is not None and asked.died_on > london_day(asked.asked_at):
        raise DatedInTheFuture
    return [
        DeathRecorded(
            client=whose,
            died_on=asked.died_on,
            source=asked.source,
            recorded_at=asked.recorded_at,
        )
    ]


def _reverse_death(asked: ReverseDeath, client: "Client") -> list[Protected]:
    whose = client.id
    if client.died is None:
        raise NoDeathRecorded
    not_after(asked.asked_at, asked.reversed_at)
    return [DeathReversed(client=whose, reason=asked.reason, reversed_at=asked.reversed_at)]
