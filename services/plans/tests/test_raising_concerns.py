"""A safeguarding concern is raised out of any session, seen by few, and never blocked.

"A safeguarding concern raised from any session (restricted, who was told and when, never
blocked by consent)."
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.refusals import NoSuchSession
from ht_plans.domain.codes import CaseId, ClientId, ConcernId, SessionId
from ht_plans.domain.concern.commands import (
    Command,
    EndConcern,
    RaiseSafeguardingConcern,
    TellOfConcern,
)
from ht_plans.domain.concern.concern import NO_CONCERN_YET, Concern, decide, evolve
from ht_plans.domain.concern.events import (
    Event,
    SafeguardingConcernEnded,
    SafeguardingConcernRaised,
    SafeguardingConcernTold,
    Told,
)
from ht_plans.domain.concern.refusals import (
    ConcernHasEnded,
    ConcernNotRaised,
    ConcernRaisedAlready,
    NobodyToldYet,
    NothingSaid,
)
from ht_plans.domain.refusals import DatedInTheFuture

CONCERN, CASE, AMINA = ConcernId(UUID(int=5)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
SESSION = SessionId(UUID(int=11))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
LEAD = Told(whom="safeguarding_lead", told_at=MONDAY)
POLICE = Told(whom="police", told_at=TUESDAY)

RAISE = RaiseSafeguardingConcern(
    concern=CONCERN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    session=SESSION,
    session_of_the_case=True,
    about="domestic_abuse",
    at_immediate_risk=False,
    words="She is afraid to go home",
    told=(LEAD,),
    raised_by="tom",
    noticed_at=MONDAY,
    now=TUESDAY,
)
RAISED = SafeguardingConcernRaised(
    concern=CONCERN,
    case=CASE,
    client=AMINA,
    programme="northfield",
    session=SESSION,
    about="domestic_abuse",
    at_immediate_risk=False,
    words="She is afraid to go home",
    told=(LEAD,),
    raised_by="tom",
    noticed_at=MONDAY,
    raised_at=TUESDAY,
)
NOBODY_TOLD = replace(RAISED, told=())
TELL = TellOfConcern(told=POLICE, words="Reference 12", now=TUESDAY)
WAS_TOLD = SafeguardingConcernTold(
    concern=CONCERN, client=AMINA, told=POLICE, words="Reference 12", recorded_at=TUESDAY
)
END = EndConcern(outcome="client_is_safe", words="She moved to her sister", now=TUESDAY)
ENDED = SafeguardingConcernEnded(
    concern=CONCERN,
    client=AMINA,
    outcome="client_is_safe",
    words="She moved to her sister",
    ended_at=TUESDAY,
)


def a_concern(*history: Event) -> Specification[Command, Concern, Event]:
    return Specification(decide, evolve, NO_CONCERN_YET).given(*history)


def test_a_concern_is_raised_out_of_a_session_or_without_one() -> None:
    a_concern().when(RAISE).then(RAISED)
    alone = replace(RAISE, session=None, session_of_the_case=False)
    a_concern().when(alone).then(replace(RAISED, session=None))
    a_concern().when(replace(RAISE, session_of_the_case=False)).then_refused(NoSuchSession)


def test_a_concern_says_something_and_nothing_of_tomorrow() -> None:
    a_concern().when(replace(RAISE, words=" ")).then_refused(NothingSaid)
    later = TUESDAY + timedelta(minutes=1)
    a_concern().when(replace(RAISE, noticed_at=later)).then_refused(DatedInTheFuture)
    told_later = replace(RAISE, told=(replace(LEAD, told_at=later),))
    a_concern().when(told_later).then_refused(DatedInTheFuture)


def test_a_concern_is_raised_once() -> None:
    a_concern(RAISED).when(replace(RAISE, now=TUESDAY + timedelta(days=1))).then_nothing()
    a_concern(RAISED).when(replace(RAISE, words="Other")).then_refused(ConcernRaisedAlready)


def test_who_was_told_and_when_is_kept_even_after_it_was_ended() -> None:
    a_concern(RAISED).when(TELL).then(WAS_TOLD)
    a_concern(RAISED, ENDED).when(TELL).then(WAS_TOLD)
    assert evolve(evolve(NO_CONCERN_YET, RAISED), WAS_TOLD).told == (LEAD, POLICE)
    a_concern(RAISED).when(replace(TELL, told=LEAD)).then_nothing()
    early = replace(TELL, now=MONDAY)
    a_concern(RAISED).when(early).then_refused(DatedInTheFuture)
    a_concern().when(TELL).then_refused(ConcernNotRaised)


def test_a_concern_ends_once_somebody_was_told() -> None:
    a_concern(RAISED).when(END).then(ENDED)
    a_concern(NOBODY_TOLD).when(END).then_refused(NobodyToldYet)
    by_mistake = replace(END, outcome="raised_in_error")
    a_concern(NOBODY_TOLD).when(by_mistake).then(replace(ENDED, outcome="raised_in_error"))
    a_concern(RAISED).when(replace(END, words=" ")).then_refused(NothingSaid)
    a_concern(RAISED, ENDED).when(END).then_nothing()
    a_concern(RAISED, ENDED).when(by_mistake).then_refused(ConcernHasEnded)
    a_concern().when(END).then_refused(ConcernNotRaised)
