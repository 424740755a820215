"""Translate stored facts of plans and their checks into published ones."""

from ht_contracts import plans as contract
from ht_contracts.envelope import Published
from ht_plans.domain.plan import diaries, revisions, supports
from ht_plans.domain.plan import events as of_plan


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
