"""Sessions: arranged, held, missed, called off; with or without a booking."""

from dataclasses import replace

from ht_plans.domain.case.attending import (
    SHARED,
    attended,
    not_held,
    refuse_unless_of_it,
)
from ht_plans.domain.case.commands import (
    BookSession,
    RecordAttended,
    RecordNotHeld,
    RescheduleSession,
)
from ht_plans.domain.case.events import (
    SessionAttended,
    SessionBooked,
    SessionCancelled,
    SessionMissed,
    SessionRecorded,
    SessionRescheduled,
)
from ht_plans.domain.case.lasting import (
    refuse_local_place_elsewhere,
    refuse_unless_plausible,
)
from ht_plans.domain.case.refusals import (
    AlreadyBooked,
    AlreadyRecorded,
    AnotherSessionThen,
    BookedOnceForAll,
    NoSuchSession,
    NotWaiting,
    TooClose,
    WalkInsAreNotPlanned,
)
from ht_plans.domain.case.slots import steps_of
from ht_plans.domain.case.state import Case, Session


def book_session(asked: BookSession, case: Case) -> list[SessionBooked]:
    """Arrange to meet or speak, unless the client has something else at that time."""
    if asked.kind == "walk_in":
        raise WalkInsAreNotPlanned
    if asked.kind in SHARED:
        raise BookedOnceForAll
    opened = case.taking_part(asked.planned_start)
    if asked.minutes is not None:
        refuse_unless_plausible(asked.minutes)
    refuse_local_place_elsewhere(asked.local_place, asked.place)
    booked = SessionBooked(
        case=opened.case,
        client=opened.client,
        session=asked.session,
        kind=asked.kind,
        medium=asked.medium,
        place=asked.place,
        planned_start=asked.planned_start,
        minutes=asked.minutes,
        worker=asked.worker or (case.trainer.worker if case.trainer else None),
        local_place=asked.local_place,
        language=asked.language,
        interpreter=asked.interpreter,
    )
    known = case.sessions.get(asked.session)
    if known is not None:
        if known.booked != booked:
            raise AlreadyBooked
        return []
    if booked.worker in asked.too_close:
        raise TooClose
    _refuse_a_clash(booked, case)
    return [booked]


def record_attended(asked: RecordAttended, case: Case) -> list[SessionAttended]:
    """Record a session that took place. It need not have been booked, nor begin on time."""
    told = attended(asked, case)
    if _is_known(told, case):
        return []
    refuse_unless_of_it(asked, told.case)
    return [told]


def record_not_held(asked: RecordNotHeld, case: Case) -> list[SessionMissed | SessionCancelled]:
    """Record that a session was missed, or called off. Only the latter can lie ahead."""
    told = not_held(asked, case)
    if _is_known(told, case):
        return []
    refuse_unless_of_it(asked, told.case)
    return [told]


def _is_known(recorded: SessionRecorded, case: Case) -> bool:
    earlier = case.sessions.get(recorded.session, Session()).went
    if earlier is None:
        return False
    told_again = replace(
        earlier, entered_at=recorded.entered_at, written_at=recorded.written_at
    )
    if told_again != recorded:
        raise AlreadyRecorded
    return True


def reschedule_session(asked: RescheduleSession, case: Case) -> list[SessionRescheduled]:
    """Move what was arranged, unless something else is arranged then.

    What was with nobody is with the client's trainer from now on, at the same time or another.
    """
    session = case.sessions.get(asked.session, Session())
    booked = session.booked
    if booked is None:
        raise NoSuchSession
    opened = case.taking_part(asked.planned_start)
    if session.went is not None:
        raise NotWaiting
    if asked.minutes is not None:
        refuse_unless_plausible(asked.minutes)
    minutes = asked.minutes or booked.minutes
    taker = case.trainer.worker if case.trainer and booked.worker is None else None
    moved = replace(
        booked,
        planned_start=asked.planned_start,
        minutes=minutes,
        worker=taker or booked.worker,
    )
    if moved == booked:
        return []
    _refuse_a_clash(moved, case)
    return [
        SessionRescheduled(
            case=opened.case,
            client=opened.client,
            session=asked.session,
            planned_start=asked.planned_start,
            minutes=minutes,
            asked_by=asked.asked_by,
            rescheduled_at=asked.now,
            worker=taker,
        )
    ]


def _refuse_a_clash(wanted: SessionBooked, case: Case) -> None:
    for session in case.sessions.values():
        booked = session.booked
        if booked is None or session.went is not None or booked.session == wanted.session:
            continue
        if steps_of(booked) & steps_of(wanted):
            raise AnotherSessionThen
