"""How a session went, as a worker tells it: each way with its own rules, and put right."""

from dataclasses import replace

from ht_plans.domain.case.commands import (
    CorrectAttendance,
    RecordAttended,
    RecordNotHeld,
    Together,
)
from ht_plans.domain.case.events import (
    AttendanceCorrected,
    SessionAttended,
    SessionCancelled,
    SessionMissed,
    SessionRecorded,
)
from ht_plans.domain.case.lasting import (
    refuse_local_place_elsewhere,
    refuse_unless_plausible,
)
from ht_plans.domain.case.refusals import (
    InterpreterDidNotAttend,
    MoreThanWereCounted,
    NoReason,
    NotHeldYet,
    NothingToCorrect,
    NotOfThisHousehold,
    NotThatKindOfSession,
    SharedSessionCalledOff,
    SharedSessionNotNamed,
    WalkInsAreNotPlanned,
)
from ht_plans.domain.case.state import Case, Session
from ht_plans.domain.codes import CaseId, SessionType, SharedSessionId
from ht_plans.domain.refusals import DatedInTheFuture

SHARED = frozenset({"group", "household"})


def attended(asked: RecordAttended, case: Case) -> SessionAttended:
    """Say that a session took place. It need not have been booked, nor begin on time.

    What was written down without a connection is judged by the moment of writing.
    """
    opened = case.taking_part(asked.started_at)
    written = asked.now if asked.written_at is None else asked.written_at
    if written > asked.now or asked.started_at > written:
        raise DatedInTheFuture
    refuse_unless_plausible(asked.duration_minutes)
    refuse_local_place_elsewhere(asked.local_place, asked.place)
    return SessionAttended(
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
        written_at=asked.written_at,
        others_present=tuple(sorted(asked.others_present)) or None,
        shared=_part_of(asked.together),
    )


def not_held(asked: RecordNotHeld, case: Case) -> SessionMissed | SessionCancelled:
    """Say that a session was missed, or called off. Only the latter can lie ahead."""
    if asked.kind == "walk_in":
        raise WalkInsAreNotPlanned
    if asked.interpreter is not None and asked.attendance != "4":
        raise InterpreterDidNotAttend
    written = asked.now if asked.written_at is None else asked.written_at
    if written > asked.now:
        raise DatedInTheFuture
    match asked.attendance:
        case "0":
            raise NotHeldYet
        case "7" | "3" as attendance:
            opened = case.taking_part(asked.planned_start)
            if asked.planned_start > written:
                raise DatedInTheFuture
            return SessionMissed(
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
                written_at=asked.written_at,
                shared=_part_of(asked.together),
            )
        case "2" | "4" as attendance:
            opened = case.open()
            return SessionCancelled(
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
                written_at=asked.written_at,
                shared=_part_of(asked.together),
                interpreter=asked.interpreter,
            )


def refuse_unless_of_it(asked: RecordAttended | RecordNotHeld, case: CaseId) -> None:
    """Refuse what does not agree with the household or group session that it is part of."""
    together = asked.together
    if together is None:
        if asked.kind in SHARED:
            raise SharedSessionNotNamed
        return
    if together.kind != asked.kind:
        raise NotThatKindOfSession
    if together.kind == "household" and case not in together.cases:
        raise NotOfThisHousehold
    if isinstance(asked, RecordAttended):
        if together.called_off:
            raise SharedSessionCalledOff
        if together.room is not None and together.room < 1:
            raise MoreThanWereCounted


def correct_attendance(asked: CorrectAttendance, case: Case) -> list[AttendanceCorrected]:
    """Put right how a session went. It stays part of what it was part of."""
    case.open()
    if not asked.reason.strip():
        raise NoReason
    earlier = case.sessions.get(asked.corrected.session, Session()).went
    if earlier is None:
        raise NothingToCorrect
    _refuse_another_kind(asked.corrected.kind, earlier)
    match asked.corrected:
        case RecordAttended():
            now_told: SessionRecorded = attended(asked.corrected, case)
        case RecordNotHeld():
            now_told = not_held(asked.corrected, case)
    if _as_entered(now_told, earlier) == earlier:
        return []
    return [_corrected(asked, now_told)]


def _refuse_another_kind(kind: SessionType, earlier: SessionRecorded) -> None:
    if earlier.shared is not None and kind != earlier.kind:
        raise NotThatKindOfSession
    if earlier.shared is None and kind in SHARED:
        raise SharedSessionNotNamed


def _as_entered(told: SessionRecorded, earlier: SessionRecorded) -> SessionRecorded:
    return replace(
        told,
        note=earlier.note,
        entered_at=earlier.entered_at,
        written_at=earlier.written_at,
        shared=earlier.shared,
    )


def _corrected(asked: CorrectAttendance, told: SessionRecorded) -> AttendanceCorrected:
    held = told if isinstance(told, SessionAttended) else None
    return AttendanceCorrected(
        case=told.case,
        client=told.client,
        session=told.session,
        correction=asked.correction,
        kind=told.kind,
        medium=told.medium,
        place=told.place,
        attendance=told.attendance,
        started_at=held.started_at if held else None,
        duration_minutes=held.duration_minutes if held else None,
        planned_start=None if isinstance(told, SessionAttended) else told.planned_start,
        local_place=held.local_place if held else None,
        language=held.language if held else None,
        interpreter=None if isinstance(told, SessionMissed) else told.interpreter,
        others_present=held.others_present if held else None,
        reason=asked.reason,
        corrected_at=asked.now,
    )


def _part_of(together: Together | None) -> SharedSessionId | None:
    return together.session if together else None
