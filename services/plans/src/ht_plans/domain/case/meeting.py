"""Sessions: arranged, held, missed, called off; with or without a booking."""

from ht_plans.domain.case.commands import BookSession, RecordAttended, RecordNotHeld
from ht_plans.domain.case.events import (
    SessionAttended,
    SessionBooked,
    SessionCancelled,
    SessionMissed,
    SessionRecorded,
)
from ht_plans.domain.case.refusals import (
    AlreadyBooked,
    AlreadyRecorded,
    AnotherSessionThen,
    DurationNotPlausible,
)
from ht_plans.domain.case.state import Case, Session
from ht_plans.domain.refusals import DatedInTheFuture

_LONGEST_MINUTES = 240


def book_session(asked: BookSession, case: Case) -> list[SessionBooked]:
    """Arrange to meet or speak, unless the client has something else at that time."""
    opened = case.taking_part(asked.planned_start)
    booked = SessionBooked(
        case=opened.case,
        client=opened.client,
        session=asked.session,
        kind=asked.kind,
        medium=asked.medium,
        place=asked.place,
        planned_start=asked.planned_start,
    )
    known = case.sessions.get(asked.session)
    if known is not None:
        if known.booked != booked:
            raise AlreadyBooked
        return []
    if any(_waits_at(asked, session) for session in case.sessions.values()):
        raise AnotherSessionThen
    return [booked]


def record_attended(asked: RecordAttended, case: Case) -> list[SessionAttended]:
    """Record a session that took place. It need not have been booked, nor begin on time."""
    opened = case.taking_part(asked.started_at)
    if asked.started_at > asked.now:
        raise DatedInTheFuture
    if not 1 <= asked.duration_minutes <= _LONGEST_MINUTES:
        raise DurationNotPlausible
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
            )
            return [] if _is_known(cancelled, case) else [cancelled]


def _is_known(recorded: SessionRecorded, case: Case) -> bool:
    earlier = case.sessions.get(recorded.session, Session()).went
    if earlier is not None and earlier != recorded:
        raise AlreadyRecorded
    return earlier is not None


def _waits_at(asked: BookSession, session: Session) -> bool:
    return (
        session.booked is not None
        and session.went is None
        and session.booked.planned_start == asked.planned_start
    )
