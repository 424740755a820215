"""How a session went, as it stands after a correction."""

from ht_plans.domain.case.events import (
    AttendanceCorrected,
    SessionAttended,
    SessionCancelled,
    SessionMissed,
    SessionRecorded,
)


def as_it_went(
    corrected: AttendanceCorrected, earlier: SessionRecorded | None
) -> SessionRecorded:
    """Put what was corrected in the place of what stood; note and dates of entry are kept."""
    note = earlier.note if earlier else None
    entered_at = earlier.entered_at if earlier else None
    written_at = earlier.written_at if earlier else None
    shared = earlier.shared if earlier else None
    begun = corrected.started_at or corrected.planned_start or corrected.corrected_at
    match corrected.attendance:
        case "5" | "6" as attendance:
            return SessionAttended(
                case=corrected.case,
                client=corrected.client,
                session=corrected.session,
                kind=corrected.kind,
                medium=corrected.medium,
                place=corrected.place or "X01",
                attendance=attendance,
                started_at=begun,
                duration_minutes=corrected.duration_minutes or 1,
                note=note,
                local_place=corrected.local_place,
                language=corrected.language,
                interpreter=corrected.interpreter,
                entered_at=entered_at,
                written_at=written_at,
                others_present=corrected.others_present,
                shared=shared,
            )
        case "7" | "3" as attendance:
            return SessionMissed(
                case=corrected.case,
                client=corrected.client,
                session=corrected.session,
                kind=corrected.kind,
                medium=corrected.medium,
                place=corrected.place,
                attendance=attendance,
                planned_start=begun,
                note=note,
                entered_at=entered_at,
                written_at=written_at,
                shared=shared,
            )
        case "2" | "4" as attendance:
            return SessionCancelled(
                case=corrected.case,
                client=corrected.client,
                session=corrected.session,
                kind=corrected.kind,
                medium=corrected.medium,
                place=corrected.place,
                attendance=attendance,
                planned_start=begun,
                note=note,
                entered_at=entered_at,
                written_at=written_at,
                shared=shared,
                interpreter=corrected.interpreter,
            )
