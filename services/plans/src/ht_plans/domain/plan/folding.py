"""Folding: what a plan is after what has happened to it. Never refuses, in any order."""

from dataclasses import replace
from datetime import datetime

from ht_plans.domain.codes import GoalId, Result
from ht_plans.domain.plan.diaries import Diary, DiaryFilled, DiaryStarted
from ht_plans.domain.plan.events import (
    ActionAdded,
    Event,
    GoalAchieved,
    GoalAdded,
    GoalNotAchieved,
    GoalPartlyAchieved,
    GoalSet,
    MaintenanceCheckAttempted,
    MaintenanceChecked,
    MaintenanceCheckFellDue,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanImported,
    PlanImportUndone,
    PlanReviewed,
    PlanSignedOff,
    PlanTakenUpAgain,
)
from ht_plans.domain.plan.imported import (
    abandoned_as,
    agreed_as,
    checked_as,
    drafted_as,
    scheduled_as,
    signed_off_as,
)
from ht_plans.domain.plan.revisions import (
    GoalRevised,
    PlanSignOffCorrected,
    PlanSuperseded,
    ScheduledCheck,
)
from ht_plans.domain.plan.state import Check, Goal, Plan
from ht_plans.domain.plan.supports import (
    BarrierAdded,
    FacilitatorAdded,
    IfThenAdded,
    RewardAdded,
    SupportAdded,
)


def evolve(plan: Plan, event: Event) -> Plan:
    """Remember what happened. Never refuses: it has already happened.

    Whatever happens to a plan after it was imported is work with it.
    """
    happened = _evolve(plan, event)
    return happened if plan.imported is None else replace(happened, worked_with=True)


def _evolve(  # noqa: C901, PLR0911, PLR0912 - one arm for each event
    plan: Plan, event: Event
) -> Plan:
    match event:
        case PlanDrafted():
            return replace(plan, drafted=event)
        case GoalAdded():
            return replace(plan, goals={**plan.goals, event.goal: Goal(written=event)})
        case ActionAdded() | GoalRevised():
            return _of_goal(plan, event)
        case IfThenAdded() | BarrierAdded() | FacilitatorAdded() | RewardAdded():
            return _supported(plan, event)
        case DiaryStarted() | DiaryFilled():
            return _kept(plan, event)
        case PlanAgreed():
            return replace(plan, agreed=event)
        case GoalSet():
            return plan
        case GoalAchieved():
            return _with_result(plan, event.goal, "achieved", event.recorded_at)
        case GoalPartlyAchieved():
            return _with_result(plan, event.goal, "part_achieved", event.recorded_at)
        case GoalNotAchieved():
            return _with_result(plan, event.goal, "not_achieved", event.recorded_at)
        case PlanReviewed():
            return replace(plan, reviews=(*plan.reviews, event))
        case PlanSignedOff():
            return _scheduling(replace(plan, signed_off=event, checks={}), event.checks)
        case PlanSignOffCorrected():
            return _corrected(plan, event)
        case PlanAbandoned():
            return replace(plan, abandoned=event)
        case PlanSuperseded():
            return replace(plan, superseded=event)
        case MaintenanceCheckFellDue() | MaintenanceCheckAttempted() | MaintenanceChecked():
            return _of_check(plan, event)
        case PlanTakenUpAgain():
            return _taken_up_again(plan, event)
        case PlanImported():
            return _imported(event)
        case PlanImportUndone():
            return replace(plan, import_undone=event)


def _of_goal(plan: Plan, event: ActionAdded | GoalRevised) -> Plan:
    goal = plan.goals.get(event.goal)
    if goal is None:
        return plan
    match event:
        case ActionAdded():
            goal = replace(goal, actions=(*goal.actions, event))
        case GoalRevised():
            goal = replace(goal, revisions=(*goal.revisions, event))
    return replace(plan, goals={**plan.goals, event.goal: goal})


def _supported(plan: Plan, event: SupportAdded) -> Plan:
    match event:
        case IfThenAdded():
            return replace(plan, if_thens={**plan.if_thens, event.if_then: event})
        case BarrierAdded():
            return replace(plan, barriers={**plan.barriers, event.barrier: event})
        case FacilitatorAdded():
            return replace(plan, facilitators={**plan.facilitators, event.facilitator: event})
        case RewardAdded():
            return replace(plan, rewards={**plan.rewards, event.reward: event})


