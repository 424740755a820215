"""A case as its trainer sees it on one screen."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.case.events import SessionAttended
from ht_plans.domain.case.state import Case, Session
from ht_plans.routes.measureviews import (
    AssessmentView,
    ChangeView,
    DraftView,
    assessments_of,
    changes_of,
    drafts_of,
)


class SessionView(BaseModel):
    """A session: as it was booked, if nothing is recorded of it, else as it went."""

    session: UUID
    kind: str
    medium: str
    place: str | None
    attendance: str | None = None
    planned_start: datetime | None = None
    started_at: datetime | None = None
    duration_minutes: int | None = None
    note: str | None = None


class CaseView(BaseModel):
    """A case: all that a screen needs."""

    id: UUID
    version: int
    erased: bool
    imported: bool
    client: UUID
    referral: UUID
    programme: str
    opened_at: datetime
    trainer: UUID | None
    withdrawn_at: datetime | None
    assessed: bool
    sessions: list[SessionView]
    assessments: list[AssessmentView]
    drafts: list[DraftView]
    changes: list[ChangeView]
    plan: UUID | None
    plan_status: str | None


def view_of_case(
    case_id: UUID, shown: Shown[Case], *, plan: UUID | None, plan_status: str | None
) -> CaseView:
    """Put a case on one screen."""
    case = shown.state
    opened = case.open()
    return CaseView(
        id=case_id,
        version=shown.version,
        erased=shown.erased,
        imported=case.imported is not None,
        client=opened.client,
        referral=opened.referral,
        programme=opened.programme,
        opened_at=opened.opened_at,
        trainer=case.trainer.worker if case.trainer else None,
        withdrawn_at=case.withdrawn_at,
        assessed=case.assessed,
        sessions=[
            _session(session_id, session) for session_id, session in case.sessions.items()
        ],
        assessments=assessments_of(case),
        drafts=drafts_of(case),
        changes=changes_of(case),
        plan=plan,
        plan_status=plan_status,
    )


def _session(session_id: UUID, session: Session) -> SessionView:
    booked = session.booked
    match session.went:
        case SessionAttended() as held:
            return SessionView(
                session=session_id,
                kind=held.kind,
                medium=held.medium,
                place=held.place,
                attendance=held.attendance,
                planned_start=booked.planned_start if booked else None,
                started_at=held.started_at,
                duration_minutes=held.duration_minutes,
                note=held.note,
            )
        case None:
            assert booked is not None  # noqa: S101 - a session is booked, or went somehow
            return SessionView(
                session=session_id,
                kind=booked.kind,
                medium=booked.medium,
                place=booked.place,
                planned_start=booked.planned_start,
            )
        case not_held:
            return SessionView(
                session=session_id,
                kind=not_held.kind,
                medium=not_held.medium,
                place=not_held.place,
                attendance=not_held.attendance,
                planned_start=not_held.planned_start,
                note=not_held.note,
            )
