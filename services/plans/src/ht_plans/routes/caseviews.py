"""A case as its trainer sees it on one screen."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from ht_kit.decider import Shown
from ht_plans.domain.case.state import Case
from ht_plans.routes.courseviews import CourseView, TrainerView, course_of, trainers_of
from ht_plans.routes.measureviews import (
    AssessmentView,
    ChangeView,
    DraftView,
    assessments_of,
    changes_of,
    drafts_of,
)
from ht_plans.routes.sessionviews import SessionView, view_of_session


class HouseholdSessionView(BaseModel):
    """A session that the client's household is booked for: when, and not with whom."""

    shared: UUID
    planned_start: datetime
    waiting: bool


class CaseView(BaseModel):
    """A case: all that a screen needs.

    `measures_missing` are those that the contract wants asked at the beginning and that were
    not, when it was in force as the case opened. It is a warning, and stops nothing.
    """

    id: UUID
    version: int
    erased: bool
    imported: bool
    client: UUID
    referral: UUID
    programme: str
    opened_at: datetime
    trainer: UUID | None
    trainers: list[TrainerView]
    withdrawn_at: datetime | None
    course: CourseView
    assessed: bool
    sessions: list[SessionView]
    household: list[HouseholdSessionView]
    assessments: list[AssessmentView]
    measures_missing: list[str]
    drafts: list[DraftView]
    changes: list[ChangeView]
    plan: UUID | None
    plan_status: str | None


def view_of_case(
    case_id: UUID,
    shown: Shown[Case],
    *,
    later: list[UUID],
    required: frozenset[str],
    plan: UUID | None,
    plan_status: str | None,
    household: list[HouseholdSessionView],
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
        trainers=trainers_of(case.course),
        withdrawn_at=case.withdrawn_at,
        course=course_of(case.course, later),
        assessed=case.assessed,
        sessions=[
            view_of_session(session_id, session, trainer=case.trainer_of(session))
            for session_id, session in case.sessions.items()
        ],
        household=household,
        assessments=assessments_of(case),
        measures_missing=sorted(required - case.asked_before),
        drafts=drafts_of(case),
        changes=changes_of(case),
        plan=plan,
        plan_status=plan_status,
    )
