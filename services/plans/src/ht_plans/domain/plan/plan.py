"""The rules of a Personal Health Plan.

A client chooses what to change. Their health trainer helps them put it as goals, reviews
them together, signs the plan off, and later asks whether the change has lasted.

    DraftPlan ─► PlanDrafted
    AddGoal ─► GoalAdded, and GoalSet once the plan is agreed
    AddAction ─► ActionAdded
    AddIfThen, AddBarrier, AddFacilitator, AddReward ─► IfThenAdded and so on
    StartDiary ─► DiaryStarted;  FillDiary ─► DiaryFilled
    ReviseGoal ─► GoalRevised               (what it said before stays)
    AgreePlan ─► PlanAgreed, GoalSet for each goal
    RecordGoalResult ─► GoalAchieved │ GoalPartlyAchieved │ GoalNotAchieved
    ReviewPlan ─► PlanReviewed, and results recorded now
    SignOffPlan ─► results recorded now, PlanSignedOff with its maintenance checks
    CorrectSignOff ─► PlanSignOffCorrected, and MaintenanceChecked where nothing is to be asked
    AbandonPlan ─► PlanAbandoned
    SupersedePlan ─► PlanSuperseded         (another plan of the case takes its place)
    EndForDeath ─► PlanAbandoned │ MaintenanceChecked for each open check
    MarkCheckDue ─► MaintenanceCheckFellDue
    RecordAttempt ─► MaintenanceCheckAttempted
    RecordCheck ─► MaintenanceChecked
    EndChecksOnReturn ─► MaintenanceChecked for each open check
    GoOnAfterDeath ─► PlanTakenUpAgain
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
    GoOnAfterDeath,
    ImportPlan,
    MarkCheckDue,
    RecordAttempt,
    RecordCheck,
    RecordGoalResult,
    ReviewPlan,
    SignOffPlan,
    UndoPlanImport,
)
from ht_plans.domain.plan.correcting import correct_sign_off
from ht_plans.domain.plan.diaries import FillDiary, StartDiary
from ht_plans.domain.plan.events import Event
from ht_plans.domain.plan.folding import evolve
from ht_plans.domain.plan.importing import import_plan, undo_plan_import
from ht_plans.domain.plan.keeping import fill_diary, start_diary
from ht_plans.domain.plan.resulting import (
    abandon_plan,
    record_goal_result,
    review_plan,
    sign_off_plan,
)
from ht_plans.domain.plan.revising import revise_goal, supersede_plan
from ht_plans.domain.plan.revisions import (
    CorrectSignOff,
    EndChecksOnReturn,
    EndForDeath,
    ReviseGoal,
    SupersedePlan,
)
from ht_plans.domain.plan.state import NO_PLAN_YET, Plan
from ht_plans.domain.plan.stopping import end_checks_on_return, end_for_death
from ht_plans.domain.plan.supporting import (
    add_barrier,
    add_facilitator,
    add_if_then,
    add_reward,
)
from ht_plans.domain.plan.supports import AddBarrier, AddFacilitator, AddIfThen, AddReward
from ht_plans.domain.plan.taking_up import go_on_after_death
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
        case AddIfThen():
            return [*add_if_then(command, plan)]
        case AddBarrier():
            return [*add_barrier(command, plan)]
        case AddFacilitator():
            return [*add_facilitator(command, plan)]
        case AddReward():
            return [*add_reward(command, plan)]
        case StartDiary():
            return [*start_diary(command, plan)]
        case FillDiary():
            return [*fill_diary(command, plan)]
        case ReviseGoal():
            return [*revise_goal(command, plan)]
        case AgreePlan():
            return [*agree_plan(command, plan)]
        case RecordGoalResult():
            return [*record_goal_result(command, plan)]
        case ReviewPlan():
            return [*review_plan(command, plan)]
        case SignOffPlan():
            return [*sign_off_plan(command, plan)]
        case CorrectSignOff():
            return [*correct_sign_off(command, plan)]
        case AbandonPlan():
            return [*abandon_plan(command, plan)]
        case SupersedePlan():
            return [*supersede_plan(command, plan)]
        case EndForDeath():
            return [*end_for_death(command, plan)]
        case MarkCheckDue():
            return [*mark_check_due(command, plan)]
        case RecordAttempt():
            return [*record_attempt(command, plan)]
        case RecordCheck():
            return [*record_check(command, plan)]
        case EndChecksOnReturn():
            return [*end_checks_on_return(command, plan)]
        case GoOnAfterDeath():
            return [*go_on_after_death(command, plan)]
        case ImportPlan():
            return [*import_plan(command, plan)]
        case UndoPlanImport():
            return [*undo_plan_import(command, plan)]
