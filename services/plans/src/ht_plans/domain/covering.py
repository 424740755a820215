"""Cover for a worker who is away: somebody else sees what is due of theirs, and may act.

    ArrangeCover ─► CoverArranged
    EndCover ─► CoverEnded          (they are back early, or somebody else covers)

The cases stay whose they are: whatever is done meanwhile was done in the absent worker's case.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from ht_plans.domain.case.assigning import refuse_unless_suitable
from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import CoverId, WorkerId
from ht_plans.domain.refusals import Refused


class CoversThemselves(Refused):
    """Nobody covers for themselves while they are away. Please choose somebody else."""


class CoverEndsBeforeItBegins(Refused):
    """The last day of the absence lies before its first. Check the two days."""


class NoSuchCover(Refused):
    """No such cover was arranged in this programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverArranged:
    """A worker is away from the first day to the last, and another covers for them."""

    cover: CoverId
    programme: str
    worker: WorkerId
    covered_by: WorkerId
    from_on: date
    until_on: date
    arranged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEnded:
    """The cover ended before its last day."""

    cover: CoverId
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeCover:
    """Have somebody cover for a worker who is away."""

    cover: CoverId
    programme: str
    worker: WorkerId
    covered_by: Worker
    from_on: date
    until_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCover:
    """End a cover early."""

    now: datetime


Command: TypeAlias = ArrangeCover | EndCover
Event: TypeAlias = CoverArranged | CoverEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A cover as it was arranged, and whether it was ended."""

    arranged: CoverArranged | None = None
    ended: CoverEnded | None = None


NO_COVER_YET = Cover()


def decide(command: Command, cover: Cover) -> list[Event]:
    """Say what happens when this is asked of this cover."""
    match command:
        case ArrangeCover():
            return _arrange(command, cover)
        case EndCover():
            if cover.arranged is None:
                raise NoSuchCover
            if cover.ended is not None:
                return []
            return [CoverEnded(cover=cover.arranged.cover, ended_at=command.now)]


def evolve(cover: Cover, event: Event) -> Cover:
    """Remember what happened."""
    match event:
        case CoverArranged():
            return replace(cover, arranged=event)
        case CoverEnded():
            return replace(cover, ended=event)


def _arrange(asked: ArrangeCover, cover: Cover) -> list[Event]:
    if cover.arranged is not None:
        return []
    if asked.covered_by.worker == asked.worker:
        raise CoversThemselves
    if asked.until_on < asked.from_on:
        raise CoverEndsBeforeItBegins
    refuse_unless_suitable(asked.covered_by)
    return [
        CoverArranged(
            cover=asked.cover,
            programme=asked.programme,
            worker=asked.worker,
            covered_by=asked.covered_by.worker,
            from_on=asked.from_on,
            until_on=asked.until_on,
            arranged_at=asked.now,
        )
    ]