def _kept(plan: Plan, event: DiaryStarted | DiaryFilled) -> Plan:
    match event:
        case DiaryStarted():
            diary = Diary(started=event)
        case DiaryFilled():
            known = plan.diaries.get(event.diary)
            if known is None:
                return plan
            told = {entry.day: entry for entry in event.entries or ()}
            diary = replace(known, entries={**known.entries, **told})
    return replace(plan, diaries={**plan.diaries, event.diary: diary})


def _with_result(plan: Plan, goal_id: GoalId, result: Result, at: datetime) -> Plan:
    goal = plan.goals.get(goal_id)
    if goal is None:
        return plan
    resulted = replace(goal, result=result, recorded_at=at)
    return replace(plan, goals={**plan.goals, goal_id: resulted})


def _scheduling(plan: Plan, scheduled: tuple[ScheduledCheck, ...]) -> Plan:
    checks = {each.check: _on_its_day(plan.checks.get(each.check), each) for each in scheduled}
    return replace(plan, checks={**plan.checks, **checks})


def _on_its_day(known: Check | None, scheduled: ScheduledCheck) -> Check:
    """Give a check its day. One that is to come later than it fell due falls due once more."""
    if known is None:
        return Check(scheduled=scheduled)
    still = known.fell_due and scheduled.due_on <= known.scheduled.due_on
    return replace(known, scheduled=scheduled, fell_due=still)


def _corrected(plan: Plan, event: PlanSignOffCorrected) -> Plan:
    for goal in event.goals:
        known = plan.goals.get(goal.goal)
        if known is not None and known.result != goal.result:
            plan = _with_result(plan, goal.goal, goal.result, event.corrected_at)
    corrected = replace(_held(plan, event), corrections=(*plan.corrections, event))
    return _scheduling(corrected, event.checks)


def _held(plan: Plan, event: PlanSignOffCorrected) -> Plan:
    """Have the plan be signed off on another day, or in another way, than it said."""
    before = plan.signed_off
    if before is None:
        return plan
    at = event.signed_off_at or before.signed_off_at
    after = replace(before, signed_off_at=at)
    if event.client_present is not None:
        after = replace(
            after,
            client_present=event.client_present,
            not_present_reason=event.not_present_reason,
        )
    goals = {
        goal_id: replace(goal, recorded_at=at)
        if goal.recorded_at == before.signed_off_at
        else goal
        for goal_id, goal in plan.goals.items()
    }
    return replace(plan, signed_off=after, goals=goals)


def _of_check(
    plan: Plan, event: MaintenanceCheckFellDue | MaintenanceCheckAttempted | MaintenanceChecked
) -> Plan:
    check = plan.checks.get(event.check)
    if check is None:
        return plan
    match event:
        case MaintenanceCheckFellDue():
            check = replace(check, fell_due=True)
        case MaintenanceCheckAttempted():
            check = replace(check, attempts=(*check.attempts, event))
        case MaintenanceChecked():
            check = replace(check, ended=event)
    return replace(plan, checks={**plan.checks, event.check: check})


def _taken_up_again(plan: Plan, event: PlanTakenUpAgain) -> Plan:
    died = plan.abandoned is not None and plan.abandoned.reason == "died"
    checks = {
        check_id: replace(check, ended=None) if check_id in event.checks else check
        for check_id, check in plan.checks.items()
    }
    return replace(plan, abandoned=None if died else plan.abandoned, checks=checks)


def _imported(event: PlanImported) -> Plan:
    """Give the plan that another system knew, as far as rules and screens ask for it."""
    checks = {
        check.check: Check(scheduled=scheduled_as(check), ended=checked_as(check, event))
        for check in event.checks
    }
    return Plan(
        drafted=drafted_as(event),
        agreed=agreed_as(event),
        signed_off=signed_off_as(event),
        abandoned=abandoned_as(event),
        checks=checks,
        imported=event,
    )
