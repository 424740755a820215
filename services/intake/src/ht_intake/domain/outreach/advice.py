"""Brief advice: a few minutes on one topic, when there is a chance for it (MECC).

    GiveBriefAdvice ─► BriefAdviceGiven
    TakeBack ─► BriefAdviceTakenBack     (by whoever gave it, or a senior)

It is given to somebody who is nobody's client, and then nothing says who, or to a client.
It measures nothing: scores are for assessments, by health trainers.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import AdviceOutcome, AdviceTopic, TakenBackBecause
from ht_intake.domain.days import not_after
from ht_intake.domain.outreach.taking_back import TakeBack
from ht_intake.domain.refusals import (
    AdviceTooLong,
    Erased,
    NothingRecorded,
    TakenBackAlready,
)

LONGEST: Final = 30
"""Minutes. Whatever takes longer is a session of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAdviceGiven:
    """A worker spoke with somebody about one topic, for a few minutes, and this came of it.

    `client` is None where it was nobody's client; `outreach` is where they met, if there.
    """

    advice: UUID
    programme: str
    worker: UUID | None
    client: UUID | None
    outreach: UUID | None
    topic: AdviceTopic
    minutes: int
    outcome: AdviceOutcome
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAdviceTakenBack:
    """It was recorded wrongly, and counts no longer."""

    advice: UUID
    client: UUID | None
    because: TakenBackBecause
    taken_back_at: datetime


Event: TypeAlias = BriefAdviceGiven | BriefAdviceTakenBack


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBriefAdvice:
    """Note what was spoken about and what came of it: codes, and no words."""

    advice: UUID
    programme: str
    worker: UUID | None
    topic: AdviceTopic
    minutes: int
    outcome: AdviceOutcome
    given_at: datetime
    asked_at: datetime
    client: UUID | None = None
    client_erased: bool = False
    outreach: UUID | None = None


Command: TypeAlias = GiveBriefAdvice | TakeBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What was given, and whether it still counts."""

    given: BriefAdviceGiven | None = None
    taken_back: BriefAdviceTakenBack | None = None


NO_ADVICE_YET = Advice()


def decide(command: Command, advice: Advice) -> list[Event]:
    """Say what happens when this is asked of this advice."""
    match command:
        case GiveBriefAdvice():
            return [*_give(command, advice)]
        case TakeBack():
            return [*_take_back(command, advice)]


def _give(asked: GiveBriefAdvice, advice: Advice) -> list[BriefAdviceGiven]:
    if advice.taken_back is not None:
        raise TakenBackAlready
    if advice.given is not None:
        return []
    not_after(asked.asked_at, asked.given_at)
    if asked.minutes > LONGEST:
        raise AdviceTooLong
    if asked.client_erased:
        raise Erased
    return [
        BriefAdviceGiven(
            advice=asked.advice,
            programme=asked.programme,
            worker=asked.worker,
            client=asked.client,
            outreach=asked.outreach,
            topic=asked.topic,
            minutes=asked.minutes,
            outcome=asked.outcome,
            given_at=asked.given_at,
        )
    ]


def _take_back(asked: TakeBack, advice: Advice) -> list[BriefAdviceTakenBack]:
    given = advice.given
    if given is None:
        raise NothingRecorded
    if advice.taken_back is not None:
        return []
    asked.refuse_another(given.worker)
    return [
        BriefAdviceTakenBack(
            advice=given.advice,
            client=given.client,
            because=asked.because,
            taken_back_at=asked.asked_at,
        )
    ]


def evolve(advice: Advice, event: Event) -> Advice:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case BriefAdviceGiven():
            return Advice(given=event)
        case BriefAdviceTakenBack():
            return replace(advice, taken_back=event)
