"""Translate stored facts of cases into published ones. What the client said stays here."""

from ht_contracts import plans as contract
from ht_contracts.envelope import Published
from ht_kit.erasing import ClientDataErased
from ht_plans.domain import recording
from ht_plans.domain.case import course_events as of_course
from ht_plans.domain.case import events as of_case
from ht_plans.domain.concern import events as of_concern
from ht_plans.domain.together import events as of_shared


def publish_of_case(  # noqa: C901, PLR0911, PLR0912 - one arm for each event
    event: of_case.Event,
) -> Published | None:
    """Tell what happened in a case. What is only begun tells nothing."""
    match event:
        case of_case.CaseOpened():
            return contract.CaseOpened(
                case=event.case,
                client=event.client,
                referral=event.referral,
                opened_at=event.opened_at,
            )
        case of_case.TrainerAssigned():
            return contract.TrainerAssigned(
                case=event.case,
                client=event.client,
                worker=event.worker,
                assigned_at=event.assigned_at,
            )
        case of_case.SessionBooked():
            return contract.SessionBooked(
                case=event.case,
                client=event.client,
                session=event.session,
                kind=event.kind,
                medium=event.medium,
                planned_start=event.planned_start,
            )
        case of_case.SessionRescheduled():
            return contract.SessionRescheduled(
                case=event.case,
                client=event.client,
                session=event.session,
                planned_start=event.planned_start,
                asked_by=event.asked_by,
                rescheduled_at=event.rescheduled_at,
            )
        case of_case.NoteAmended():
            return None
        case of_case.TechniquesUsed():
            return contract.TechniquesUsed(
                case=event.case,
                client=event.client,
                session=event.session,
                techniques=event.techniques,
                recorded_at=event.recorded_at,
            )
        case of_case.SessionAttended():
            return contract.SessionAttended(
                case=event.case,
                client=event.client,
                session=event.session,
                kind=event.kind,
                attendance=event.attendance,
                medium=event.medium,
                place=event.place,
                started_at=event.started_at,
                duration_minutes=event.duration_minutes,
                interpreter=event.interpreter,
            )
        case of_case.SessionMissed():
            return contract.SessionMissed(
                case=event.case,
                client=event.client,
                session=event.session,
                kind=event.kind,
                attendance=event.attendance,
                planned_start=event.planned_start,
            )
        case of_case.SessionCancelled():
            return contract.SessionCancelled(
                case=event.case,
                client=event.client,
                session=event.session,
                kind=event.kind,
                attendance=event.attendance,
                planned_start=event.planned_start,
                interpreter=event.interpreter,
            )
        case of_case.AttendanceCorrected():
            return contract.AttendanceCorrected(
                case=event.case,
                client=event.client,
                session=event.session,
                correction=event.correction,
                kind=event.kind,
                attendance=event.attendance,
                medium=event.medium,
                place=event.place,
                started_at=event.started_at,
                duration_minutes=event.duration_minutes,
                planned_start=event.planned_start,
                corrected_at=event.corrected_at,
                interpreter=event.interpreter,
            )
        case of_case.AssessmentTaken():
            return contract.AssessmentTaken(
                case=event.case,
                client=event.client,
                assessment=event.assessment,
                instrument=event.instrument,
                algorithm=event.algorithm,
                phase=event.phase,
                value=event.value,
                taken_at=event.taken_at,
            )
        case of_case.AssessmentNotTaken():
            return contract.AssessmentNotTaken(
                case=event.case,
                client=event.client,
                assessment=event.assessment,
                instrument=event.instrument,
                phase=event.phase,
                reason=event.reason,
                asked_at=event.asked_at,
            )
        case of_case.AssessmentDrafted():
            return None
        case of_case.AssessmentCorrected():
            return contract.AssessmentCorrected(
                case=event.case,
                client=event.client,
                correction=event.correction,
                assessment=event.assessment,
                instrument=event.instrument,
                algorithm=event.algorithm,
                phase=event.phase,
                value=event.value,
                not_taken=event.not_taken,
                taken_at=event.taken_at,
                corrected_at=event.corrected_at,
            )
        case of_case.SupportWithdrawn():
            return contract.SupportWithdrawn(
                case=event.case, client=event.client, withdrawn_at=event.withdrawn_at
            )
        case of_case.CaseImported():
            return contract.CaseImported(
                case=event.case, client=event.client, of_import=event.of_import
            )
        case of_case.CaseImportUndone():
            return contract.CaseImportUndone(
                case=event.case,
                client=event.client,
                of_import=event.of_import,
                undone_at=event.undone_at,
            )
        case (
            of_course.CaseLinked()
            | of_course.CasePaused()
            | of_course.CaseResumed()
            | of_course.CaseDisengaged()
            | of_course.CaseClosed()
            | of_course.CaseReopened()
            | of_course.CaseTransferOffered()
            | of_course.CaseTransferDeclined()
            | of_course.CaseTransferred()
        ):
            return publish_of_course(event)


