"""What the plans service's events tell of cases, sessions, readings, plans and checks."""

from collections.abc import Callable, Mapping
from datetime import date

from ht_contracts import plans
from ht_reporting.facts.kinds import (
    CASE,
    CHECK,
    CORRECTION,
    PLAN,
    READING,
    SESSION,
    SUPERSEDED,
    TAKEN_UP,
)
from ht_reporting.facts.shape import Change, Data, Values, decimal, instant


def _whose(data: Data) -> Values:
    return {"case_id": data["case"], "client_id": data["client"]}


def case_opened(data: Data) -> list[Change]:
    """Tell that an episode of support began."""
    told = {
        "client_id": data["client"],
        "referral_id": data["referral"],
        "opened_at": instant(data["opened_at"]),
    }
    return [Change(CASE, (data["case"],), told)]


def trainer_assigned(data: Data) -> list[Change]:
    """Tell that a worker supports the case from now on."""
    return [Change(CASE, (data["case"],), {"worker_id": data["worker"]})]


def support_withdrawn(data: Data) -> list[Change]:
    """Tell that the client no longer takes part."""
    told = {"withdrawn_at": instant(data["withdrawn_at"])}
    return [Change(CASE, (data["case"],), told)]


def case_linked(data: Data) -> list[Change]:
    """Tell which case of the client went before this one."""
    return [Change(CASE, (data["case"],), {"earlier_case": data["earlier"]})]


def case_closed(data: Data) -> list[Change]:
    """Tell that the case ended, and what it came to."""
    told = {
        "standing": "closed",
        "closed_at": instant(data["closed_at"]),
        "closure": data["reason"],
        "conclusion": data["conclusion"],
    }
    return [Change(CASE, (data["case"],), told)]


def case_reopened(data: Data) -> list[Change]:
    """Tell that the case goes on; what it ended as last stays beside that."""
    return [Change(CASE, (data["case"],), {"standing": "open"})]


def case_import_undone(data: Data) -> list[Change]:
    """Tell that the case came by an import that was taken back: it never counted."""
    return [Change(CASE, (data["case"],), {"import_undone": True})]


def session_booked(data: Data) -> list[Change]:
    """Tell that a session is arranged; whether it takes place is told later."""
    told = _whose(data) | {
        "kind": data["kind"],
        "medium": data["medium"],
        "started_at": instant(data["planned_start"]),
    }
    return [Change(SESSION, (data["session"],), told)]


def session_rescheduled(data: Data) -> list[Change]:
    """Tell that an arranged session was moved."""
    told = _whose(data) | {"started_at": instant(data["planned_start"])}
    return [Change(SESSION, (data["session"],), told)]


def session_attended(data: Data) -> list[Change]:
    """Tell that a session took place."""
    told = _whose(data) | {
        "kind": data["kind"],
        "attendance": data["attendance"],
        "medium": data["medium"],
        "place": data["place"],
        "started_at": instant(data["started_at"]),
        "duration_minutes": data["duration_minutes"],
    }
    return [Change(SESSION, (data["session"],), told)]


def session_not_held(data: Data) -> list[Change]:
    """Tell that a session was missed or cancelled."""
    told = _whose(data) | {
        "kind": data["kind"],
        "attendance": data["attendance"],
        "started_at": instant(data["planned_start"]),
    }
    return [Change(SESSION, (data["session"],), told)]


def attendance_corrected(data: Data) -> list[Change]:
    """Tell how a session went after all."""
    begun = data["started_at"] or data["planned_start"]
    told = _whose(data) | {
        "kind": data["kind"],
        "attendance": data["attendance"],
        "medium": data["medium"],
        "place": data["place"],
        "started_at": instant(begun),
        "duration_minutes": data["duration_minutes"],
    }
    return [Change(SESSION, (data["session"],), told)]


