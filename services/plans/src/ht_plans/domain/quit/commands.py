"""What may be asked of a quit episode. `now` is the moment of asking: no rule reads a clock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import CaseId, Channel, ClientId, SessionId, SessionType
from ht_plans.domain.quit.codes import QuitAid, QuitEpisodeId
from ht_plans.domain.quit.events import Smoker, Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSession:
    """A session of the case that took place, as the case tells of it."""

    session: SessionId
    kind: SessionType
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuitEpisode:
    """Set a quit date at a treatment session.

    What the programme offers, what the case says of the session and the register of the
    adviser come with the command; `held` is None where no such session took place, `closed_on`
    where the case is open.
    """

    episode: QuitEpisodeId
    case: CaseId
    client: ClientId
    programme: str
    offered: bool
    support_has_ended: bool
    adviser: Worker
    held: HeldSession | None
    quit_on: date
    smoker: Smoker
    treatment: Treatment
    cigarettes_a_day: int | None
    now: datetime
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuitSession:
    """Note a later session of the episode. Without `aid` the client goes on as before."""

    held: HeldSession | None
    co_ppm: int | None
    aid: QuitAid | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFourWeekOutcome:
    """Say what the client answered when they were followed up.

    `smoked` is about the time from day 14 after the quit date: a single puff counts. `reason`
    is needed to put an earlier answer right.
    """

    followed_up_on: date
    by: Channel
    smoked: bool
    co_ppm: int | None
    cigarettes_a_day: int | None
    aid: QuitAid | None
    reason: str | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsLost:
    """The days for the follow-up are over. Lists the client as lost, until somebody knows.

    `has_died`: nobody is there to be asked, and nobody is lost.
    """

    today: date
    now: datetime
    has_died: bool = False


Command: TypeAlias = OpenQuitEpisode | RecordQuitSession | RecordFourWeekOutcome | ListAsLost
