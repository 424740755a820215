"""The rows that are written with the events: pure functions of the new state."""

from datetime import UTC, datetime, time
from uuid import UUID

from ht_kit.decider import Row
from ht_plans.domain.case.events import AssessmentTaken, CaseOpened, SessionAttended
from ht_plans.domain.case.handing_over import ended_offer
from ht_plans.domain.case.state import Case
from ht_plans.domain.concern.concern import Concern
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.events import PlanDrafted
from ht_plans.domain.plan.state import Check, Plan
from ht_plans.domain.recording import Recording
from ht_plans.domain.together.state import SharedSession

MAINTENANCE_CHECK = "maintenance-check"
"""The kind of due work that puts a check on the list of those to do."""
TRANSFER_OFFER = "transfer-offer"
"""The kind of due work that carries a transfer to the other programme."""
TRANSFER_OVER = "transfer-over"
"""The kind of due work that tells the other programme that an offer is over."""


def case_rows(case_id: UUID, case: Case) -> list[Row]:
    """Give the line in a trainer's caseload."""
    opened = case.opened
    if opened is None:
        return []
    held = [s.went for s in case.sessions.values() if isinstance(s.went, SessionAttended)]
    course, ended = case.course, case.ended_at
    booked = [s.booked for s in case.sessions.values() if s.booked and not s.went]
    waiting = [each.planned_start for each in booked]
    alone = [each.planned_start for each in booked if each.worker is None]
    line = {
        "case_id": case_id,
        "programme": opened.programme,
        "client": opened.client,
        "trainer": case.trainer.worker if case.trainer else None,
        "over_cap": case.trainer is not None and case.trainer.over_cap,
        "opened_at": opened.opened_at,
        "assessed": case.assessed,
        "sessions_held": len(held),
        "last_seen_at": max((session.started_at for session in held), default=None),
        "next_session_at": min(
            (at for at in waiting if ended is None or at <= ended), default=None
        ),
        "with_nobody_at": min(alone, default=None),
        "withdrawn_at": case.withdrawn_at,
        "of_import": case.imported.of_import if case.imported else None,
        "worked_with": case.worked_with and case.import_undone is None,
        "import_undone": case.import_undone is not None,
        "standing": course.standing,
        "back_on": course.back_on,
        "closed_at": course.closed.closed_at if course.closed else None,
        "closure": course.closed.reason if course.closed else None,
        "conclusion": course.closed.conclusion if course.closed else None,
        "follow_up_by": course.closed.follow_up_by if course.closed else None,
        "earlier_case": course.linked.earlier if course.linked else None,
        "transfer": course.offered.transfer if course.offered else None,
        "unpaired": _unpaired(case),
        "asked_before": sorted(case.asked_before),
    }
    shared = _shared_attendances(case_id, opened, case)
    return [Row("cases", line), *shared, *_transfer_to_carry(case), *_offer_to_end(case)]


def _shared_attendances(case_id: UUID, opened: CaseOpened, case: Case) -> list[Row]:
    """Give a line for each household or group session that the client had a part in."""
    return [
        Row(
            "shared_attendances",
            {
                "shared": went.shared,
                "case_id": case_id,
                "programme": opened.programme,
                "client": opened.client,
                "attendance": went.attendance,
            },
        )
        for session in case.sessions.values()
        if (went := session.went) is not None and went.shared is not None
    ]


def _unpaired(case: Case) -> bool:
    """Say whether something measured before support was not asked about at its end."""
    asked = {each.instrument for each in case.measures if each.phase == "post"}
    return any(
        isinstance(each, AssessmentTaken) and each.instrument not in asked
        for each in case.measures
        if each.phase == "pre"
    )


def _transfer_to_carry(case: Case) -> list[Row]:
    """Give the offer that waits to be carried to the other programme."""
    offered = case.course.offered
    if offered is None:
        return []
    line = {
        "kind": TRANSFER_OFFER,
        "aggregate": offered.transfer,
        "due_on": day_of(offered.offered_at),
        "programme": case.open().programme,
        "payload": {"case": str(offered.case)},
        "done_at": None,
    }
    return [Row("due", line)]


def _offer_to_end(case: Case) -> list[Row]:
    """Give the end of an offer that waits to be told to the other programme."""
    ended = ended_offer(case)
    if ended is None:
        return []
    line = {
        "kind": TRANSFER_OVER,
        "aggregate": ended.offered.transfer,
        "due_on": day_of(ended.since),
        "programme": case.open().programme,
        "payload": {"case": str(ended.offered.case)},
        "done_at": None,
    }
    return [Row("due", line)]


