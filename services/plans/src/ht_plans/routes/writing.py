"""Plans: drafted, given goals and actions, agreed, and looked at."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from ht_kit.audit import Look, looks
from ht_kit.decider import Taken
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import (
    ActionId,
    Agreement,
    CaseId,
    DietSubtype,
    GoalId,
    GoalKind,
    Issue,
    PlanId,
    ToldBy,
)
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, DraftPlan
from ht_plans.domain.plan.refusals import AnotherPlanInProgress
from ht_plans.handling import Cases, Plans
from ht_plans.routes.forms import Day, Form, FreeText, Instant, Number, ShortText
from ht_plans.routes.planviews import PlanView, view_of_plan

router = APIRouter(tags=["plans"])
MAY_WRITE = [Depends(allows("plan:write"))]

Issues: TypeAlias = Annotated[tuple[Issue, ...], Field(max_length=12)]
Ruler: TypeAlias = Annotated[int, Field(ge=0, le=10)] | Literal["declined"]


class DraftPlanForm(Form):
    """The body of POST /cases/{id}/plans."""

    drafted_at: Instant
    primary_issue: Issue | None = None
    diet_subtype: DietSubtype | None = None
    secondary_issues: Issues = ()
    own_words: FreeText | None = None


class AddGoalForm(Form):
    """The body of POST /plans/{id}/goals."""

    statement: FreeText
    behaviour: Issue
    kind: GoalKind
    told_by: ToldBy
    baseline: Number | None = None
    target: Number | None = None
    unit: ShortText | None = None
    due_on: Day
    review_on: Day
    set_at: Instant


class AddActionForm(Form):
    """The body of POST /plans/{id}/goals/{goal}/actions."""

    what: FreeText
    where: ShortText | None = None
    when: ShortText | None = None
    how_often: ShortText | None = None
    with_whom: ShortText | None = None


class AgreePlanForm(Form):
    """The body of POST /plans/{id}/agree. Issues given here replace those of the draft."""

    agreed_at: Instant
    how: Agreement
    importance: Ruler
    confidence: Ruler
    primary_issue: Issue | None = None
    diet_subtype: DietSubtype | None = None
    secondary_issues: Issues = ()


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
    )
    try:
        recorded = await plans.create(asked.new_id, command, asked=asked)
    except Taken:
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
    plan_id: UUID, form: AgreePlanForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Agree the plan with the client. Each of its goals is set by that."""
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
    return answer(await plans.handle(plan_id, command, asked=asked))
