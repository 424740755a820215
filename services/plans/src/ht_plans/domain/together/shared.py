"""The rules of a household or group session: one slot, and several people.

    BookSharedSession ─► SharedSessionBooked
    RescheduleSharedSession ─► SharedSessionRescheduled
    HoldSharedSession ─► SharedSessionHeld
    CorrectSize ─► SharedSessionSizeCorrected
    CancelSharedSession ─► SharedSessionCancelled

A household (a couple, a family) is named case by case, and takes the time of each client and
of the worker once. A group names nobody. How each client attended is recorded in their own
case, with a note of their own; everybody else is only counted.
"""

from dataclasses import replace

from ht_plans.domain.case.lasting import (
    refuse_local_place_elsewhere,
    refuse_unless_plausible,
)
from ht_plans.domain.case.refusals import AlreadyRecorded, TooClose
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.domain.together.commands import (
    BookSharedSession,
    CancelSharedSession,
    Command,
    CorrectSize,
    HoldSharedSession,
    RescheduleSharedSession,
)
from ht_plans.domain.together.events import (
    Event,
    SharedSessionBooked,
    SharedSessionCancelled,
    SharedSessionHeld,
    SharedSessionRescheduled,
    SharedSessionSizeCorrected,
)
from ht_plans.domain.together.refusals import (
    FewerThanCame,
    GroupsNameNobody,
    HouseholdOfOne,
    NobodyCame,
    SharedSessionBookedOtherwise,
    SharedSessionHasEnded,
    SizeNotKnownYet,
)
from ht_plans.domain.together.state import NOTHING_SHARED_YET, SharedSession, evolve

__all__ = ["NOTHING_SHARED_YET", "SharedSession", "decide", "evolve"]

_HOUSEHOLD_AT_LEAST = 2


def decide(command: Command, shared: SharedSession) -> list[Event]:
    """Say what happens when this is asked of this session."""
    match command:
        case BookSharedSession():
            return _book(command, shared)
        case RescheduleSharedSession():
            return _reschedule(command, shared)
        case HoldSharedSession():
            return _hold(command, shared)
        case CorrectSize():
            return _correct_size(command, shared)
        case CancelSharedSession():
            return _cancel(command, shared)


def _book(asked: BookSharedSession, shared: SharedSession) -> list[Event]:
    if asked.minutes is not None:
        refuse_unless_plausible(asked.minutes)
    refuse_local_place_elsewhere(asked.local_place, asked.place)
    _refuse_wrong_company(asked)
    booked = SharedSessionBooked(
        session=asked.session,
        programme=asked.programme,
        kind=asked.kind,
        medium=asked.medium,
        place=asked.place,
        local_place=asked.local_place,
        planned_start=asked.planned_start,
        minutes=asked.minutes,
        worker=asked.worker,
        members=asked.members,
    )
    if shared.booked is None:
        if asked.worker in asked.too_close:
            raise TooClose
        return [booked]
    if shared.booked != booked:
        raise SharedSessionBookedOtherwise
    return []


def _refuse_wrong_company(asked: BookSharedSession) -> None:
    if asked.kind == "group" and asked.members:
        raise GroupsNameNobody
    clients = {member.client for member in asked.members}
    if asked.kind == "household" and len(clients) < _HOUSEHOLD_AT_LEAST:
        raise HouseholdOfOne


def _reschedule(asked: RescheduleSharedSession, shared: SharedSession) -> list[Event]:
    booked = shared.known()
    if not shared.waiting:
        raise SharedSessionHasEnded
    if asked.minutes is not None:
        refuse_unless_plausible(asked.minutes)
    minutes = asked.minutes or booked.minutes
    if (booked.planned_start, booked.minutes) == (asked.planned_start, minutes):
        return []
    return [
        SharedSessionRescheduled(
            session=booked.session,
            planned_start=asked.planned_start,
            minutes=minutes,
            asked_by=asked.asked_by,
            rescheduled_at=asked.now,
        )
    ]


def _hold(asked: HoldSharedSession, shared: SharedSession) -> list[Event]:
    booked = shared.known()
    if asked.started_at > asked.now:
        raise DatedInTheFuture
    refuse_unless_plausible(asked.duration_minutes)
    refuse_local_place_elsewhere(asked.local_place, asked.place)
    held = SharedSessionHeld(
        session=booked.session,
        kind=booked.kind,
        medium=asked.medium,
        place=asked.place,
        local_place=asked.local_place,
        started_at=asked.started_at,
        duration_minutes=asked.duration_minutes,
        size=asked.size,
        entered_at=asked.now,
    )
    if shared.cancelled is not None:
        raise SharedSessionHasEnded
    if shared.held is not None:
        if replace(shared.held, entered_at=asked.now) != held:
            raise AlreadyRecorded
        return []
    _refuse_too_few(asked)
    return [held]


def _correct_size(asked: CorrectSize, shared: SharedSession) -> list[Event]:
    booked = shared.known()
    if shared.held is None:
        raise SizeNotKnownYet
    if shared.held.size == asked.size:
        return []
    _refuse_too_few(asked)
    return [
        SharedSessionSizeCorrected(
            session=booked.session,
            size=asked.size,
            because=asked.because,
            corrected_at=asked.now,
        )
    ]


def _refuse_too_few(asked: HoldSharedSession | CorrectSize) -> None:
    if asked.size < 1:
        raise NobodyCame
    if asked.size < asked.attending:
        raise FewerThanCame


def _cancel(asked: CancelSharedSession, shared: SharedSession) -> list[Event]:
    booked = shared.known()
    if shared.held is not None:
        raise SharedSessionHasEnded
    if shared.cancelled is not None:
        if shared.cancelled.attendance != asked.attendance:
            raise AlreadyRecorded
        return []
    return [
        SharedSessionCancelled(
            session=booked.session,
            kind=booked.kind,
            attendance=asked.attendance,
            planned_start=booked.planned_start,
            cancelled_at=asked.now,
        )
    ]
