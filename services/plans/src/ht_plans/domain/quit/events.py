"""What can have happened in a quit episode.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from ht_plans.domain.codes import CaseId, Channel, ClientId, SessionId, WorkerId
from ht_plans.domain.quit.codes import (
    CarbonMonoxide,
    Ethnicity,
    Gender,
    QuitAgeBand,
    QuitAid,
    QuitEpisodeId,
    QuitOutcome,
    QuitSessionType,
    QuitSetting,
    SocioEconomicClass,
    YesOrNo,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoker:
    """What the quarterly return counts of somebody, as it was on the quit date."""

    age_band: QuitAgeBand
    gender: Gender
    ethnicity: Ethnicity
    socio_economic_class: SocioEconomicClass
    pregnant: YesOrNo
    free_prescription: YesOrNo


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """How somebody is treated, as the quarterly return counts it."""

    setting: QuitSetting
    session_type: QuitSessionType
    aid: QuitAid


@dataclass(frozen=True, slots=True, kw_only=True)
class QuitEpisodeOpened:
    """At a treatment session, a client set the day on which they stop smoking.

    From now on they count in the return, whatever comes of it.
    """

    episode: QuitEpisodeId
    case: CaseId
    client: ClientId
    programme: str
    adviser: WorkerId
    session: SessionId
    quit_on: date
    smoker: Smoker
    treatment: Treatment
    cigarettes_a_day: int | None
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuitSessionHeld:
    """A later session of the episode was held, with a carbon monoxide reading or without.

    `aid` is what the client uses from now on.
    """

    episode: QuitEpisodeId
    case: CaseId
    client: ClientId
    session: SessionId
    held_on: date
    co_ppm: int | None
    aid: QuitAid


@dataclass(frozen=True, slots=True, kw_only=True)
class QuitOutcomeRecorded:
    """What came of the episode four weeks after the quit date. The latest one stands.

    `lost` is what the calendar lists on day 43 when nobody was followed up; an outcome of a
    follow-up within the days replaces it. `cut_down` says of somebody who has not quit that
    they smoke half as much or less; it is no quit.
    """

    episode: QuitEpisodeId
    case: CaseId
    client: ClientId
    quit_on: date
    outcome: QuitOutcome
    co: CarbonMonoxide
    followed_up_on: date | None
    by: Channel | None
    co_ppm: int | None
    smoker: Smoker
    treatment: Treatment
    cut_down: bool | None
    replaces: QuitOutcome | None
    reason: str | None
    recorded_at: datetime


Event: TypeAlias = QuitEpisodeOpened | QuitSessionHeld | QuitOutcomeRecorded
