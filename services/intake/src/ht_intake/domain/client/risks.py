"""What whoever supports a client must know to be safe, or to keep them safe.

NameTeam ─► TeamNamed          (by name: who supports this person)
RaiseRisk ─► RiskRaised        (lone working, or a safeguarding concern)
LowerRisk ─► RiskLowered

Anybody who may see the client may raise a concern; what is said of it is read by the team that
is named and by whoever raised it, and by nobody else. Nothing of it is told to other services.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import LoweredBecause, RiskKind
from ht_intake.domain.days import london_day, not_after
from ht_intake.domain.refusals import (
    LoweredBeforeRaised,
    NoSuchRisk,
    ReviewedBeforeRaised,
    TeamOfNobody,
)

if TYPE_CHECKING:
    from ht_intake.domain.client.state import Client

REVIEWED_AFTER: Final = timedelta(days=90)
"""When a risk is to be looked at again, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNamed:
    """These workers support the client, and read what is said of risks."""

    client: UUID
    workers: tuple[UUID, ...]
    named_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRaised:
    """There is something to beware of. What it is, in words, is personal."""

    client: UUID
    risk: UUID
    kind: RiskKind
    words: str | None
    raised_by: UUID | None
    review_on: date
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLowered:
    """It holds no longer, or never did, or those whose matter it is have it in hand."""

    client: UUID
    risk: UUID
    because: LoweredBecause
    lowered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTeam:
    """Say by name who supports a client. Asked again, those named last do."""

    workers: tuple[UUID, ...]
    named_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseRisk:
    """Say what there is to beware of. It never waits for anybody's leave."""

    risk: UUID
    kind: RiskKind
    words: str
    raised_by: UUID | None
    raised_at: datetime
    asked_at: datetime
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerRisk:
    """Say that it holds no longer."""

    risk: UUID
    because: LoweredBecause
    lowered_at: datetime
    asked_at: datetime


RiskEvent: TypeAlias = TeamNamed | RiskRaised | RiskLowered
RiskCommand: TypeAlias = NameTeam | RaiseRisk | LowerRisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """Who is named to support a client, what there is to beware of, and what there was."""

    team: frozenset[UUID] = frozenset()
    raised: Mapping[UUID, RiskRaised] = field(default_factory=dict)
    lowered: Mapping[UUID, RiskLowered] = field(default_factory=dict)

    def without_words(self) -> "Risks":
        """Leave the codes, and nothing that somebody said."""
        silent = {risk: replace(each, words=None) for risk, each in self.raised.items()}
        return replace(self, raised=silent)


NO_RISKS: Final = Risks()


def beware(asked: RiskCommand, client: "Client") -> list[RiskEvent]:
    """Say what happens when this is asked of this client."""
    match asked:
        case NameTeam():
            return [*_name(asked, client)]
        case RaiseRisk():
            return [*_raise(asked, client)]
        case LowerRisk():
            return [*_lower(asked, client)]


def _name(asked: NameTeam, client: "Client") -> list[TeamNamed]:
    whose = client.id
    not_after(asked.asked_at, asked.named_at)
    if not asked.workers:
        raise TeamOfNobody
    if client.risks.team == frozenset(asked.workers):
        return []
    return [TeamNamed(client=whose, workers=asked.workers, named_at=asked.named_at)]


def _raise(asked: RaiseRisk, client: "Client") -> list[RiskRaised]:
    whose = client.id
    if asked.risk in client.risks.raised:
        return []
    not_after(asked.asked_at, asked.raised_at)
    day = london_day(asked.raised_at)
    review_on = asked.review_on or day + REVIEWED_AFTER
    if review_on <= day:
        raise ReviewedBeforeRaised
    return [
        RiskRaised(
            client=whose,
            risk=asked.risk,
            kind=asked.kind,
            words=asked.words,
            raised_by=asked.raised_by,
            review_on=review_on,
            raised_at=asked.raised_at,
        )
    ]


def _lower(asked: LowerRisk, client: "Client") -> list[RiskLowered]:
    raised = client.risks.raised.get(asked.risk)
    if raised is None:
        raise NoSuchRisk
    if asked.risk in client.risks.lowered:
        return []
    not_after(asked.asked_at, asked.lowered_at)
    if asked.lowered_at < raised.raised_at:
        raise LoweredBeforeRaised
    return [
        RiskLowered(
            client=client.id,
            risk=asked.risk,
            because=asked.because,
            lowered_at=asked.lowered_at,
        )
    ]


def risks_after(risks: Risks, event: RiskEvent) -> Risks:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case TeamNamed():
            return replace(risks, team=frozenset(event.workers))
        case RiskRaised():
            return replace(risks, raised={**risks.raised, event.risk: event})
        case RiskLowered():
            return replace(risks, lowered={**risks.lowered, event.risk: event})


def risks_seen_by(worker: UUID | None, client: "Client") -> tuple[RiskRaised, ...] | None:
    """Give what a worker may read of a client's risks. None: nothing, not even that it is none.

    Those to whom a client is restricted are their team, where none is named.
    """
    team = client.risks.team or client.restricted_to or frozenset()
    raised = tuple(client.risks.raised.values())
    if worker is not None and worker in team:
        return raised
    own = tuple(each for each in raised if worker is not None and each.raised_by == worker)
    return own or None