def plan_rows(plan_id: UUID, plan: Plan) -> list[Row]:
    """Give the plan's line, and for each of its checks a line and the day it falls due."""
    drafted = plan.drafted
    if drafted is None:
        return []
    line = {
        "plan_id": plan_id,
        "programme": drafted.programme,
        "case_id": drafted.case,
        "client": drafted.client,
        "status": plan.status,
        "result": plan.came_of_it.result if plan.came_of_it else None,
        "drafted_at": drafted.drafted_at,
        "agreed_at": plan.agreed.agreed_at if plan.agreed else None,
        "ended_at": plan.ended_at,
        "next_review_on": plan.next_review_on,
        "of_import": plan.imported.of_import if plan.imported else None,
        "worked_with": plan.worked_with and plan.import_undone is None,
        "import_undone": plan.import_undone is not None,
    }
    ended = plan.came_of_it if plan.imported is None else None
    line |= {
        "primary_issue": (plan.agreed or drafted).primary_issue,
        "review_due_on": plan.review_due_on,
        "overridden": ended.overridden if ended else None,
        "client_present": plan.signed_off.client_present if ended and plan.signed_off else None,
        "corrections": len(plan.corrections),
    }
    checks = plan.checks.values()
    elsewhere = {check.check for check in plan.imported.checks} if plan.imported else set()
    return [
        Row("plans", line),
        *[_check_row(drafted, plan_id, check) for check in checks],
        *[
            _due_row(drafted, plan_id, check)
            for check in checks
            if check.scheduled.check not in elsewhere
        ],
    ]


def _check_row(drafted: PlanDrafted, plan_id: UUID, check: Check) -> Row:
    line = {
        "check_id": check.scheduled.check,
        "programme": drafted.programme,
        "plan_id": plan_id,
        "case_id": drafted.case,
        "client": drafted.client,
        "months": check.scheduled.months,
        "due_on": check.scheduled.due_on,
        "fell_due": check.fell_due,
        "attempts": len(check.attempts),
        "result": check.ended.result if check.ended else None,
        "checked_at": check.ended.checked_at if check.ended else None,
        "on_return": check.ended.on_return if check.ended else None,
    }
    return Row("checks", line)


def _due_row(drafted: PlanDrafted, plan_id: UUID, check: Check) -> Row:
    """Give the day of a check: by its own id, for a correction may schedule another then."""
    line = {
        "kind": MAINTENANCE_CHECK,
        "aggregate": check.scheduled.check,
        "due_on": check.scheduled.due_on,
        "programme": drafted.programme,
        "payload": {"check": str(check.scheduled.check), "plan": str(plan_id)},
        "done_at": _settled_at(check),
    }
    return Row("due", line)


def _settled_at(check: Check) -> datetime | None:
    """Say when its day needs nobody any more. One that a death cancelled may come back."""
    if check.ended and not check.ended.by_death:
        return check.ended.checked_at
    if check.fell_due:
        return datetime.combine(check.scheduled.due_on, time(), UTC)
    return None


def recording_rows(_: UUID, recording: Recording) -> list[Row]:
    """Give what the programme records, as assessments look it up."""
    line = {
        "programme": recording.programme,
        "instruments": list(recording.instruments),
        "techniques": recording.techniques,
        "com_b": recording.com_b,
    }
    return [Row("recordings", line)] if recording.programme else []


def shared_session_rows(session_id: UUID, shared: SharedSession) -> list[Row]:
    """Give the line of a household or group session, and one for each case of a household."""
    booked, held = shared.booked, shared.held
    if booked is None:
        return []
    line = {
        "shared": session_id,
        "programme": booked.programme,
        "kind": booked.kind,
        "medium": held.medium if held else booked.medium,
        "place": held.place if held else booked.place,
        "planned_start": booked.planned_start,
        "minutes": booked.minutes,
        "worker": booked.worker,
        "started_at": held.started_at if held else None,
        "size": held.size if held else None,
        "status": shared.status,
    }
    members = [
        Row(
            "shared_members",
            {
                "shared": session_id,
                "case_id": member.case,
                "programme": booked.programme,
                "client": member.client,
                "planned_start": booked.planned_start,
                "waiting": shared.waiting,
            },
        )
        for member in booked.members
    ]
    return [Row("shared_sessions", line), *members]


def concern_rows(concern_id: UUID, concern: Concern) -> list[Row]:
    """Give the line in the list of safeguarding concerns."""
    raised = concern.raised
    if raised is None:
        return []
    line = {
        "concern_id": concern_id,
        "programme": raised.programme,
        "case_id": raised.case,
        "client": raised.client,
        "raised_by": raised.raised_by,
        "at_immediate_risk": raised.at_immediate_risk,
        "told": len(concern.told),
        "raised_at": raised.raised_at,
        "ended_at": concern.ended.ended_at if concern.ended else None,
    }
    return [Row("concerns", line)]
