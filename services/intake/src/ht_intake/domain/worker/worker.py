"""A person who works for one of the organisations.

    RegisterWorker ─► WorkerRegistered
    RecordAccreditation ─► WorkerAccredited
    RecordBackground, EngageWorker, RecordInduction: background.py
    LendWorker, EndLending: lending.py
    RecordProgression, LeaveService, ReturnToService: leaving.py

The names and fields of events are kept for ever: add an optional field freely, never rename,
remove or re-mean one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.codes import Accreditation
from ht_intake.domain.days import london_day
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    EmployerUnknown,
    ExpiresBeforeItIsGained,
    NotRegistered,
)
from ht_intake.domain.worker.background import (
    BackgroundCommand,
    BackgroundEvent,
    EngageWorker,
    RecordBackground,
    RecordInduction,
    WorkerBackgroundRecorded,
    WorkerEngaged,
    WorkerInducted,
    record,
)
from ht_intake.domain.worker.leaving import (
    LeaveService,
    LeavingCommand,
    LeavingEvent,
    RecordProgression,
    ReturnToService,
    WorkerLeft,
    WorkerProgressed,
    WorkerReturned,
    move_on,
)
from ht_intake.domain.worker.lending import (
    EndLending,
    Lending,
    LendingCommand,
    LendingEnded,
    LendingEvent,
    LendWorker,
    WorkerLent,
    lend,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRegistered:
    """Somebody works for one of the organisations. The name is personal."""

    worker: UUID
    sign_in: str
    name: str | None
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAccredited:
    """A worker gained an accreditation, or is in training for it. It may expire."""

    worker: UUID
    accreditation: Accreditation
    on: date
    expires_on: date | None = None


Event: TypeAlias = (
    WorkerRegistered | WorkerAccredited | BackgroundEvent | LendingEvent | LeavingEvent
)


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
    """Note what a worker may do by their training, and until when that holds."""

    accreditation: Accreditation
    on: date
    asked_at: datetime
    expires_on: date | None = None


Command: TypeAlias = (
    RegisterWorker | RecordAccreditation | BackgroundCommand | LendingCommand | LeavingCommand
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """As much of a worker as the rules and the register need to remember."""

    registered: WorkerRegistered | None = None
    accreditations: frozenset[WorkerAccredited] = frozenset()
    background: WorkerBackgroundRecorded | None = None
    engagements: Mapping[date, WorkerEngaged] = field(default_factory=dict)
    inducted: WorkerInducted | None = None
    lendings: Mapping[UUID, Lending] = field(default_factory=dict)
    progressed: frozenset[WorkerProgressed] = frozenset()
    left: WorkerLeft | None = None
    returned: WorkerReturned | None = None

    @property
    def id(self) -> UUID:
        """Give the worker's id, or refuse: nobody is registered here."""
        if self.registered is None:
            raise NotRegistered
        return self.registered.worker

    @property
    def employer(self) -> str | None:
        """Give who employs the worker."""
        return self.registered.employer if self.registered else None


NO_WORKER_YET = Worker()


def decide(command: Command, worker: Worker) -> list[Event]:
    """Say what happens when this is asked of this worker."""
    match command:
        case RegisterWorker():
            return _register(command, worker)
        case RecordAccreditation():
            return _accredit(command, worker)
        case RecordBackground() | EngageWorker() | RecordInduction():
            return [*record(command, worker)]
        case LendWorker() | EndLending():
            return [*lend(command, worker)]
        case RecordProgression() | LeaveService() | ReturnToService():
            return [*move_on(command, worker)]


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
    whose = worker.id
    if asked.on > london_day(asked.asked_at):
        raise DatedInTheFuture
    if asked.expires_on is not None and asked.expires_on <= asked.on:
        raise ExpiresBeforeItIsGained
    accredited = WorkerAccredited(
        worker=whose,
        accreditation=asked.accreditation,
        on=asked.on,
        expires_on=asked.expires_on,
    )
    return [] if accredited in worker.accreditations else [accredited]


def evolve(  # noqa: C901, PLR0911 - one per event
    worker: Worker, event: Event
) -> Worker:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case WorkerRegistered():
            return replace(worker, registered=event)
        case WorkerAccredited():
            return replace(worker, accreditations=worker.accreditations | {event})
        case WorkerBackgroundRecorded():
            return replace(worker, background=event)
        case WorkerEngaged():
            return replace(worker, engagements={**worker.engagements, event.from_on: event})
        case WorkerInducted():
            return replace(worker, inducted=event)
        case WorkerLent():
            lent = {**worker.lendings, event.lending: Lending(lent=event)}
            return replace(worker, lendings=lent)
        case LendingEnded():
            return replace(worker, lendings=_ended(worker.lendings, event))
        case WorkerProgressed():
            return replace(worker, progressed=worker.progressed | {event})
        case WorkerLeft():
            return replace(worker, left=event, returned=None)
        case WorkerReturned():
            return replace(worker, left=None, returned=event)


def _ended(lendings: Mapping[UUID, Lending], event: LendingEnded) -> Mapping[UUID, Lending]:
    known = lendings.get(event.lending)
    if known is None:
        return lendings
    return {**lendings, event.lending: replace(known, ended_on=event.ended_on)}
