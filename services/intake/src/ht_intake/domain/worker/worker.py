"""A person who works for one of the organisations.

    RegisterWorker ─► WorkerRegistered
    RecordAccreditation ─► WorkerAccredited

The names and fields of events are kept for ever: add an optional field freely, never rename,
remove or re-mean one.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import Accreditation
from ht_intake.domain.days import london_day
from ht_intake.domain.refusals import DatedInTheFuture, EmployerUnknown, NotRegistered


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRegistered:
    """Somebody works for one of the organisations. The name is personal."""

    worker: UUID
    sign_in: str
    name: str | None
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAccredited:
    """A worker gained an accreditation, or is in training for it."""

    worker: UUID
    accreditation: Accreditation
    on: date


Event: TypeAlias = WorkerRegistered | WorkerAccredited


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWorker:
    """Add somebody to the register. `sign_in` is the handle that they sign in by."""

    worker: UUID
    sign_in: str
    name: str
    employer: str
    employer_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccreditation:
    """Note what a worker may do by their training."""

    accreditation: Accreditation
    on: date
    asked_at: datetime


Command: TypeAlias = RegisterWorker | RecordAccreditation


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """As much of a worker as the rules and the register need to remember."""

    registered: WorkerRegistered | None = None
    accreditations: frozenset[WorkerAccredited] = frozenset()


NO_WORKER_YET = Worker()


def decide(command: Command, worker: Worker) -> list[Event]:
    """Say what happens when this is asked of this worker."""
    match command:
        case RegisterWorker():
            return _register(command, worker)
        case RecordAccreditation():
            return _accredit(command, worker)


def _register(asked: RegisterWorker, worker: Worker) -> list[Event]:
    if worker.registered is not None:
        return []
    if not asked.employer_known:
        raise EmployerUnknown
    return [
        WorkerRegistered(
            worker=asked.worker,
            sign_in=asked.sign_in,
            name=asked.name,
            employer=asked.employer,
        )
    ]


def _accredit(asked: RecordAccreditation, worker: Worker) -> list[Event]:
    if worker.registered is None:
        raise NotRegistered
    if asked.on > london_day(asked.asked_at):
        raise DatedInTheFuture
    accredited = WorkerAccredited(
        worker=worker.registered.worker, accreditation=asked.accreditation, on=asked.on
    )
    return [] if accredited in worker.accreditations else [accredited]


def evolve(worker: Worker, event: Event) -> Worker:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case WorkerRegistered():
            return replace(worker, registered=event)
        case WorkerAccredited():
            return replace(worker, accreditations=worker.accreditations | {event})
