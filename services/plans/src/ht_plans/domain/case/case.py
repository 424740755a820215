"""The rules of a case: one episode of support of one client in one programme.

    OpenCase ─► CaseOpened
    AssignTrainer ─► TrainerAssigned
    BookSession ─► SessionBooked
    RescheduleSession ─► SessionRescheduled
    RecordAttended ─► SessionAttended
    RecordNotHeld ─► SessionMissed │ SessionCancelled
    CorrectAttendance ─► AttendanceCorrected
    RecordAssessment ─► AssessmentTaken │ AssessmentNotTaken     (one for each instrument)
    AmendNote ─► NoteAmended
    RecordTechniques ─► TechniquesUsed
    KeepDraft ─► AssessmentDrafted
    CorrectAssessment ─► AssessmentCorrected
    WithdrawSupport ─► SupportWithdrawn
    ImportCase ─► CaseOpened, AssessmentTaken for each measure, CaseImported
    UndoCaseImport ─► CaseImportUndone      (if nobody has worked with it since)

All of it may happen on one day. Asking for the same thing twice changes nothing.
"""

from ht_plans.domain.case.assessing import keep_draft, record_assessment
from ht_plans.domain.case.attending import correct_attendance
from ht_plans.domain.case.commands import (
    AmendNote,
    AssignTrainer,
    BookSession,
    Command,
    CorrectAssessment,
    CorrectAttendance,
    ImportCase,
    KeepDraft,
    OpenCase,
    RecordAssessment,
    RecordAttended,
    RecordNotHeld,
    RecordTechniques,
    RescheduleSession,
    UndoCaseImport,
    WithdrawSupport,
)
from ht_plans.domain.case.correcting import correct_assessment
from ht_plans.domain.case.events import CaseOpened, Event, SupportWithdrawn, TrainerAssigned
from ht_plans.domain.case.importing import import_case, undo_case_import
from ht_plans.domain.case.meeting import (
    book_session,
    record_attended,
    record_not_held,
    reschedule_session,
)
from ht_plans.domain.case.noting import amend_note, record_techniques
from ht_plans.domain.case.refusals import (
    CaseloadFull,
    CaseOpenedForAnother,
    ChampionsHandOver,
    NotAccredited,
    NotATrainer,
    NotInTheProgramme,
)
from ht_plans.domain.case.state import NO_CASE_YET, Case, evolve
from ht_plans.domain.refusals import DatedInTheFuture, ImportTakenBack

__all__ = ["NO_CASE_YET", "Case", "decide", "evolve"]

TRAINERS = frozenset({"health-trainer", "senior"})
ACCREDITED = frozenset({"city_and_guilds_level_3", "in_training"})


def decide(  # noqa: C901, PLR0911, PLR0912 - one arm for each command
    command: Command, case: Case
) -> list[Event]:
    """Say what happens when this is asked of this case."""
    if case.import_undone is not None and not isinstance(command, UndoCaseImport):
        raise ImportTakenBack
    match command:
        case OpenCase():
            return _open_case(command, case)
        case AssignTrainer():
            return _assign_trainer(command, case)
        case BookSession():
            return [*book_session(command, case)]
        case RescheduleSession():
            return [*reschedule_session(command, case)]
        case AmendNote():
            return [*amend_note(command, case)]
        case RecordTechniques():
            return [*record_techniques(command, case)]
        case RecordAttended():
            return [*record_attended(command, case)]
        case RecordNotHeld():
            return [*record_not_held(command, case)]
        case CorrectAttendance():
            return [*correct_attendance(command, case)]
        case RecordAssessment():
            return [*record_assessment(command, case)]
        case KeepDraft():
            return [*keep_draft(command, case)]
        case CorrectAssessment():
            return [*correct_assessment(command, case)]
        case WithdrawSupport():
            return _withdraw_support(command, case)
        case ImportCase():
            return [*import_case(command, case)]
        case UndoCaseImport():
            return [*undo_case_import(command, case)]


def _open_case(asked: OpenCase, case: Case) -> list[Event]:
    opened = CaseOpened(
        case=asked.case,
        client=asked.client,
        referral=asked.referral,
        programme=asked.programme,
        opened_at=asked.opened_at,
    )
    if case.opened is None:
        return [opened]
    if case.opened != opened:
        raise CaseOpenedForAnother
    return []


def _assign_trainer(asked: AssignTrainer, case: Case) -> list[Event]:
    opened = case.taking_part(asked.assigned_at)
    if case.trainer is not None and case.trainer.worker == asked.worker.worker:
        return []
    if asked.assigned_at > asked.now:
        raise DatedInTheFuture
    _refuse_unless_suitable(asked)
    over_cap = asked.cap is not None and asked.worker.caseload >= asked.cap
    if over_cap and not asked.override_reason:
        raise CaseloadFull
    return [
        TrainerAssigned(
            case=opened.case,
            client=opened.client,
            worker=asked.worker.worker,
            assigned_at=asked.assigned_at,
            over_cap=over_cap,
            override_reason=asked.override_reason if over_cap else None,
        )
    ]


def _refuse_unless_suitable(asked: AssignTrainer) -> None:
    roles = asked.worker.roles
    if not roles:
        raise NotInTheProgramme
    if roles.isdisjoint(TRAINERS):
        raise ChampionsHandOver if "champion" in roles else NotATrainer
    if ACCREDITED.isdisjoint(asked.worker.accreditations):
        raise NotAccredited


def _withdraw_support(asked: WithdrawSupport, case: Case) -> list[Event]:
    opened = case.open()
    if case.withdrawn_at is not None:
        return []
    return [
        SupportWithdrawn(
            case=opened.case, client=opened.client, withdrawn_at=asked.withdrawn_at
        )
    ]
