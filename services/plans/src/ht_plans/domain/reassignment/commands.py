"""What may be asked of an act that moves many cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from ht_plans.domain.case.commands import Worker
from ht_plans.domain.codes import CaseId, ClientId, Reassignment, ReassignmentId, Told, WorkerId
from ht_plans.domain.reassignment.events import Move


class TheirCase(NamedTuple):
    """A case that somebody supports at this moment."""

    client: ClientId
    trainer: WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignCases:
    """Move cases of one worker, or of several, to others.

    `theirs` are the open cases of those workers, and whose each is; `workers` those who take
    cases, with what the register says of them; `too_close` names a worker's conflicts with
    clients. `beyond_cap` says that somebody answers for caseloads beyond the programme's cap.
    """

    reassignment: ReassignmentId
    programme: str
    because: Reassignment
    moves: tuple[Move, ...]
    theirs: Mapping[CaseId, TheirCase]
    workers: Mapping[WorkerId, Worker]
    too_close: frozenset[tuple[WorkerId, ClientId]]
    cap: int | None
    beyond_cap: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCarriedOut:
    """Say that every case of the act was moved."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWhatWasSaid:
    """Say how a client was told. `hidden` are the clients whom whoever asks may not see."""

    case: CaseId
    told: Told
    told_at: datetime
    hidden: frozenset[ClientId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReassignment:
    """Take the act back."""

    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkGivenBack:
    """Say that every case of the act is back."""

    at: datetime


Command: TypeAlias = (
    ReassignCases | MarkCarriedOut | RecordWhatWasSaid | UndoReassignment | MarkGivenBack
)
