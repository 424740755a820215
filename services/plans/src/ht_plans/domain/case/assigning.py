"""Whose case it is: given to one trainer, later to another, and the history of it.

AssignTrainer ─► TrainerAssigned
MoveToTrainer ─► TrainerAssigned       (one of many, moved in one act)
GiveBack ─► TrainerAssigned            (that act taken back; not if somebody moved on since)
"""

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
        )
    ]


def give_back(asked: GiveBack, case: "Case") -> list[TrainerAssigned]:
    """Give it back to whoever had it before the act, if it is still where the act put it."""
    opened, trainers = case.open(), case.course.trainers
    if not trainers[1:] or trainers[-1].of_reassignment != asked.reassignment:
        return []
    return [
        TrainerAssigned(
            case=opened.case,
            client=opened.client,
            worker=trainers[-2].worker,
            assigned_at=asked.assigned_at,
            over_cap=False,
            override_reason=None,
            gives_back=asked.reassignment,
        )
    ]
