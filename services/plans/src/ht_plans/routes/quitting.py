"""Quit episodes: opened at a treatment session, followed up after four weeks."""

from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from ht_kit.audit import Look, looks
from ht_kit.decider import Taken
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    ReadDep,
    allows,
)
from ht_plans.domain.case.events import SessionAttended
from ht_plans.domain.case.state import Case
from ht_plans.domain.codes import CaseId, Channel, SessionId
from ht_plans.domain.days import day_of
from ht_plans.domain.quit.codes import (
    Ethnicity,
    Gender,
    QuitAgeBand,
    QuitAid,
    QuitEpisodeId,
    QuitSessionType,
    QuitSetting,
    SocioEconomicClass,
    YesOrNo,
)
from ht_plans.domain.quit.commands import (
    HeldSession,
    OpenQuitEpisode,
    RecordFourWeekOutcome,
    RecordQuitSession,
)
from ht_plans.domain.quit.events import Smoker, Treatment
from ht_plans.domain.quit.refusals import QuitEpisodeInProgress
from ht_plans.handling import Cases, Quits
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Day, Form, FreeText
from ht_plans.routes.quitviews import QuitEpisodeView, view_of_episode

router = APIRouter(tags=["quit episodes"])
MAY_READ = [Depends(allows("quit:read"))]
MAY_WRITE = [Depends(allows("quit:write"))]

_OF_CASE = """
SELECT episode_id FROM quit_episodes WHERE case_id = $1 AND programme = $2
ORDER BY quit_on, episode_id LIMIT 200
"""
PartsPerMillion: TypeAlias = Annotated[int, Field(ge=0, le=200)]
Cigarettes: TypeAlias = Annotated[int, Field(ge=0, le=200)]


class OpenQuitEpisodeForm(Form):
    """The body of POST /cases/{id}/quit-episodes. All is as it was on the quit date."""

    session: UUID
    adviser: UUID
    quit_on: Day
    age_band: QuitAgeBand
    gender: Gender
    ethnicity: Ethnicity
    socio_economic_class: SocioEconomicClass
    pregnant: YesOrNo
    free_prescription: YesOrNo
    setting: QuitSetting
    session_type: QuitSessionType
    aid: QuitAid
    cigarettes_a_day: Cigarettes | None = None


class QuitSessionForm(Form):
    """The body of POST /quit-episodes/{id}/sessions: a session of the case that took place."""

    session: UUID
    co_ppm: PartsPerMillion | None = None
    aid: QuitAid | None = None


class FourWeekOutcomeForm(Form):
    """The body of POST /quit-episodes/{id}/outcome.

    `smoked` is about the time since day 14 after the quit date. `reason` puts an earlier
    answer right.
    """

    followed_up_on: Day
    by: Channel
    smoked: bool
    co_ppm: PartsPerMillion | None = None
    cigarettes_a_day: Cigarettes | None = None
    aid: QuitAid | None = None
    reason: FreeText | None = None


@router.post("/cases/{case_id}/quit-episodes", status_code=201, dependencies=MAY_WRITE)
async def open_quit_episode(
    case_id: UUID,
    *,
    form: OpenQuitEpisodeForm,
    cases: Cases,
    quits: Quits,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Set a quit date, at a session of the case that took place and was no assessment."""
    case, _ = await cases.read(case_id, actor=asked.actor)
    opened = case.open()
    command = OpenQuitEpisode(
        episode=QuitEpisodeId(asked.new_id),
        case=CaseId(case_id),
        client=opened.client,
        programme=opened.programme,
        offered=(await facts.offer()).quit_episodes,
        support_has_ended=case.withdrawn_at is not None,
        adviser=await facts.worker(form.adviser),
        held=_held(case, form.session),
        quit_on=form.quit_on,
        smoker=Smoker(
            age_band=form.age_band,
            gender=form.gender,
            ethnicity=form.ethnicity,
            socio_economic_class=form.socio_economic_class,
            pregnant=form.pregnant,
            free_prescription=form.free_prescription,
        ),
        treatment=Treatment(setting=form.setting, session_type=form.session_type, aid=form.aid),
        cigarettes_a_day=form.cigarettes_a_day,
        now=asked.at,
        closed_on=case.closed_on,
    )
    try:
        recorded = await quits.create(asked.new_id, command, asked=asked)
    except Taken:
        raise QuitEpisodeInProgress from None
    return answer(recorded, created=True)


@router.get("/cases/{case_id}/quit-episodes", dependencies=MAY_READ)
async def list_quit_episodes_of_case(
    case_id: UUID,
    *,
    cases: Cases,
    quits: Quits,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("quit.view"))],
) -> list[QuitEpisodeView]:
    """Show the quit episodes of a case, with their sessions and outcomes."""
    case, _ = await cases.read(case_id, actor=actor)
    look.at(case.open().client)
    rows = await read.rows(_OF_CASE, case_id, actor.programme)
    return [
        view_of_episode(row["episode_id"], await quits.show(row["episode_id"], actor=actor))
        for row in rows
    ]


@router.post("/quit-episodes/{episode_id}/sessions", dependencies=MAY_WRITE)
async def record_quit_session(
    episode_id: UUID,
    *,
    form: QuitSessionForm,
    cases: Cases,
    quits: Quits,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note a later session of the episode, with a reading and what the client uses now."""
    episode, _ = await quits.read(episode_id, actor=asked.actor)
    opened, _ = episode.begun()
    case, _ = await cases.read(opened.case, actor=asked.actor)
    command = RecordQuitSession(
        held=_held(case, form.session), co_ppm=form.co_ppm, aid=form.aid
    )
    return answer(await quits.handle(episode_id, command, asked=asked))


@router.post("/quit-episodes/{episode_id}/outcome", dependencies=MAY_WRITE)
async def record_four_week_outcome(
    episode_id: UUID,
    form: FourWeekOutcomeForm,
    quits: Quits,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say what the client answered on day 25 to 42. It replaces that they were lost."""
    command = RecordFourWeekOutcome(
        followed_up_on=form.followed_up_on,
        by=form.by,
        smoked=form.smoked,
        co_ppm=form.co_ppm,
        cigarettes_a_day=form.cigarettes_a_day,
        aid=form.aid,
        reason=form.reason,
        now=asked.at,
    )
    return answer(await quits.handle(episode_id, command, asked=asked))


def _held(case: Case, session_id: UUID) -> HeldSession | None:
    session = case.sessions.get(SessionId(session_id))
    went = session.went if session else None
    if not isinstance(went, SessionAttended):
        return None
    return HeldSession(session=went.session, kind=went.kind, held_on=day_of(went.started_at))