def publish_of_course(  # noqa: PLR0911 - one arm for each event
    event: of_course.Turn,
) -> Published:
    """Tell which turn a case took."""
    match event:
        case of_course.CaseLinked():
            return contract.CaseLinked(
                case=event.case,
                client=event.client,
                earlier=event.earlier,
                because=event.because,
                linked_at=event.linked_at,
            )
        case of_course.CasePaused():
            return contract.CasePaused(
                case=event.case,
                client=event.client,
                reason=event.reason,
                expected_return_on=event.expected_return_on,
                paused_at=event.paused_at,
            )
        case of_course.CaseResumed():
            return contract.CaseResumed(
                case=event.case,
                client=event.client,
                resumed_at=event.resumed_at,
            )
        case of_course.CaseDisengaged():
            return contract.CaseDisengaged(
                case=event.case,
                client=event.client,
                disengaged_at=event.disengaged_at,
            )
        case of_course.CaseClosed():
            return contract.CaseClosed(
                case=event.case,
                client=event.client,
                reason=event.reason,
                detail=event.detail,
                conclusion=event.conclusion,
                follow_up_by=event.follow_up_by,
                closed_at=event.closed_at,
            )
        case of_course.CaseReopened():
            return contract.CaseReopened(
                case=event.case,
                client=event.client,
                because=event.because,
                reopened_at=event.reopened_at,
            )
        case of_course.CaseTransferOffered():
            return contract.CaseTransferOffered(
                case=event.case,
                client=event.client,
                transfer=event.transfer,
                to_organisation=event.to_organisation,
                to_programme=event.to_programme,
                reason=event.reason,
                offered_at=event.offered_at,
            )
        case of_course.CaseTransferDeclined():
            return contract.CaseTransferDeclined(
                case=event.case,
                client=event.client,
                transfer=event.transfer,
                reason=event.reason,
                declined_at=event.declined_at,
            )
        case of_course.CaseTransferred():
            return contract.CaseTransferred(
                case=event.case,
                client=event.client,
                transfer=event.transfer,
                new_case=event.new_case,
                to_programme=event.to_programme,
                disclosed_to=event.disclosed_to,
                transferred_at=event.transferred_at,
            )


def publish_of_shared_session(event: of_shared.Event) -> Published:
    """Tell of a household or group session as of one slot, without whose it is."""
    match event:
        case of_shared.SharedSessionBooked():
            return contract.SharedSessionBooked(
                session=event.session,
                kind=event.kind,
                medium=event.medium,
                planned_start=event.planned_start,
            )
        case of_shared.SharedSessionRescheduled():
            return contract.SharedSessionRescheduled(
                session=event.session,
                planned_start=event.planned_start,
                asked_by=event.asked_by,
                rescheduled_at=event.rescheduled_at,
            )
        case of_shared.SharedSessionHeld():
            return contract.SharedSessionHeld(
                session=event.session,
                kind=event.kind,
                medium=event.medium,
                place=event.place,
                started_at=event.started_at,
                duration_minutes=event.duration_minutes,
                size=event.size,
            )
        case of_shared.SharedSessionSizeCorrected():
            return contract.SharedSessionSizeCorrected(
                session=event.session, size=event.size, corrected_at=event.corrected_at
            )
        case of_shared.SharedSessionCancelled():
            return contract.SharedSessionCancelled(
                session=event.session,
                kind=event.kind,
                attendance=event.attendance,
                planned_start=event.planned_start,
                cancelled_at=event.cancelled_at,
            )


def publish_of_concern(event: of_concern.Event) -> Published | None:
    """Tell that there is a safeguarding concern and that it ended: not whose, nor about what.

    Who was told stays here: it would say what the concern is about.
    """
    match event:
        case of_concern.SafeguardingConcernRaised():
            return contract.SafeguardingConcernRaised(
                concern=event.concern, raised_at=event.raised_at
            )
        case of_concern.SafeguardingConcernTold():
            return None
        case of_concern.SafeguardingConcernEnded():
            return contract.SafeguardingConcernEnded(
                concern=event.concern, ended_at=event.ended_at
            )


def publish_of_recording(event: recording.Event) -> Published:
    """Tell what a programme records from now on."""
    return contract.RecordingChosen(
        instruments=event.instruments, techniques=event.techniques, chosen_at=event.chosen_at
    )


def publish_of_erasure(event: ClientDataErased) -> Published:
    """Tell that plans can read nothing personal of a client any more."""
    return contract.ClientDataErased(client=event.client, erased_at=event.erased_at)