def assessment_taken(data: Data) -> list[Change]:
    """Tell that one instrument was answered."""
    told = _whose(data) | {
        "phase": data["phase"],
        "algorithm": data["algorithm"],
        "value": decimal(data["value"]),
        "taken_at": instant(data["taken_at"]),
    }
    return [Change(READING, (data["assessment"], data["instrument"]), told)]


def assessment_not_taken(data: Data) -> list[Change]:
    """Tell that one instrument was part of the conversation, and was not answered."""
    told = _whose(data) | {
        "phase": data["phase"],
        "not_taken": data["reason"],
        "taken_at": instant(data["asked_at"]),
    }
    return [Change(READING, (data["assessment"], data["instrument"]), told)]


def assessment_corrected(data: Data) -> list[Change]:
    """Tell what takes the place of a reading: another figure, or the reason for none."""
    value = data["value"]
    told = _whose(data) | {
        "assessment_id": data["assessment"],
        "instrument": data["instrument"],
        "phase": data["phase"],
        "algorithm": data["algorithm"],
        "value": None if value is None else decimal(value),
        "not_taken": data["not_taken"],
        "taken_at": instant(data["taken_at"]),
    }
    return [Change(CORRECTION, (data["correction"],), told)]


def plan_drafted(data: Data) -> list[Change]:
    """Tell that a plan is being written. Its issue counts once agreed, so it is not kept."""
    told = _whose(data) | {"drafted_at": instant(data["drafted_at"])}
    return [Change(PLAN, (data["plan"],), told)]


def plan_agreed(data: Data) -> list[Change]:
    """Tell that a plan became a full one."""
    told = _whose(data) | {
        "agreed_at": instant(data["agreed_at"]),
        "agreed_how": data["how"],
        "primary_issue": data["primary_issue"],
        "diet_subtype": data["diet_subtype"],
        "secondary_issues": ",".join(data["secondary_issues"]),
    }
    return [Change(PLAN, (data["plan"],), told)]


def plan_signed_off(data: Data) -> list[Change]:
    """Tell that a plan ended with a result, and its maintenance checks were scheduled."""
    told = _came_of_it(data) | {
        "client_present": data["client_present"],
        "signed_off_at": instant(data["signed_off_at"]),
    }
    return [Change(PLAN, (data["plan"],), told), *_scheduled(data)]


def plan_sign_off_corrected(data: Data) -> list[Change]:
    """Tell what came of a plan as it is known from now on, and when and how it ended."""
    told = _came_of_it(data)
    if "signed_off_at" in data:
        told |= {"signed_off_at": instant(data["signed_off_at"])}
    if "client_present" in data:
        told |= {"client_present": data["client_present"]}
    return [Change(PLAN, (data["plan"],), told), *_scheduled(data)]


def _came_of_it(data: Data) -> Values:
    return _whose(data) | {
        "result": data["result"],
        "rolled_up": data["rolled_up"],
        "overridden": data["overridden"],
    }


def _scheduled(data: Data) -> list[Change]:
    return [
        Change(
            CHECK,
            (check["check"],),
            _whose(data)
            | {
                "plan_id": data["plan"],
                "months": check["months"],
                "due_on": date.fromisoformat(check["due_on"]),
            },
        )
        for check in data["checks"]
    ]


def plan_abandoned(data: Data) -> list[Change]:
    """Tell that a plan ended early, without a result."""
    told = _whose(data) | {
        "ended_reason": data["reason"],
        "ended_at": instant(data["ended_at"]),
    }
    return [Change(PLAN, (data["plan"],), told)]


def plan_superseded(data: Data) -> list[Change]:
    """Tell that another plan of the case took the place of this one."""
    told = _whose(data) | {
        "ended_reason": SUPERSEDED,
        "ended_at": instant(data["superseded_at"]),
    }
    return [Change(PLAN, (data["plan"],), told)]


