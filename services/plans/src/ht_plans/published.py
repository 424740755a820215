"""Translate stored facts into published ones. What the client said stays here."""

from ht_contracts import plans as contract
from ht_contracts.envelope import Published
from ht_kit.erasing import ClientDataErased
from ht_plans.domain import covering, recording, transfer
from ht_plans.domain.case import course_events as of_course
from ht_plans.domain.case import events as of_case
from ht_plans.domain.concern import events as of_concern
from ht_plans.domain.plan import diaries, revisions, supports
from ht_plans.domain.plan import events as of_plan
from ht_plans.domain.reassignment import events as of_reassignment
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


def publish_of_plan(  # noqa: C901, PLR0911, PLR0912 - one arm for each event
    event: of_plan.Event,
) -> Published | None:
    """Tell what happened to a plan. What is only written down tells nothing."""
    match event:
        case of_plan.PlanDrafted():
            return contract.PlanDrafted(
                plan=event.plan,
                case=event.case,
                client=event.client,
                primary_issue=event.primary_issue,
                drafted_at=event.drafted_at,
            )
        case (
            of_plan.GoalAdded()
            | of_plan.ActionAdded()
            | supports.IfThenAdded()
            | supports.BarrierAdded()
            | supports.FacilitatorAdded()
            | supports.RewardAdded()
            | diaries.DiaryStarted()
            | diaries.DiaryFilled()
        ):
            return None  # the client's own: how they go about it concerns nobody else
        case revisions.GoalRevised():
            return _revised(event)
        case of_plan.PlanReviewed():
            return _reviewed(event)
        case of_plan.PlanAgreed():
            return contract.PlanAgreed(
                plan=event.plan,
                case=event.case,
                client=event.client,
                primary_issue=event.primary_issue,
                diet_subtype=event.diet_subtype,
                secondary_issues=event.secondary_issues,
                how=event.how,
                agreed_at=event.agreed_at,
            )
        case of_plan.GoalSet():
            return contract.GoalSet(
                plan=event.plan,
                client=event.client,
                goal=event.goal,
                behaviour=event.behaviour,
                kind=event.kind,
                due_on=event.due_on,
                set_at=event.set_at,
            )
        case of_plan.GoalAchieved():
            return contract.GoalAchieved(
                plan=event.plan,
                client=event.client,
                goal=event.goal,
                recorded_at=event.recorded_at,
            )
        case of_plan.GoalPartlyAchieved():
            return contract.GoalPartlyAchieved(
                plan=event.plan,
                client=event.client,
                goal=event.goal,
                recorded_at=event.recorded_at,
            )
        case of_plan.GoalNotAchieved():
            return contract.GoalNotAchieved(
                plan=event.plan,
                client=event.client,
                goal=event.goal,
                recorded_at=event.recorded_at,
            )
        case of_plan.PlanSignedOff():
            return contract.PlanSignedOff(
                plan=event.plan,
                case=event.case,
                client=event.client,
                result=event.result,
                rolled_up=event.rolled_up,
                overridden=event.overridden,
                client_present=event.client_present,
                checks=_due(event.checks),
                signed_off_at=event.signed_off_at,
            )
        case revisions.PlanSignOffCorrected():
            return _corrected(event)
        case revisions.PlanSuperseded():
            return contract.PlanSuperseded(
                plan=event.plan,
                case=event.case,
                client=event.client,
                by=event.by,
                superseded_at=event.superseded_at,
            )
        case of_plan.PlanAbandoned():
            return contract.PlanAbandoned(
                plan=event.plan,
                case=event.case,
                client=event.client,
                reason=event.reason,
                ended_at=event.ended_at,
            )
        case of_plan.MaintenanceCheckFellDue():
            return contract.MaintenanceCheckFellDue(
                plan=event.plan,
                client=event.client,
                check=event.check,
                months=event.months,
                due_on=event.due_on,
            )
        case of_plan.MaintenanceCheckAttempted():
            return contract.MaintenanceCheckAttempted(
                plan=event.plan,
                client=event.client,
                check=event.check,
                channel=event.channel,
                attempted_at=event.attempted_at,
            )
        case of_plan.MaintenanceChecked():
            return contract.MaintenanceChecked(
                plan=event.plan,
                case=event.case,
                client=event.client,
                check=event.check,
                months=event.months,
                result=event.result,
                checked_at=event.checked_at,
            )
        case of_plan.PlanTakenUpAgain():
            return contract.PlanTakenUpAgain(
                plan=event.plan,
                case=event.case,
                client=event.client,
                checks=event.checks,
                taken_up_at=event.taken_up_at,
            )
        case of_plan.PlanImported():
            return _imported(event)
        case of_plan.PlanImportUndone():
            return contract.PlanImportUndone(
                plan=event.plan,
                case=event.case,
                client=event.client,
                of_import=event.of_import,
                undone_at=event.undone_at,
            )


