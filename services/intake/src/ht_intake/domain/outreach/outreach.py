"""Meeting people where they are: a talk, a stall, a word at the bus stop. Nobody is named.

    RecordOutreach ─► OutreachRecorded
    TakeBack ─► OutreachTakenBack     (by whoever recorded it, or a senior)

It never makes a client: whoever wants support comes by a referral. Heads are counted, also
when none came. What was wrong is taken back, and recorded anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from ht_intake.domain.codes import (
    AdviceTopic,
    Destination,
    OutreachKind,
    OutreachMaterial,
    OutreachSetting,
    Place,
    TakenBackBecause,
)
from ht_intake.domain.days import london_day
from ht_intake.domain.outreach.taking_back import TakeBack
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    GroupSessionNeedsLength,
    MoreSignpostedThanCame,
    NothingRecorded,
    TakenBackAlready,
)

What = TypeVar("What", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRecorded:
    """People were met on a day, in a place, about something. `heads` says how many.

    `materials` and `signposted` count what was handed out, and who was told where to go.
    """

    outreach: UUID
    programme: str
    worker: UUID | None
    kind: OutreachKind
    held_on: date
    place: Place
    setting: OutreachSetting
    topics: tuple[AdviceTopic, ...]
    heads: int
    minutes: int | None
    materials: Mapping[OutreachMaterial, int]
    signposted: Mapping[Destination, int]
    campaign: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachTakenBack:
    """It was recorded wrongly, and counts no longer."""

    outreach: UUID
    because: TakenBackBecause
    taken_back_at: datetime


Event: TypeAlias = OutreachRecorded | OutreachTakenBack


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutreach:
    """Note whom one met, without saying who they were. `campaign` is a tag of the area's."""

    outreach: UUID
    programme: str
    worker: UUID | None
    kind: OutreachKind
    held_on: date
    place: Place
    setting: OutreachSetting
    topics: frozenset[AdviceTopic]
    heads: int
    minutes: int | None
    materials: Mapping[OutreachMaterial, int]
    signposted: Mapping[Destination, int]
    campaign: str | None
    asked_at: datetime


Command: TypeAlias = RecordOutreach | TakeBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Outreach:
    """What was done, and whether it still counts."""

    recorded: OutreachRecorded | None = None
    taken_back: OutreachTakenBack | None = None


NO_OUTREACH_YET = Outreach()


def decide(command: Command, outreach: Outreach) -> list[Event]:
    """Say what happens when this is asked of this outreach."""
    match command:
        case RecordOutreach():
            return [*_record(command, outreach)]
        case TakeBack():
            return [*_take_back(command, outreach)]


def _record(asked: RecordOutreach, outreach: Outreach) -> list[OutreachRecorded]:
    if outreach.taken_back is not None:
        raise TakenBackAlready
    if outreach.recorded is not None:
        return []
    if asked.held_on > london_day(asked.asked_at):
        raise DatedInTheFuture
    if asked.kind == "group_session" and asked.minutes is None:
        raise GroupSessionNeedsLength
    if any(told > asked.heads for told in asked.signposted.values()):
        raise MoreSignpostedThanCame
    return [
        OutreachRecorded(
            outreach=asked.outreach,
            programme=asked.programme,
            worker=asked.worker,
            kind=asked.kind,
            held_on=asked.held_on,
            place=asked.place,
            setting=asked.setting,
            topics=tuple(sorted(asked.topics)),
            heads=asked.heads,
            minutes=asked.minutes,
            materials=_counted(asked.materials),
            signposted=_counted(asked.signposted),
            campaign=asked.campaign,
        )
    ]


def _counted(told: Mapping[What, int]) -> Mapping[What, int]:
    return {what: told[what] for what in sorted(told) if told[what]}


def _take_back(asked: TakeBack, outreach: Outreach) -> list[OutreachTakenBack]:
    recorded = outreach.recorded
    if recorded is None:
        raise NothingRecorded
    if outreach.taken_back is not None:
        return []
    asked.refuse_another(recorded.worker)
    return [
        OutreachTakenBack(
            outreach=recorded.outreach, because=asked.because, taken_back_at=asked.asked_at
        )
    ]


def evolve(outreach: Outreach, event: Event) -> Outreach:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case OutreachRecorded():
            return Outreach(recorded=event)
        case OutreachTakenBack():
            return replace(outreach, taken_back=event)
