"""The rules of a Personal Health Plan.

A client chooses what to change. Their health trainer helps them put it as goals, reviews
them together, signs the plan off, and later asks whether the change has lasted.

    DraftPlan ─► PlanDrafted
    AddGoal ─► GoalAdded, and GoalSet once the plan is agreed
    AddAction ─► ActionAdded
    AgreePlan ─► PlanAgreed, GoalSet for each goal
    RecordGoalResult ─► GoalAchieved │ GoalPartlyAchieved │ GoalNotAchieved
    ReviewPlan ─► PlanReviewed, and results recorded now
    SignOffPlan ─► results recorded now, PlanSignedOff with its maintenance checks
    AbandonPlan ─► PlanAbandoned
    MarkCheckDue ─► MaintenanceCheckFellDue
    RecordAttempt ─► MaintenanceCheckAttempted
    RecordCheck ─► MaintenanceChecked
    ImportPlan ─► PlanImported              (from another system's extract)
    UndoPlanImport ─► PlanImportUndone      (if nobody has worked with it since)

All up to the first review may happen on one day. Asking for the same thing twice changes
nothing.
"""

from ht_plans.domain.plan.checking import mark_check_due, record_attempt, record_check
from ht_plans.domain.plan.commands import (
    AbandonPlan,
    AddAction,
    AddGoal,
    AgreePlan,
    Command,
    DraftPlan,
    ImportPlan,
    MarkCheckDue,
    RecordAttempt,
    RecordCheck,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
    UndoPlanImport,
)
from ht_plans.domain.plan.events import Event
from ht_plans.domain.plan.importing import import_plan, undo_plan_import
from ht_plans.domain.plan.resulting import (
    abandon_plan,
    record_goal_result,
    review_plan,
    sign_off_plan,
)
from ht_plans.domain.plan.state import NO_PLAN_YET, Plan, evolve
from ht_plans.domain.plan.writing import add_action, add_goal, agree_plan, draft_plan
from ht_plans.domain.refusals import ImportTakenBack

__all__ = ["NO_PLAN_YET", "Plan", "decide", "evolve"]


def decide(  # noqa: C901, PLR0911, PLR0912 - one arm for each command
    command: Command, plan: Plan
) -> list[Event]:
    """Say what happens when this is asked of this plan."""
    if plan.import_undone is not None and not isinstance(command, UndoPlanImport):
        raise ImportTakenBack
    match command:
        case DraftPlan():
            return [*draft_plan(command, plan)]
        case AddGoal():
            return [*add_goal(command, plan)]
        case AddAction():
            return [*add_action(command, plan)]
        case AgreePlan():
            return [*agree_plan(command, plan)]
        case RecordGoalResult():
            return [*record_goal_result(command, plan)]
        case ReviewPlan():
            return [*review_plan(command, plan)]
        case SignOffPlan():
            return [*sign_off_plan(command, plan)]
        case AbandonPlan():
            return [*abandon_plan(command, plan)]
        case MarkCheckDue():
            return [*mark_check_due(command, plan)]
        case RecordAttempt():
            return [*record_attempt(command, plan)]
        case RecordCheck():
            return [*record_check(command, plan)]
        case ImportPlan():
            return [*import_plan(command, plan)]
        case UndoPlanImport():
            return [*undo_plan_import(command, plan)]
