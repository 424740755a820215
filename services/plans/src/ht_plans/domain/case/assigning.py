"""Whose case it is: given to one trainer, later to another, and the history of it.

AssignTrainer ─► TrainerAssigned
MoveToTrainer ─► TrainerAssigned       (one of many, moved in one act)
GiveBack ─► TrainerAssigned            (that act taken back; not if somebody moved on since)

What is booked ahead goes to whoever gets the case. What they have no time for is with nobody
until somebody arranges it anew: the client is expected, and the former trainer is gone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ht_plans.domain.case.commands import AssignTrainer, Worker
from ht_plans.domain.case.course_commands import GiveBack, MoveToTrainer
from ht_plans.domain.case.events import TrainerAssigned
from ht_plans.domain.case.refusals import (
    CaseloadFull,
    ChampionsHandOver,
    NotAccredited,
    NotATrainer,
    NotInTheProgramme,
    TooClose,
)
from ht_plans.domain.codes import SessionId
from ht_plans.domain.refusals import DatedInTheFuture

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case

TRAINERS = frozenset({"health-trainer", "senior"})
ACCREDITED = frozenset({"city_and_guilds_level_3", "in_training"})


def assign_trainer(asked: AssignTrainer, case: "Case") -> list[TrainerAssigned]:
    """Give the client a health trainer, who may be another one than before."""
    opened = case.taking_part(asked.assigned_at)
    if case.trainer is not None and case.trainer.worker == asked.worker.worker:
        return []
    if asked.assigned_at > asked.now:
        raise DatedInTheFuture
    if asked.worker.too_close:
        raise TooClose
    refuse_unless_suitable(asked.worker)
    over_cap = asked.cap is not None and asked.worker.caseload >= asked.cap
    if over_cap and not asked.override_reason:
        raise CaseloadFull
    return [
        TrainerAssigned(
            case=opened.case,
            client=opened.client,
            worker=asked.worker.worker,
            assigned_at=asked.assigned_at,
            over_cap=over_cap,
            override_reason=asked.override_reason if over_cap else None,
            goes_along=_along(case, asked.assigned_at, asked.busy),
            with_nobody=_with_nobody(case, asked.assigned_at, asked.busy),
        )
    ]


def refuse_unless_suitable(worker: Worker) -> None:
    """Refuse whoever cannot be a client's health trainer in this programme."""
    if not worker.roles:
        raise NotInTheProgramme
    if worker.roles.isdisjoint(TRAINERS):
        raise ChampionsHandOver if "champion" in worker.roles else NotATrainer
    if ACCREDITED.isdisjoint(worker.accreditations):
        raise NotAccredited


def move_to_trainer(asked: MoveToTrainer, case: "Case") -> list[TrainerAssigned]:
    """Move it, unless somebody gave it to another meanwhile, or it has ended."""
    opened = case.open()
    ended = case.ended_at is not None
    if ended or case.trainer is None or case.trainer.worker != asked.former:
        return []
    if any(each.of_reassignment == asked.reassignment for each in case.course.trainers):
        return []
    return [
        TrainerAssigned(
            case=opened.case,
            client=opened.client,
            worker=asked.worker,
            assigned_at=asked.assigned_at,
            over_cap=asked.over_cap,
            override_reason=None,
            of_reassignment=asked.reassignment,
            goes_along=_along(case, asked.assigned_at, asked.busy),
            with_nobody=_with_nobody(case, asked.assigned_at, asked.busy),
        )
    ]


def give_back(asked: GiveBack, case: "Case") -> list[TrainerAssigned]:
    """Give it back to whoever had it before the act, if it is still where the act put it.

    What other acts did later and took back again does not stand in between. A case that has
    ended stays with whoever had it then.
    """
    opened, standing = case.open(), _standing(case.course.trainers)
    if case.ended_at is not None:
        return []
    if not standing[1:] or standing[-1].of_reassignment != asked.reassignment:
        return []
    return [
        TrainerAssigned(
            case=opened.case,
            client=opened.client,
            worker=standing[-2].worker,
            assigned_at=asked.assigned_at,
            over_cap=False,
            override_reason=None,
            gives_back=asked.reassignment,
            goes_along=_along(case, asked.assigned_at, asked.busy),
            with_nobody=_with_nobody(case, asked.assigned_at, asked.busy),
        )
    ]


def _standing(trainers: Sequence[TrainerAssigned]) -> Sequence[TrainerAssigned]:
    """Leave out what was taken back, and the taking back."""
    standing: list[TrainerAssigned] = []
    for each in trainers:
        if each.gives_back is None:
            standing.append(each)
        elif standing:
            standing.pop()
    return standing


def booked_ahead(case: "Case", since: datetime) -> tuple[SessionId, ...]:
    """Name what waits of a case from a moment on, with its trainer or with nobody."""
    trainer = case.trainer.worker if case.trainer else None
    return tuple(
        session_id
        for session_id, session in case.sessions.items()
        if session.booked is not None
        and session.went is None
        and session.booked.planned_start >= since
        and session.booked.worker in {trainer, None}
    )


def _along(case: "Case", since: datetime, busy: Collection[SessionId]) -> tuple[SessionId, ...]:
    return tuple(each for each in booked_ahead(case, since) if each not in busy)


def _with_nobody(
    case: "Case", since: datetime, busy: Collection[SessionId]
) -> tuple[SessionId, ...]:
    return tuple(each for each in booked_ahead(case, since) if each in busy)
