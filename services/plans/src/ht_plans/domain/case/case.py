"""The rules of a case: one episode of support of one client in one programme.

    OpenCase ─► CaseOpened, CaseLinked
    AssignTrainer │ MoveToTrainer │ GiveBack ─► TrainerAssigned
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
    PauseCase ─► CasePaused
    ResumeCase ─► CaseResumed
    Disengage ─► CaseDisengaged
    CloseCase │ CloseForDeath ─► CaseClosed
    ReopenCase │ ReopenAfterDeath ─► CaseReopened
    OfferTransfer ─► CaseTransferOffered
    TakeOfferBack │ NoteTransferDeclined ─► CaseTransferDeclined
    CompleteTransfer ─► CaseTransferred, CaseClosed
    ImportCase ─► CaseOpened, AssessmentTaken for each measure, CaseImported
    UndoCaseImport ─► CaseImportUndone      (if nobody has worked with it since)

All of it may happen on one day. Asking for the same thing twice changes nothing.
"""

from ht_plans.domain.case.assessing import keep_draft, record_assessment
from ht_plans.domain.case.assigning import assign_trainer, give_back, move_to_trainer
from ht_plans.domain.case.attending import correct_attendance
from ht_plans.domain.case.closing import close_case, close_for_death
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
from ht_plans.domain.case.course_commands import (
    CloseCase,
    CloseForDeath,
    CompleteTransfer,
    Disengage,
    GiveBack,
    MoveToTrainer,
    NoteTransferDeclined,
    OfferTransfer,
    PauseCase,
    ReopenAfterDeath,
    ReopenCase,
    ResumeCase,
    TakeOfferBack,
)
from ht_plans.domain.case.events import Event, SupportWithdrawn
from ht_plans.domain.case.handing_over import (
    complete_transfer,
    note_transfer_declined,
    offer_transfer,
    take_offer_back,
)
from ht_plans.domain.case.importing import import_case, undo_case_import
from ht_plans.domain.case.meeting import (
    book_session,
    record_attended,
    record_not_held,
    reschedule_session,
)
from ht_plans.domain.case.noting import amend_note, record_techniques
from ht_plans.domain.case.opening import open_case
from ht_plans.domain.case.pausing import disengage, pause_case, resume_case
from ht_plans.domain.case.reopening import reopen_after_death, reopen_case
from ht_plans.domain.case.state import NO_CASE_YET, Case, evolve
from ht_plans.domain.refusals import ImportTakenBack

__all__ = ["NO_CASE_YET", "Case", "decide", "evolve"]


def decide(  # noqa: C901, PLR0911, PLR0912 - one arm for each command
    command: Command, case: Case
) -> list[Event]:
    """Say what happens when this is asked of this case."""
    if case.import_undone is not None and not isinstance(command, UndoCaseImport):
        raise ImportTakenBack
    match command:
        case OpenCase():
            return [*open_case(command, case)]
        case AssignTrainer():
            return [*assign_trainer(command, case)]
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
        case MoveToTrainer():
            return [*move_to_trainer(command, case)]
        case GiveBack():
            return [*give_back(command, case)]
        case PauseCase():
            return [*pause_case(command, case)]
        case ResumeCase():
            return [*resume_case(command, case)]
        case Disengage():
            return [*disengage(command, case)]
        case CloseCase():
            return [*close_case(command, case)]
        case CloseForDeath():
            return [*close_for_death(command, case)]
        case ReopenCase():
            return [*reopen_case(command, case)]
        case ReopenAfterDeath():
            return [*reopen_after_death(command, case)]
        case OfferTransfer():
            return [*offer_transfer(command, case)]
        case TakeOfferBack():
            return [*take_offer_back(command, case)]
        case NoteTransferDeclined():
            return [*note_transfer_declined(command, case)]
        case CompleteTransfer():
            return [*complete_transfer(command, case)]


def _withdraw_support(asked: WithdrawSupport, case: Case) -> list[Event]:
    opened = case.open()
    if case.withdrawn_at is not None:
        return []
    return [
        SupportWithdrawn(
            case=opened.case, client=opened.client, withdrawn_at=asked.withdrawn_at
        )
    ]