def plan_taken_up_again(data: Data) -> list[Change]:
    """Tell that the plan, and these of its checks, ended by mistake, and are open again."""
    whose = _whose(data)
    again = [
        Change(CHECK, (check,), whose | {"plan_id": data["plan"], "result": TAKEN_UP})
        for check in data["checks"]
    ]
    return [Change(PLAN, (data["plan"],), whose | {"ended_reason": TAKEN_UP}), *again]


def plan_imported(data: Data) -> list[Change]:
    """Tell of a plan that another system knew, and of the checks that were held on it."""
    whose, result = _whose(data), data["result"]
    ended_at = None if data["ended_at"] is None else instant(data["ended_at"])
    told = whose | {
        "drafted_at": instant(data["agreed_at"]),
        "agreed_at": instant(data["agreed_at"]),
        "primary_issue": data["primary_issue"],
        "result": result,
        "signed_off_at": ended_at if result else None,
        "ended_reason": data["ended_early"],
        "ended_at": None if result else ended_at,
    }
    checks = [
        Change(
            CHECK,
            (check["check"],),
            whose
            | {
                "plan_id": data["plan"],
                "months": check["months"],
                "result": check["result"],
                "checked_at": instant(check["checked_at"]),
            },
        )
        for check in data["checks"]
    ]
    return [Change(PLAN, (data["plan"],), told), *checks]


def maintenance_check_fell_due(data: Data) -> list[Change]:
    """Tell that the day of a check came."""
    told = {
        "plan_id": data["plan"],
        "client_id": data["client"],
        "months": data["months"],
        "due_on": date.fromisoformat(data["due_on"]),
        "fell_due": True,
    }
    return [Change(CHECK, (data["check"],), told)]


def maintenance_check_attempted(data: Data) -> list[Change]:
    """Tell that somebody tried to reach the client for a check."""
    told = {
        "plan_id": data["plan"],
        "client_id": data["client"],
        "attempted_at": instant(data["attempted_at"]),
    }
    return [Change(CHECK, (data["check"],), told)]


def maintenance_checked(data: Data) -> list[Change]:
    """Tell that a check ended, with an answer or without one."""
    told = _whose(data) | {
        "plan_id": data["plan"],
        "months": data["months"],
        "result": data["result"],
        "checked_at": instant(data["checked_at"]),
    }
    return [Change(CHECK, (data["check"],), told)]


PLANS: Mapping[str, Callable[[Data], list[Change]]] = {
    plans.CaseOpened.type: case_opened,
    plans.TrainerAssigned.type: trainer_assigned,
    plans.SupportWithdrawn.type: support_withdrawn,
    plans.CaseLinked.type: case_linked,
    plans.CaseClosed.type: case_closed,
    plans.CaseReopened.type: case_reopened,
    plans.CaseImportUndone.type: case_import_undone,
    plans.SessionBooked.type: session_booked,
    plans.SessionRescheduled.type: session_rescheduled,
    plans.SessionAttended.type: session_attended,
    plans.SessionMissed.type: session_not_held,
    plans.SessionCancelled.type: session_not_held,
    plans.AttendanceCorrected.type: attendance_corrected,
    plans.AssessmentTaken.type: assessment_taken,
    plans.AssessmentNotTaken.type: assessment_not_taken,
    plans.AssessmentCorrected.type: assessment_corrected,
    plans.PlanDrafted.type: plan_drafted,
    plans.PlanAgreed.type: plan_agreed,
    plans.PlanSignedOff.type: plan_signed_off,
    plans.PlanSignOffCorrected.type: plan_sign_off_corrected,
    plans.PlanAbandoned.type: plan_abandoned,
    plans.PlanSuperseded.type: plan_superseded,
    plans.PlanTakenUpAgain.type: plan_taken_up_again,
    plans.PlanImported.type: plan_imported,
    plans.MaintenanceCheckFellDue.type: maintenance_check_fell_due,
    plans.MaintenanceCheckAttempted.type: maintenance_check_attempted,
    plans.MaintenanceChecked.type: maintenance_checked,
}
