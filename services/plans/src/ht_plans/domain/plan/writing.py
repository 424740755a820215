"""Writing a plan together: draft, goals, actions, and the client's agreement."""

from datetime import datetime

from ht_plans.domain.codes import DietSubtype, Issue
from ht_plans.domain.days import day_of
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, DraftPlan
from ht_plans.domain.plan.events import (
    ActionAdded,
    GoalAdded,
    GoalSet,
    PlanAgreed,
    PlanDrafted,
)
from ht_plans.domain.plan.refusals import (
    ActionAlreadyAdded,
    AgreedBeforeDraft,
    AlreadyAgreed,
    AlreadyDrafted,
    BeforeAgreement,
    CaseNotAssessed,
    ClientStoppedTakingPart,
    DueBeforeAgreement,
    GoalAlreadyAdded,
    GoalWithoutAction,
    NoGoal,
    NoPrimaryIssue,
    NotAboutDiet,
    PrimaryIssueRepeated,
    RulersNotSaid,
    TooManyIssues,
)
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.plan.telling import (
    how_and_when_told,
    refuse_out_of_range,
    refuse_untellable,
)
from ht_plans.domain.refusals import DatedInTheFuture

_MOST_SECONDARY_ISSUES = 5


def draft_plan(asked: DraftPlan, plan: Plan) -> list[PlanDrafted]:
    """Begin a plan, once the assessment conversation was held."""
    drafted = PlanDrafted(
        plan=asked.plan,
        case=asked.case,
        client=asked.client,
        programme=asked.programme,
        primary_issue=asked.primary_issue,
        diet_subtype=asked.diet_subtype,
        secondary_issues=asked.secondary_issues,
        own_words=asked.own_words,
        drafted_at=asked.drafted_at,
        supersedes=asked.supersedes,
    )
    if plan.drafted is not None:
        if plan.drafted != drafted:
            raise AlreadyDrafted
        return []
    if asked.drafted_at > asked.now:
        raise DatedInTheFuture
    if asked.support_has_ended:
        raise ClientStoppedTakingPart
    if not asked.case_is_assessed:
        raise CaseNotAssessed
    _refuse_unclear_issues(asked.primary_issue, asked.diet_subtype, asked.secondary_issues)
    return [drafted]


def add_goal(asked: AddGoal, plan: Plan) -> list[GoalAdded | GoalSet]:
    """Write a goal into the plan. In an agreed plan, that sets it."""
    plan.still_open()
    told_by, review_on = how_and_when_told(asked)
    added = GoalAdded(
        goal=asked.goal,
        statement=asked.statement,
        behaviour=asked.behaviour,
        kind=asked.kind,
        told_by=told_by,
        baseline=asked.baseline,
        target=asked.target,
        unit=asked.unit,
        due_on=asked.due_on,
        review_on=review_on,
        set_at=asked.set_at,
        importance=asked.importance,
        confidence=asked.confidence,
    )
    if asked.goal in plan.goals:
        if plan.goals[asked.goal].written != added:
            raise GoalAlreadyAdded
        return []
    if asked.set_at > asked.now:
        raise DatedInTheFuture
    refuse_untellable(asked)
    if plan.agreed is None:
        return [added]
    if day_of(asked.set_at) < day_of(plan.agreed.agreed_at):
        raise BeforeAgreement
    return [added, _set(added, plan.agreed, asked.set_at)]


def add_action(asked: AddAction, plan: Plan) -> list[ActionAdded]:
    """Write down what the client will do to reach a goal."""
    plan.still_open()
    added = ActionAdded(
        goal=asked.goal,
        action=asked.action,
        what=asked.what,
        where=asked.where,
        when=asked.when,
        how_often=asked.how_often,
        with_whom=asked.with_whom,
    )
    known = {action.action: action for action in plan.goal(asked.goal).actions}
    if asked.action not in known:
        return [added]
    if known[asked.action] != added:
        raise ActionAlreadyAdded
    return []


def agree_plan(asked: AgreePlan, plan: Plan) -> list[PlanAgreed | GoalSet]:
    """Agree the plan with the client. Each goal in it is set by that."""
    if plan.agreed is not None:
        if (plan.agreed.how, plan.agreed.agreed_at) != (asked.how, asked.agreed_at):
            raise AlreadyAgreed
        return []
    drafted = plan.still_open()
    if asked.agreed_at > asked.now:
        raise DatedInTheFuture
    if asked.importance is None or asked.confidence is None:
        raise RulersNotSaid
    refuse_out_of_range(asked.importance, asked.confidence)
    if day_of(asked.agreed_at) < day_of(drafted.drafted_at):
        raise AgreedBeforeDraft
    primary = asked.primary_issue or drafted.primary_issue
    if primary is None:
        raise NoPrimaryIssue
    subtype = asked.diet_subtype or drafted.diet_subtype
    secondary = asked.secondary_issues or drafted.secondary_issues
    _refuse_unclear_issues(primary, subtype, secondary)
    if not plan.goals:
        raise NoGoal
    if not all(goal.actions for goal in plan.goals.values()):
        raise GoalWithoutAction
    agreed = PlanAgreed(
        plan=drafted.plan,
        case=drafted.case,
        client=drafted.client,
        primary_issue=primary,
        diet_subtype=subtype,
        secondary_issues=secondary,
        how=asked.how,
        importance=asked.importance,
        confidence=asked.confidence,
        agreed_at=asked.agreed_at,
    )
    return [
        agreed,
        *[_set(goal.now, agreed, asked.agreed_at) for goal in plan.goals.values()],
    ]


def missing_at_agreement(plan: Plan) -> list[str]:
    """Name what a plan that is agreed had better have. Nobody is kept from agreeing it."""
    return [] if plan.if_thens else ["no-if-then-plan"]


def _set(goal: GoalAdded, agreed: PlanAgreed, set_at: datetime) -> GoalSet:
    if goal.due_on < day_of(set_at):
        raise DueBeforeAgreement
    return GoalSet(
        plan=agreed.plan,
        client=agreed.client,
        goal=goal.goal,
        behaviour=goal.behaviour,
        kind=goal.kind,
        due_on=goal.due_on,
        set_at=set_at,
    )


def _refuse_unclear_issues(
    primary: Issue | None, subtype: DietSubtype | None, secondary: tuple[Issue, ...]
) -> None:
    if len(secondary) > _MOST_SECONDARY_ISSUES:
        raise TooManyIssues
    if primary in secondary or len(set(secondary)) != len(secondary):
        raise PrimaryIssueRepeated
    if subtype is not None and "diet" not in {primary, *secondary}:
        raise NotAboutDiet
