"""What can have happened to a safeguarding concern.

Only whoever raised it and those whose task it is may see it. These names and fields are kept
for ever. Add an optional field freely; never rename, remove or re-mean one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    ConcernAbout,
    ConcernId,
    ConcernOutcome,
    SessionId,
    ToldWhom,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who can act was told, and when."""

    whom: ToldWhom
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingConcernRaised:
    """A worker fears that the client, or somebody near them, is not safe."""

    concern: ConcernId
    case: CaseId
    client: ClientId
    programme: str
    session: SessionId | None
    about: ConcernAbout
    at_immediate_risk: bool
    words: str | None
    told: tuple[Told, ...]
    raised_by: str
    noticed_at: datetime
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingConcernTold:
    """Somebody else who can act was told of the concern."""

    concern: ConcernId
    client: ClientId
    told: Told
    words: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingConcernEnded:
    """Whoever is responsible has said what came of the concern."""

    concern: ConcernId
    client: ClientId
    outcome: ConcernOutcome
    words: str | None
    ended_at: datetime


Event: TypeAlias = (
    SafeguardingConcernRaised | SafeguardingConcernTold | SafeguardingConcernEnded
)
