"""What a household or group session remembers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from ht_plans.domain.case.slots import Step, numbers_of
from ht_plans.domain.together.events import (
    Event,
    SharedSessionBooked,
    SharedSessionCancelled,
    SharedSessionHeld,
    SharedSessionRescheduled,
    SharedSessionSizeCorrected,
)
from ht_plans.domain.together.refusals import SharedSessionNotBooked


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSession:
    """A session of several people: as it is booked now, and as it went."""

    booked: SharedSessionBooked | None = None
    moves: tuple[SharedSessionRescheduled, ...] = ()
    held: SharedSessionHeld | None = None
    size_corrected_at: datetime | None = None
    cancelled: SharedSessionCancelled | None = None

    @property
    def waiting(self) -> bool:
        """Say whether it is still to be."""
        return self.booked is not None and self.held is None and self.cancelled is None

    @property
    def status(self) -> Literal["booked", "held", "cancelled"]:
        """Say in one word how far it has come."""
        if self.held is not None:
            return "held"
        return "booked" if self.cancelled is None else "cancelled"

    def known(self) -> SharedSessionBooked:
        """Give how it is booked, or refuse."""
        if self.booked is None:
            raise SharedSessionNotBooked
        return self.booked


NOTHING_SHARED_YET = SharedSession()


def evolve(shared: SharedSession, event: Event) -> SharedSession:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case SharedSessionBooked():
            return replace(shared, booked=event)
        case SharedSessionRescheduled():
            booked = shared.booked and replace(
                shared.booked, planned_start=event.planned_start, minutes=event.minutes
            )
            return replace(shared, booked=booked, moves=(*shared.moves, event))
        case SharedSessionHeld():
            return replace(shared, held=event)
        case SharedSessionSizeCorrected():
            held = shared.held and replace(shared.held, size=event.size)
            return replace(shared, held=held, size_corrected_at=event.corrected_at)
        case SharedSessionCancelled():
            return replace(shared, cancelled=event)


def taken_by(shared: SharedSession) -> frozenset[Step]:
    """Give the time that it takes, of the worker and of each client of a household."""
    booked = shared.booked
    if booked is None or not shared.waiting:
        return frozenset()
    clients: list[UUID] = [member.client for member in booked.members]
    return frozenset(
        step
        for number in numbers_of(booked.planned_start, booked.minutes)
        for step in (
            *(Step("client", client, number) for client in clients),
            *([Step("worker", booked.worker, number)] if booked.worker else []),
        )
    )
