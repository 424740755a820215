"""One case, and the events that its tests tell of it."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import Command
from ht_plans.domain.case.course_commands import PlanStanding
from ht_plans.domain.case.course_events import CaseClosed
from ht_plans.domain.case.events import (
    AssessmentNotTaken,
    CaseOpened,
    Event,
    SessionAttended,
    SessionBooked,
    TrainerAssigned,
)
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    ClientId,
    Closure,
    ReferralId,
    SessionId,
    WorkerId,
)

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
TOM, WINSTON, SARAH = (WorkerId(UUID(int=number)) for number in (31, 32, 33))
VISIT, NEXT_VISIT = SessionId(UUID(int=11)), SessionId(UUID(int=12))
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 13, 9, tzinfo=UTC)
A_DAY = timedelta(days=1)

OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=JANUARY,
)
TALKED = AssessmentNotTaken(
    case=CASE,
    client=AMINA,
    assessment=AssessmentId(UUID(int=21)),
    phase="pre",
    instrument="who5",
    reason="declined",
    asked_at=JANUARY,
)
SEEN = SessionAttended(
    case=CASE,
    client=AMINA,
    session=VISIT,
    kind="walk_in",
    medium="01",
    place="N02",
    attendance="5",
    started_at=FEBRUARY,
    duration_minutes=45,
    note=None,
)
BOOKED = SessionBooked(
    case=CASE,
    client=AMINA,
    session=NEXT_VISIT,
    kind="review",
    medium="01",
    place="N02",
    planned_start=APRIL,
    worker=TOM,
)
CLOSED = CaseClosed(
    case=CASE,
    client=AMINA,
    reason="07",
    detail=None,
    conclusion="cancelled",
    follow_up_by=None,
    closed_at=MARCH,
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET).given(OPENED, *history)


def given(worker: WorkerId, at: datetime) -> TrainerAssigned:
    return TrainerAssigned(
        case=CASE,
        client=AMINA,
        worker=worker,
        assigned_at=at,
        over_cap=False,
        override_reason=None,
    )


def a_plan(
    status: Literal["draft", "agreed", "signed_off", "abandoned"],
    result: Literal["achieved", "part_achieved", "not_achieved"] | None = None,
    *,
    checks: int = 0,
    imported: bool = False,
) -> PlanStanding:
    return PlanStanding(status=status, result=result, checks=checks, imported=imported)


SIGNED_OFF = a_plan("signed_off", "achieved", checks=3)


def closure_code(reason: str) -> Closure:
    codes: dict[str, Closure] = {
        code: code for code in ("01", "02", "03", "04", "05", "06", "07", "08", "09")
    }
    return codes[reason]
