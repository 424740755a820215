"""A quit episode as its adviser sees it on one screen."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.quit.episode import QuitEpisode
from ht_plans.domain.quit.events import QuitSessionHeld
from ht_plans.domain.quit.following_up import FOLLOW_UP_FROM, FOLLOW_UP_UNTIL


class QuitSessionView(BaseModel):
    """A later session of the episode."""

    session: UUID
    held_on: date
    co_ppm: int | None
    aid: str


class QuitEpisodeView(BaseModel):
    """A quit episode: all that a screen needs. `reason` is None where the words are gone."""

    id: UUID
    version: int
    erased: bool
    case: UUID
    client: UUID
    adviser: UUID
    session: UUID
    quit_on: date
    follow_up_from: date
    follow_up_until: date
    age_band: str
    gender: str
    ethnicity: str
    socio_economic_class: str
    pregnant: str
    free_prescription: str
    setting: str
    session_type: str
    aid: str
    cigarettes_a_day: int | None
    sessions: list[QuitSessionView]
    outcome: str | None
    co: str | None
    co_ppm: int | None
    followed_up_on: date | None
    cut_down: bool | None
    reason: str | None
    recorded_at: datetime | None


def view_of_episode(episode_id: UUID, shown: Shown[QuitEpisode]) -> QuitEpisodeView:
    """Put a quit episode on one screen."""
    opened, treatment = shown.state.begun()
    outcome, smoker = shown.state.outcome, opened.smoker
    return QuitEpisodeView(
        id=episode_id,
        version=shown.version,
        erased=shown.erased,
        case=opened.case,
        client=opened.client,
        adviser=opened.adviser,
        session=opened.session,
        quit_on=opened.quit_on,
        follow_up_from=opened.quit_on + FOLLOW_UP_FROM,
        follow_up_until=opened.quit_on + FOLLOW_UP_UNTIL,
        age_band=smoker.age_band,
        gender=smoker.gender,
        ethnicity=smoker.ethnicity,
        socio_economic_class=smoker.socio_economic_class,
        pregnant=smoker.pregnant,
        free_prescription=smoker.free_prescription,
        setting=treatment.setting,
        session_type=treatment.session_type,
        aid=treatment.aid,
        cigarettes_a_day=opened.cigarettes_a_day,
        sessions=[_session(each) for each in shown.state.sessions.values()],
        outcome=outcome.outcome if outcome else None,
        co=outcome.co if outcome else None,
        co_ppm=outcome.co_ppm if outcome else None,
        followed_up_on=outcome.followed_up_on if outcome else None,
        cut_down=outcome.cut_down if outcome else None,
        reason=outcome.reason if outcome else None,
        recorded_at=outcome.recorded_at if outcome else None,
    )


def _session(held: QuitSessionHeld) -> QuitSessionView:
    return QuitSessionView(
        session=held.session, held_on=held.held_on, co_ppm=held.co_ppm, aid=held.aid
    )
