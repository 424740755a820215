"""A session as it is shown: as it was booked and moved, and as it went."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from ht_plans.domain.case.state import Session

_ENGLISH = "en"
_DID_NOT_ATTEND = "5"


class MoveView(BaseModel):
    """One time that a session was moved to, and who asked."""

    planned_start: datetime
    asked_by: str
    rescheduled_at: datetime


class SessionView(BaseModel):
    """A session: as it was booked, if nothing is recorded of it, else as it went.

    `entered_at` is when it was told, if that is known: what is entered late has both dates.
    `written_at` is when it was written down without a connection. `shared` names the household
    or group session that this is the client's own part of.
    `trainer` is whose case it was on the day, whenever it was entered and whoever has it now.
    """

    session: UUID
    kind: str
    medium: str
    place: str | None = None
    local_place: str | None = None
    attendance: str | None = None
    planned_start: datetime | None = None
    minutes: int | None = None
    worker: UUID | None = None
    trainer: UUID | None = None
    started_at: datetime | None = None
    duration_minutes: int | None = None
    entered_at: datetime | None = None
    written_at: datetime | None = None
    attendance_corrected_at: datetime | None = None
    shared: UUID | None = None
    others_present: list[str] = []
    language: str | None = None
    interpreter: str | None = None
    interpreter_missing: bool = False
    note: str | None = None
    note_amended_at: datetime | None = None
    techniques: list[str] = []
    moves: list[MoveView] = []


def interpreter_missing(language: str | None, interpreter: str | None) -> bool:
    """Say whether another language than English is spoken, and nobody is there to interpret."""
    return language not in (None, _ENGLISH) and interpreter in (None, _DID_NOT_ATTEND)


def view_of_session(
    session_id: UUID, session: Session, *, trainer: UUID | None = None
) -> SessionView:
    """Show a session: what is said of how it went stands before what was planned."""
    planned = asdict(session.booked) if session.booked else {}
    went = asdict(session.went) if session.went else {}
    told = planned | {name: value for name, value in went.items() if value is not None}
    known = {name: told[name] for name in SessionView.model_fields if name in told}
    return SessionView.model_validate(
        known
        | {
            "session": session_id,
            "trainer": trainer,
            "interpreter_missing": interpreter_missing(
                told.get("language"), told.get("interpreter")
            ),
            "note_amended_at": session.note_amended_at,
            "attendance_corrected_at": session.attendance_corrected_at,
            "techniques": list(session.techniques),
            "moves": [
                MoveView(
                    planned_start=move.planned_start,
                    asked_by=move.asked_by,
                    rescheduled_at=move.rescheduled_at,
                )
                for move in session.moves
            ],
        }
    )
