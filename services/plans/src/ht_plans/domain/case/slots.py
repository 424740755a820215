"""When clients and workers are taken: in steps of five minutes, by what is booked and waits.

One step can be held for one person once in an organisation, so that two people who book at
the same moment for the same worker cannot both succeed.
"""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from ht_plans.domain.case.events import SessionBooked
from ht_plans.domain.case.state import Case

_STEP = 5 * 60


class Step(NamedTuple):
    """Five minutes of one person."""

    whose: Literal["client", "worker"]
    person: UUID
    number: int


def steps_of(booked: SessionBooked) -> frozenset[int]:
    """Give the steps that a session takes. One without a length takes the first alone."""
    return numbers_of(booked.planned_start, booked.minutes)


def numbers_of(planned_start: datetime, minutes: int | None) -> frozenset[int]:
    """Give the numbers of the five minutes between a start and an end."""
    first = int(planned_start.timestamp())
    last = first + max((minutes or 1) * 60 - 1, 0)
    return frozenset(range(first // _STEP, last // _STEP + 1))


def taken_by(case: Case) -> frozenset[Step]:
    """Give the steps that are taken by what is booked in a case and has not gone somehow."""
    waiting = [
        session.booked
        for session in case.sessions.values()
        if session.booked is not None and session.went is None
    ]
    ended = case.ended_at
    if ended is not None:
        waiting = [each for each in waiting if each.planned_start <= ended]
    return frozenset(
        step
        for booked in waiting
        for number in steps_of(booked)
        for step in _steps(booked, number)
    )


def _steps(booked: SessionBooked, number: int) -> list[Step]:
    steps = [Step("client", booked.client, number)]
    if booked.worker is not None:
        steps.append(Step("worker", booked.worker, number))
    return steps
