"""Amina's quit episode: a quit date on the first of March, set two days before."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import CaseId, Channel, ClientId, SessionId, WorkerId
from ht_plans.domain.quit.codes import (
    CarbonMonoxide,
    QuitAid,
    QuitEpisodeId,
    QuitOutcome,
)
from ht_plans.domain.quit.commands import (
    Command,
    HeldSession,
    OpenQuitEpisode,
    RecordFourWeekOutcome,
)
from ht_plans.domain.quit.episode import NO_QUIT_EPISODE_YET, QuitEpisode, decide, evolve
from ht_plans.domain.quit.events import (
    Event,
    QuitEpisodeOpened,
    QuitOutcomeRecorded,
    Smoker,
    Treatment,
)

EPISODE, CASE = QuitEpisodeId(UUID(int=81)), CaseId(UUID(int=1))
AMINA, TOM = ClientId(UUID(int=7)), WorkerId(UUID(int=9))
TREATMENT_SESSION, LATER_SESSION = SessionId(UUID(int=21)), SessionId(UUID(int=22))
FEBRUARY = datetime(2026, 2, 27, 9, tzinfo=UTC)
QUIT_ON = date(2026, 3, 1)
APRIL = datetime(2026, 4, 20, 9, tzinfo=UTC)

SMOKER = Smoker(
    age_band="03",
    gender="2",
    ethnicity="A",
    socio_economic_class="08",
    pregnant="no",
    free_prescription="yes",
)
TREATMENT = Treatment(setting="10", session_type="04", aid="12")
HELD = HeldSession(session=TREATMENT_SESSION, kind="planning", held_on=FEBRUARY.date())
OPEN = OpenQuitEpisode(
    episode=EPISODE,
    case=CASE,
    client=AMINA,
    programme="northfield",
    offered=True,
    support_has_ended=False,
    adviser=Worker(
        worker=TOM,
        roles=frozenset({"health-trainer"}),
        accreditations=frozenset({"city_and_guilds_level_3", "ncsct_level_2"}),
    ),
    held=HELD,
    quit_on=QUIT_ON,
    smoker=SMOKER,
    treatment=TREATMENT,
    cigarettes_a_day=20,
    now=FEBRUARY,
)
OPENED = QuitEpisodeOpened(
    episode=EPISODE,
    case=CASE,
    client=AMINA,
    programme="northfield",
    adviser=TOM,
    session=TREATMENT_SESSION,
    quit_on=QUIT_ON,
    smoker=SMOKER,
    treatment=TREATMENT,
    cigarettes_a_day=20,
    opened_at=FEBRUARY,
)


def nothing_yet() -> Specification[Command, QuitEpisode, Event]:
    return Specification(decide, evolve, NO_QUIT_EPISODE_YET)


def an_episode(*history: Event) -> Specification[Command, QuitEpisode, Event]:
    return nothing_yet().given(OPENED, *history)


def follow_up(
    day: int,
    *,
    smoked: bool = False,
    co_ppm: int | None = None,
    by: Channel = "in_person",
    cigarettes_a_day: int | None = None,
    aid: QuitAid | None = None,
    reason: str | None = None,
    now: datetime = APRIL,
) -> RecordFourWeekOutcome:
    """Ask so many days after the quit date."""
    return RecordFourWeekOutcome(
        followed_up_on=QUIT_ON + timedelta(days=day),
        by=by,
        smoked=smoked,
        co_ppm=co_ppm,
        cigarettes_a_day=cigarettes_a_day,
        aid=aid,
        reason=reason,
        now=now,
    )


def came_of(
    day: int | None,
    outcome: QuitOutcome,
    co: CarbonMonoxide,
    *,
    co_ppm: int | None = None,
    by: Channel | None = "in_person",
    treatment: Treatment = TREATMENT,
    cut_down: bool | None = None,
    replaces: QuitOutcome | None = None,
    reason: str | None = None,
    at: datetime = APRIL,
) -> QuitOutcomeRecorded:
    return QuitOutcomeRecorded(
        episode=EPISODE,
        case=CASE,
        client=AMINA,
        quit_on=QUIT_ON,
        outcome=outcome,
        co=co,
        followed_up_on=None if day is None else QUIT_ON + timedelta(days=day),
        by=by,
        co_ppm=co_ppm,
        smoker=SMOKER,
        treatment=treatment,
        cut_down=cut_down,
        replaces=replaces,
        reason=reason,
        recorded_at=at,
    )


LOST = came_of(None, "lost", "X", by=None)
