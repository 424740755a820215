"""How far a worker comes, and where they go: the service as a way into work.

RecordProgression ─► WorkerProgressed
LeaveService ─► WorkerLeft          (their roles in every programme end with it)
ReturnToService ─► WorkerReturned   (they are given roles anew)
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import LeavingDestination, ProgressionStep
from ht_intake.domain.days import london_day
from ht_intake.domain.refusals import DatedInTheFuture, HasNotLeft, ReturnsBeforeLeaving

if TYPE_CHECKING:
    from ht_intake.domain.worker.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerProgressed:
    """A worker took a step in their working life."""

    worker: UUID
    step: ProgressionStep
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLeft:
    """From this day on a worker works here no longer; where they went is a code."""

    worker: UUID
    left_on: date
    destination: LeavingDestination


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerReturned:
    """A worker who had left works here again, or never left."""

    worker: UUID
    returned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProgression:
    """Note a step of a worker's."""

    step: ProgressionStep
    on: date
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveService:
    """Note that a worker leaves, on a day that may be still to come, and where they go."""

    on: date
    destination: LeavingDestination


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToService:
    """Note that a worker is back."""

    on: date


LeavingEvent: TypeAlias = WorkerProgressed | WorkerLeft | WorkerReturned
LeavingCommand: TypeAlias = RecordProgression | LeaveService | ReturnToService


def move_on(asked: LeavingCommand, worker: "Worker") -> list[LeavingEvent]:
    """Say what happens when this is asked of a worker."""
    match asked:
        case RecordProgression():
            return [*_progress(asked, worker)]
        case LeaveService():
            return [*_leave(asked, worker)]
        case ReturnToService():
            return [*_return(asked, worker)]


def _progress(asked: RecordProgression, worker: "Worker") -> list[WorkerProgressed]:
    whose = worker.id
    if asked.on > london_day(asked.asked_at):
        raise DatedInTheFuture
    progressed = WorkerProgressed(worker=whose, step=asked.step, on=asked.on)
    return [] if progressed in worker.progressed else [progressed]


def _leave(asked: LeaveService, worker: "Worker") -> list[WorkerLeft]:
    left = WorkerLeft(worker=worker.id, left_on=asked.on, destination=asked.destination)
    return [] if left == worker.left else [left]


def _return(asked: ReturnToService, worker: "Worker") -> list[WorkerReturned]:
    whose = worker.id
    if worker.left is None:
        if worker.returned is not None and worker.returned.returned_on == asked.on:
            return []
        raise HasNotLeft
    if asked.on < worker.left.left_on:
        raise ReturnsBeforeLeaving
    return [WorkerReturned(worker=whose, returned_on=asked.on)]
