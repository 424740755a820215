"""What may be asked of a safeguarding concern. `now` is the moment of asking."""

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
)
from ht_plans.domain.concern.events import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseSafeguardingConcern:
    """Say that somebody may not be safe: out of a session, or without one.

    `session_of_the_case` says whether the session, if one is named, is the case's.
    """

    concern: ConcernId
    case: CaseId
    client: ClientId
    programme: str
    session: SessionId | None
    session_of_the_case: bool
    about: ConcernAbout
    at_immediate_risk: bool
    words: str
    told: tuple[Told, ...]
    raised_by: str
    noticed_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfConcern:
    """Say that somebody who can act was told."""

    told: Told
    words: str | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndConcern:
    """Say what came of it."""

    outcome: ConcernOutcome
    words: str
    now: datetime


Command: TypeAlias = RaiseSafeguardingConcern | TellOfConcern | EndConcern
