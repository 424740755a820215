"""Workers lent to another organisation, by a secondment or an honorary contract.

    LendWorker ─► WorkerLent
    EndLending ─► LendingEnded     (before its last day, or where none was agreed)

A worker acts in another organisation's programmes only while they are lent to it: their own
says so here, and the other one gives them roles there. When the lending ends the roles do.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from ht_intake.domain.codes import LendingKind
from ht_intake.domain.refusals import (
    EndsAfterItsLastDay,
    HostUnknown,
    LendingEndsBeforeItBegins,
    LentThereAlready,
    LentToOwnEmployer,
    NotLent,
    WorkerHasLeft,
)

if TYPE_CHECKING:
    from ht_intake.domain.worker.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLent:
    """A worker may act for another organisation, from one day to another if that is agreed."""

    worker: UUID
    lending: UUID
    kind: LendingKind
    host: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LendingEnded:
    """This is the last day on which a worker acts for the other organisation."""

    worker: UUID
    lending: UUID
    host: str
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LendWorker:
    """Let a worker act for another organisation. Without `to_on` it ends when that is said."""

    lending: UUID
    kind: LendingKind
    host: str
    host_known: bool
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLending:
    """Say which day is the last."""

    lending: UUID
    on: date


LendingEvent: TypeAlias = WorkerLent | LendingEnded
LendingCommand: TypeAlias = LendWorker | EndLending


@dataclass(frozen=True, slots=True, kw_only=True)
class Lending:
    """One lending as it stands. Without a last day it goes on."""

    lent: WorkerLent
    ended_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """Give its last day, as far as there is one."""
        return self.ended_on or self.lent.to_on


def lend(asked: LendingCommand, worker: "Worker") -> list[LendingEvent]:
    """Say what happens when this is asked of a worker."""
    match asked:
        case LendWorker():
            return [*_lend(asked, worker)]
        case EndLending():
            return [*_end(asked, worker)]


def _lend(asked: LendWorker, worker: "Worker") -> list[WorkerLent]:
    whose = worker.id
    if asked.lending in worker.lendings:
        return []
    if worker.left is not None and worker.left.left_on <= asked.from_on:
        raise WorkerHasLeft
    if not asked.host_known:
        raise HostUnknown
    if asked.host == worker.employer:
        raise LentToOwnEmployer
    if asked.to_on is not None and asked.to_on < asked.from_on:
        raise LendingEndsBeforeItBegins
    if any(_meet(each, asked) for each in worker.lendings.values()):
        raise LentThereAlready
    return [
        WorkerLent(
            worker=whose,
            lending=asked.lending,
            kind=asked.kind,
            host=asked.host,
            from_on=asked.from_on,
            to_on=asked.to_on,
        )
    ]


def _meet(one: Lending, asked: LendWorker) -> bool:
    before = one.last_on is not None and one.last_on < asked.from_on
    after = asked.to_on is not None and asked.to_on < one.lent.from_on
    return one.lent.host == asked.host and not before and not after


def _end(asked: EndLending, worker: "Worker") -> list[LendingEnded]:
    lending = worker.lendings.get(asked.lending)
    if lending is None:
        raise NotLent
    if lending.ended_on == asked.on:
        return []
    if asked.on < lending.lent.from_on:
        raise LendingEndsBeforeItBegins
    if lending.last_on is not None and asked.on > lending.last_on:
        raise EndsAfterItsLastDay
    return [
        LendingEnded(
            worker=worker.id,
            lending=asked.lending,
            host=lending.lent.host,
            ended_on=asked.on,
        )
    ]
