"""Sessions: arranged, held, missed, called off; with or without a booking."""

from dataclasses import replace

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
from ht_plans.domain.case.refusals import (
    AlreadyBooked,
    AlreadyRecorded,
    AnotherSessionThen,
    DurationNotPlausible,
    LocalPlaceUnderOtherCode,
    NoSuchSession,
    NotWaiting,
)
from ht_plans.domain.case.slots import steps_of
from ht_plans.domain.case.state import Case, Session
from ht_plans.domain.codes import LocalPlace, Place
from ht_plans.domain.refusals import DatedInTheFuture

_LONGEST_MINUTES = 240
_LOCAL_UNDER = frozenset({"A03", "N02", "X01"})  # the national codes of places without one


def book_session(asked: BookSession, case: Case) -> list[SessionBooked]:
    """Arrange to meet or speak, unless the client has something else at that time."""
    opened = case.taking_part(asked.planned_start)
    if asked.minutes is not None:
        _refuse_unless_plausible(asked.minutes)
    _refuse_local_place_elsewhere(asked.local_place, asked.place)
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
    _refuse_a_clash(booked, case)
    return [booked]


def record_attended(asked: RecordAttended, case: Case) -> list[SessionAttended]:
    """Record a session that took place. It need not have been booked, nor begin on time."""
    opened = case.taking_part(asked.started_at)
    if asked.started_at > asked.now:
        raise DatedInTheFuture
    _refuse_unless_plausible(asked.duration_minutes)
    _refuse_local_place_elsewhere(asked.local_place, asked.place)
    attended = SessionAttended(
        case=opened.case,
        client=opened.client,
        session=asked.session,
        kind=asked.kind,
        medium=asked.medium,
        place=asked.place,
        attendance=asked.attendance,
        started_at=asked.started_at,
        duration_minutes=asked.duration_minutes,
        note=asked.note,
        local_place=asked.local_place,
        language=asked.language,
        interpreter=asked.interpreter,
        entered_at=asked.now,
    )
    return [] if _is_known(attended, case) else [attended]


def record_not_held(
    asked: RecordNotHeld, case: Case
) -> list[SessionMissed] | list[SessionCancelled]:
    """Record that a session was missed, or called off. Only the latter can lie ahead."""
    match asked.attendance:
        case "7" | "3" as attendance:
            opened = case.taking_part(asked.planned_start)
            if asked.planned_start > asked.now:
                raise DatedInTheFuture
            missed = SessionMissed(
                case=opened.case,
                client=opened.client,
                session=asked.session,
                kind=asked.kind,
                medium=asked.medium,
                place=asked.place,
                attendance=attendance,
                planned_start=asked.planned_start,
                note=asked.note,
                entered_at=asked.now,
            )
            return [] if _is_known(missed, case) else [missed]
        case "2" | "4" as attendance:
            opened = case.open()
            cancelled = SessionCancelled(
                case=opened.case,
                client=opened.client,
                session=asked.session,
                kind=asked.kind,
                medium=asked.medium,
                place=asked.place,
                attendance=attendance,
                planned_start=asked.planned_start,
                note=asked.note,
                entered_at=asked.now,
            )
            return [] if _is_known(cancelled, case) else [cancelled]


def _is_known(recorded: SessionRecorded, case: Case) -> bool:
    earlier = case.sessions.get(recorded.session, Session()).went
    if earlier is None:
        return False
    if replace(earlier, entered_at=recorded.entered_at) != recorded:
        raise AlreadyRecorded
    return True


def reschedule_session(asked: RescheduleSession, case: Case) -> list[SessionRescheduled]:
    """Move what was arranged, unless something else is arranged then."""
    session = case.sessions.get(asked.session, Session())
    booked = session.booked
    if booked is None:
        raise NoSuchSession
    opened = case.taking_part(asked.planned_start)
    if session.went is not None:
        raise NotWaiting
    if asked.minutes is not None:
        _refuse_unless_plausible(asked.minutes)
    minutes = asked.minutes or booked.minutes
    moved = replace(booked, planned_start=asked.planned_start, minutes=minutes)
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
        )
    ]


def _refuse_a_clash(wanted: SessionBooked, case: Case) -> None:
    for session in case.sessions.values():
        booked = session.booked
        if booked is None or session.went is not None or booked.session == wanted.session:
            continue
        if steps_of(booked) & steps_of(wanted):
            raise AnotherSessionThen


def _refuse_unless_plausible(minutes: int) -> None:
    if not 1 <= minutes <= _LONGEST_MINUTES:
        raise DurationNotPlausible


def _refuse_local_place_elsewhere(local: LocalPlace | None, place: Place | None) -> None:
    if local is not None and place not in _LOCAL_UNDER:
        raise LocalPlaceUnderOtherCode