def _revised(event: revisions.GoalRevised) -> contract.GoalRevised | None:
    """Tell that an agreed goal stands otherwise now. In a draft nothing stands yet."""
    if not event.agreed:
        return None
    return contract.GoalRevised(
        plan=event.plan,
        client=event.client,
        goal=event.goal,
        behaviour=event.behaviour,
        kind=event.kind,
        due_on=event.due_on,
        revised_at=event.revised_at,
    )


def _reviewed(event: of_plan.PlanReviewed) -> contract.PlanReviewed | None:
    """Tell of a review, unless it is so old that it does not say of which plan."""
    if event.plan is None or event.case is None or event.client is None:
        return None
    return contract.PlanReviewed(
        plan=event.plan,
        case=event.case,
        client=event.client,
        next_review_on=event.next_review_on,
        reviewed_at=event.reviewed_at,
    )


def _corrected(event: revisions.PlanSignOffCorrected) -> contract.PlanSignOffCorrected:
    return contract.PlanSignOffCorrected(
        plan=event.plan,
        case=event.case,
        client=event.client,
        result=event.result,
        rolled_up=event.rolled_up,
        overridden=event.overridden,
        goals=tuple(
            contract.GoalResult(goal=each.goal, result=each.result) for each in event.goals
        ),
        checks=_due(event.checks),
        corrected_at=event.corrected_at,
        signed_off_at=event.signed_off_at,
        client_present=event.client_present,
    )


def _due(checks: tuple[revisions.ScheduledCheck, ...]) -> tuple[contract.CheckDue, ...]:
    return tuple(
        contract.CheckDue(check=check.check, months=check.months, due_on=check.due_on)
        for check in checks
    )


def _imported(event: of_plan.PlanImported) -> contract.PlanImported:
    return contract.PlanImported(
        plan=event.plan,
        case=event.case,
        client=event.client,
        of_import=event.of_import,
        primary_issue=event.primary_issue,
        agreed_at=event.agreed_at,
        result=event.result,
        ended_early=event.ended_early,
        ended_at=event.ended_at,
        checks=tuple(
            contract.CheckDone(
                check=check.check,
                months=check.months,
                result=check.result,
                checked_at=check.checked_at,
            )
            for check in event.checks
        ),
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


def publish_of_transfer(event: transfer.Event) -> Published:
    """Tell how a transfer goes."""
    match event:
        case transfer.TransferReceived():
            return contract.TransferReceived(
                transfer=event.transfer,
                from_organisation=event.from_organisation,
                from_programme=event.from_programme,
                reason=event.reason,
                received_at=event.received_at,
            )
        case transfer.TransferAccepted():
            return contract.TransferAccepted(
                transfer=event.transfer,
                client=event.client,
                new_case=event.new_case,
                accepted_at=event.accepted_at,
            )
        case transfer.TransferDeclined():
            return contract.TransferDeclined(
                transfer=event.transfer,
                reason=event.reason,
                declined_at=event.declined_at,
            )


def publish_of_reassignment(event: of_reassignment.Event) -> Published:
    """Tell how an act goes that moves many cases. Each case tells its own move."""
    match event:
        case of_reassignment.CasesReassigned():
            return contract.CasesReassigned(
                reassignment=event.reassignment,
                because=event.because,
                former=event.former,
                cases=event.cases,
                reassigned_at=event.reassigned_at,
            )
        case of_reassignment.ReassignmentCarriedOut():
            return contract.ReassignmentCarriedOut(
                reassignment=event.reassignment,
                carried_out_at=event.carried_out_at,
            )
        case of_reassignment.ClientWasTold():
            return contract.ClientWasTold(
                reassignment=event.reassignment,
                case=event.case,
                client=event.client,
                told=event.told,
                told_at=event.told_at,
            )
        case of_reassignment.ReassignmentUndone():
            return contract.ReassignmentUndone(
                reassignment=event.reassignment,
                undone_at=event.undone_at,
            )
        case of_reassignment.ReassignmentGivenBack():
            return contract.ReassignmentGivenBack(
                reassignment=event.reassignment,
                given_back_at=event.given_back_at,
            )


def publish_of_cover(event: covering.Event) -> Published:
    """Tell who covers for whom."""
    match event:
        case covering.CoverArranged():
            return contract.CoverArranged(
                cover=event.cover,
                worker=event.worker,
                covered_by=event.covered_by,
                from_on=event.from_on,
                until_on=event.until_on,
                arranged_at=event.arranged_at,
            )
        case covering.CoverEnded():
            return contract.CoverEnded(
                cover=event.cover,
                ended_at=event.ended_at,
            )
