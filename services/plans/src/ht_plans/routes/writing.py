"""Plans: drafted, given goals and actions, agreed, and looked at."""

from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from ht_kit.audit import Look, looks
from ht_kit.decider import Taken
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.refusals import CaseHasClosed
from ht_plans.domain.codes import (
    ActionId,
    Agreement,
    CaseId,
    DietSubtype,
    GoalId,
    Issue,
    PlanId,
)
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, DraftPlan
from ht_plans.domain.plan.plan import decide
from ht_plans.domain.plan.refusals import AnotherPlanInProgress
from ht_plans.domain.plan.writing import missing_at_agreement
from ht_plans.handling import Cases, Plans
from ht_plans.routes.forms import Form, FreeText, GoalForm, Instant, Ruler, ShortText
from ht_plans.routes.planviews import PlanView, view_of_plan
from ht_plans.routes.returning import EarlierChangeForm, ReturningDep
from ht_plans.routes.superseding import in_the_place_of_another

router = APIRouter(tags=["plans"])
MAY_WRITE = [Depends(allows("plan:write"))]

Issues: TypeAlias = Annotated[tuple[Issue, ...], Field(max_length=12)]


class DraftPlanForm(Form):
    """The body of POST /cases/{id}/plans.

    `supersedes` is the plan in progress that this one takes the place of, if it does.
    """

    drafted_at: Instant
    primary_issue: Issue | None = None
    diet_subtype: DietSubtype | None = None
    secondary_issues: Issues = ()
    own_words: FreeText | None = None
    supersedes: UUID | None = None


class AddGoalForm(GoalForm):
    """The body of POST /plans/{id}/goals."""

    behaviour: Issue
    set_at: Instant


class AddActionForm(Form):
    """The body of POST /plans/{id}/goals/{goal}/actions."""

    what: FreeText
    where: ShortText | None = None
    when: ShortText | None = None
    how_often: ShortText | None = None
    with_whom: ShortText | None = None


class AgreePlanForm(Form):
    """The body of POST /plans/{id}/agree. Issues given here replace those of the draft.

    `importance` and `confidence` are said, or it is said that the client declined to.
    `earlier_change` is what the client says of an earlier plan about the same issue.
    """

    agreed_at: Instant
    how: Agreement
    importance: Ruler | None = None
    confidence: Ruler | None = None
    primary_issue: Issue | None = None
    diet_subtype: DietSubtype | None = None
    secondary_issues: Issues = ()
    earlier_change: EarlierChangeForm | None = None


@router.post("/cases/{case_id}/plans", status_code=201, dependencies=MAY_WRITE)
async def draft_plan(
    case_id: UUID,
    *,
    form: DraftPlanForm,
    cases: Cases,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Begin a plan, once the assessment conversation was held."""
    case, _ = await cases.read(case_id, actor=asked.actor)
    opened = case.open()
    command = DraftPlan(
        plan=PlanId(asked.new_id),
        case=CaseId(case_id),
        client=opened.client,
        programme=opened.programme,
        case_is_assessed=case.assessed,
        support_has_ended=case.withdrawn_at is not None,
        primary_issue=form.primary_issue,
        diet_subtype=form.diet_subtype,
        secondary_issues=form.secondary_issues,
        own_words=form.own_words,
        drafted_at=form.drafted_at,
        now=asked.at,
        supersedes=None if form.supersedes is None else PlanId(form.supersedes),
    )
    command = await in_the_place_of_another(command, plans, asked)
    try:
        recorded = await plans.create(command.plan, command, asked=asked)
    except Taken as taken:
        if taken.holder == case_id:  # it was closed at this very moment
            raise CaseHasClosed from None
        raise AnotherPlanInProgress from None
    return answer(recorded, created=True)


@router.get("/plans/{plan_id}", dependencies=[Depends(allows("plan:read"))])
async def read_plan(
    plan_id: UUID,
    plans: Plans,
    actor: ActorDep,
    response: Response,
    look: Annotated[Look, Depends(looks("plan.view"))],
) -> PlanView:
    """Show a plan: its goals, what came of them, and its checks."""
    shown = await plans.show(plan_id, actor=actor)
    look.at(shown.state.begun().client)
    response.headers["ETag"] = f'"{shown.version}"'
    return view_of_plan(plan_id, shown)


@router.post("/plans/{plan_id}/goals", status_code=201, dependencies=MAY_WRITE)
async def add_goal(
    plan_id: UUID, form: AddGoalForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Add something to work towards."""
    command = AddGoal(
        goal=GoalId(asked.new_id),
        statement=form.statement,
        behaviour=form.behaviour,
        kind=form.kind,
        told_by=form.told_by,
        baseline=form.baseline,
        target=form.target,
        unit=form.unit,
        due_on=form.due_on,
        review_on=form.review_on,
        set_at=form.set_at,
        now=asked.at,
        importance=form.importance,
        confidence=form.confidence,
    )
    recorded = await plans.handle(plan_id, command, asked=asked, ids={"goal": command.goal})
    return answer(recorded, created=True)


@router.post("/plans/{plan_id}/goals/{goal}/actions", status_code=201, dependencies=MAY_WRITE)
async def add_action(
    plan_id: UUID,
    goal: UUID,
    *,
    form: AddActionForm,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Add what the client will do to reach a goal."""
    command = AddAction(
        goal=GoalId(goal),
        action=ActionId(asked.new_id),
        what=form.what,
        where=form.where,
        when=form.when,
        how_often=form.how_often,
        with_whom=form.with_whom,
    )
    recorded = await plans.handle(plan_id, command, asked=asked, ids={"action": command.action})
    return answer(recorded, created=True)


@router.post("/plans/{plan_id}/agree", dependencies=MAY_WRITE)
async def agree_plan(
    plan_id: UUID,
    *,
    form: AgreePlanForm,
    plans: Plans,
    returning: ReturningDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Agree the plan with the client. Each of its goals is set by that.

    The checks of an earlier plan about the same issue end by it. The answer warns where the
    plan says nothing of what the client will do if it gets difficult.
    """
    command = AgreePlan(
        how=form.how,
        importance=form.importance,
        confidence=form.confidence,
        primary_issue=form.primary_issue,
        diet_subtype=form.diet_subtype,
        secondary_issues=form.secondary_issues,
        agreed_at=form.agreed_at,
        now=asked.at,
    )
    plan, version = await plans.read(plan_id, actor=asked.actor)
    decide(command, plan)  # what cannot be agreed ends nothing of an earlier plan either
    issue = form.primary_issue or plan.begun().primary_issue
    if asked.expected_version in {None, version}:  # nor does what somebody else has changed
        await returning.ends(plan, issue, form.earlier_change, form.agreed_at)
    recorded = await plans.handle(plan_id, command, asked=asked)
    return answer(recorded, more={"warnings": missing_at_agreement(plan)})
