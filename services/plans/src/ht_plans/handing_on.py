"""Giving a case to another trainer, with what is booked ahead.

Whether the new trainer has time is known when their time is held, not before: two people may
be giving them cases at this very moment. So all of it is tried first; then all but one
session; and at last none of it goes along.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from ht_kit.asked import Asked
from ht_kit.decider import Recorded, Taken
from ht_plans.domain.case.assigning import booked_ahead
from ht_plans.domain.case.commands import AssignTrainer
from ht_plans.domain.case.course_commands import GiveBack, MoveToTrainer
from ht_plans.domain.codes import SessionId
from ht_plans.handling import WORKER_BUSY, CaseHandler

HandingOn: TypeAlias = AssignTrainer | MoveToTrainer | GiveBack


async def hand_on(
    cases: CaseHandler, case_id: UUID, command: HandingOn, asked: Asked
) -> Recorded:
    """Do it, and leave with nobody what the new trainer has no time for."""
    try:
        return await cases.handle(case_id, command, asked=asked)
    except Taken as taken:
        if taken.kind != WORKER_BUSY:
            raise
    case, _ = await cases.read(case_id, actor=asked.actor)
    booked = booked_ahead(case, command.assigned_at)
    for busy in _ever_more(booked):
        try:
            return await cases.handle(case_id, replace(command, busy=busy), asked=asked)
        except Taken as taken:
            if taken.kind != WORKER_BUSY:
                raise
    return await cases.handle(case_id, replace(command, busy=frozenset(booked)), asked=asked)


def _ever_more(booked: Sequence[SessionId]) -> list[frozenset[SessionId]]:
    """Name what is left out, each alone; where that is all there is, it is left out last."""
    return [frozenset({each}) for each in booked] if len(booked) > 1 else []
