"""The rules of a quit episode, by the Russell standard at four weeks.

    OpenQuitEpisode ─► QuitEpisodeOpened
    RecordQuitSession ─► QuitSessionHeld
    RecordFourWeekOutcome ─► QuitOutcomeRecorded     (quit_co │ quit_self │ not_quit)
    ListAsLost ─► QuitOutcomeRecorded                (lost, from day 43; a marking)

The days are those of the follow-up, never of its entry: a follow-up of day 25 to 42 that is
entered later replaces `lost`. Asking for the same thing twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from ht_plans.domain.case.assigning import TRAINERS
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.codes import SessionId
from ht_plans.domain.days import day_of
from ht_plans.domain.quit.commands import (
    Command,
    HeldSession,
    ListAsLost,
    OpenQuitEpisode,
    RecordFourWeekOutcome,
    RecordQuitSession,
)
from ht_plans.domain.quit.events import (
    Event,
    QuitEpisodeOpened,
    QuitOutcomeRecorded,
    QuitSessionHeld,
    Treatment,
)
from ht_plans.domain.quit.following_up import (
    LOST_FROM,
    lost,
    outcome_of,
    refuse_outside_the_days,
)
from ht_plans.domain.quit.refusals import (
    AdviserNotTrained,
    NoQuitEpisodeYet,
    OnlyAssessed,
    OutcomeRecordedOtherwise,
    QuitEpisodeOpenedOtherwise,
    QuitEpisodesNotOffered,
    QuitLongBeforeTreatment,
    QuitSessionRecordedOtherwise,
    SessionNotHeld,
)
from ht_plans.domain.refusals import DatedInTheFuture

TRAINED: Final = "ncsct_level_2"
QUIT_BEFORE: Final = timedelta(days=14)
"""Who stopped so long before the first session still counts as treated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuitEpisode:
    """A quit episode so far, with the aid that is used now."""

    opened: QuitEpisodeOpened | None = None
    treatment: Treatment | None = None
    sessions: Mapping[SessionId, QuitSessionHeld] = field(default_factory=dict)
    outcome: QuitOutcomeRecorded | None = None

    def begun(self) -> tuple[QuitEpisodeOpened, Treatment]:
        """Give how the episode was opened, and the treatment as it is now, or refuse."""
        if self.opened is None or self.treatment is None:
            raise NoQuitEpisodeYet
        return self.opened, self.treatment


NO_QUIT_EPISODE_YET = QuitEpisode()


def decide(command: Command, episode: QuitEpisode) -> list[Event]:
    """Say what happens when this is asked of this episode."""
    match command:
        case OpenQuitEpisode():
            return _open(command, episode)
        case RecordQuitSession():
            return _record_session(command, episode)
        case RecordFourWeekOutcome():
            return _record_outcome(command, episode)
        case ListAsLost():
            return _list_as_lost(command, episode)


def evolve(episode: QuitEpisode, event: Event) -> QuitEpisode:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case QuitEpisodeOpened():
            return replace(episode, opened=event, treatment=event.treatment)
        case QuitSessionHeld():
            return _with_session(episode, event)
        case QuitOutcomeRecorded():
            return replace(episode, treatment=event.treatment, outcome=event)


def _with_session(episode: QuitEpisode, event: QuitSessionHeld) -> QuitEpisode:
    """Remember a session. One of an earlier day that is entered late changes no aid."""
    later = [each for each in episode.sessions.values() if each.held_on > event.held_on]
    treatment = episode.treatment
    if treatment is not None and not later:
        treatment = replace(treatment, aid=event.aid)
    sessions = {**episode.sessions, event.session: event}
    return replace(episode, treatment=treatment, sessions=sessions)


def _open(asked: OpenQuitEpisode, episode: QuitEpisode) -> list[Event]:
    if episode.opened is not None:
        return _opened_already(asked, episode.opened)
    if not asked.offered:
        raise QuitEpisodesNotOffered
    if asked.support_has_ended:
        raise SupportHasEnded
    if asked.closed_on is not None and asked.quit_on > asked.closed_on:
        raise CaseHasClosed
    _refuse_unless_trained(asked.adviser)
    held = _held(asked.held)
    if held.kind == "assessment":
        raise OnlyAssessed
    if asked.quit_on < held.held_on - QUIT_BEFORE:
        raise QuitLongBeforeTreatment
    return [
        QuitEpisodeOpened(
            episode=asked.episode,
            case=asked.case,
            client=asked.client,
            programme=asked.programme,
            adviser=asked.adviser.worker,
            session=held.session,
            quit_on=asked.quit_on,
            smoker=asked.smoker,
            treatment=asked.treatment,
            cigarettes_a_day=asked.cigarettes_a_day,
            opened_at=asked.now,
        )
    ]


def _refuse_unless_trained(adviser: Worker) -> None:
    if adviser.roles.isdisjoint(TRAINERS) or TRAINED not in adviser.accreditations:
        raise AdviserNotTrained


def _opened_already(asked: OpenQuitEpisode, opened: QuitEpisodeOpened) -> list[Event]:
    said = (asked.client, asked.quit_on, asked.smoker, asked.treatment)
    if said != (opened.client, opened.quit_on, opened.smoker, opened.treatment):
        raise QuitEpisodeOpenedOtherwise
    return []


def _record_session(asked: RecordQuitSession, episode: QuitEpisode) -> list[Event]:
    opened, treatment = episode.begun()
    held = _held(asked.held)
    happened = QuitSessionHeld(
        episode=opened.episode,
        case=opened.case,
        client=opened.client,
        session=held.session,
        held_on=held.held_on,
        co_ppm=asked.co_ppm,
        aid=asked.aid or treatment.aid,
    )
    earlier = episode.sessions.get(held.session)
    if earlier is None:
        return [happened]
    if earlier.co_ppm != asked.co_ppm or asked.aid not in {None, earlier.aid}:
        raise QuitSessionRecordedOtherwise
    return []


def _record_outcome(asked: RecordFourWeekOutcome, episode: QuitEpisode) -> list[Event]:
    opened, treatment = episode.begun()
    if asked.followed_up_on > day_of(asked.now):
        raise DatedInTheFuture
    refuse_outside_the_days(asked.followed_up_on, opened.quit_on)
    happened = outcome_of(asked, opened, treatment, before=episode.outcome)
    standing = episode.outcome
    if standing is None or standing.outcome == "lost":
        return [happened]
    if _says_the_same(happened, standing):
        return []
    if not asked.reason:
        raise OutcomeRecordedOtherwise
    return [happened]


def _says_the_same(one: QuitOutcomeRecorded, other: QuitOutcomeRecorded) -> bool:
    told = [
        (each.outcome, each.followed_up_on, each.by, each.co_ppm, each.treatment, each.cut_down)
        for each in (one, other)
    ]
    return told[0] == told[1]


def _list_as_lost(asked: ListAsLost, episode: QuitEpisode) -> list[Event]:
    opened, treatment = episode.begun()
    if episode.outcome is not None or asked.today < lost_from(opened.quit_on):
        return []
    if asked.has_died:
        return []
    return [lost(opened, treatment, at=asked.now)]


def lost_from(quit_on: date) -> date:
    """Give the first day on which somebody who was not followed up is listed as lost."""
    return quit_on + LOST_FROM


def _held(session: HeldSession | None) -> HeldSession:
    if session is None:
        raise SessionNotHeld
    return session
