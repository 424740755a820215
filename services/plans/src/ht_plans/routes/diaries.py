"""Diaries: given to the client, printed for them to hold, and told of when they come back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from pydantic import Field

from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.codes import DiaryId, DiaryKind, GoalId
from ht_plans.domain.plan.diaries import DiaryEntry, FillDiary, StartDiary
from ht_plans.handling import Plans
from ht_plans.routes.forms import Day, Form, FreeText, Number, ShortText
from ht_plans.routes.sheet import sheet_of

router = APIRouter(prefix="/plans/{plan_id}/diaries", tags=["diaries"])
MAY_WRITE = [Depends(allows("plan:write"))]


class DiaryForm(Form):
    """The body of POST /plans/{id}/diaries. Without `goal` it is about the whole plan."""

    kind: DiaryKind
    what_to_write: FreeText
    first_day: Day
    days: Annotated[int, Field(ge=1, le=366)] = 7
    unit: ShortText | None = None
    goal: UUID | None = None


class EntryForm(Form):
    """What the client tells of one day."""

    day: Day
    amount: Number | None = None
    words: FreeText | None = None


class EntriesForm(Form):
    """The body of POST /plans/{id}/diaries/{diary}/entries."""

    entries: Annotated[tuple[EntryForm, ...], Field(min_length=1, max_length=100)]


@router.post("", status_code=201, dependencies=MAY_WRITE)
async def start_diary(
    plan_id: UUID, form: DiaryForm, plans: Plans, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Give the client a diary to keep."""
    command = StartDiary(
        diary=DiaryId(asked.new_id),
        kind=form.kind,
        goal=None if form.goal is None else GoalId(form.goal),
        what_to_write=form.what_to_write,
        unit=form.unit,
        first_day=form.first_day,
        days=form.days,
    )
    ids = {"diary": command.diary}
    return answer(await plans.handle(plan_id, command, asked=asked, ids=ids), created=True)


@router.post("/{diary}/entries", dependencies=MAY_WRITE)
async def fill_diary(
    plan_id: UUID,
    diary: UUID,
    *,
    form: EntriesForm,
    plans: Plans,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Record what the client tells of some days of their diary."""
    command = FillDiary(
        diary=DiaryId(diary),
        entries=tuple(
            DiaryEntry(day=entry.day, amount=entry.amount, words=entry.words)
            for entry in form.entries
        ),
        now=asked.at,
    )
    return answer(await plans.handle(plan_id, command, asked=asked))


@router.get(
    "/{diary}/sheet",
    response_class=HTMLResponse,
    dependencies=[Depends(allows("plan:read"))],
)
async def print_diary(
    plan_id: UUID,
    diary: UUID,
    *,
    plans: Plans,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("diary.view"))],
) -> HTMLResponse:
    """Give the sheet that the client holds, with what they have told so far."""
    plan = (await plans.show(plan_id, actor=actor)).state
    look.at(plan.begun().client)
    kept = plan.diaries.get(DiaryId(diary))
    if kept is None:
        raise NoSuchThing
    goal = kept.started.goal
    return HTMLResponse(sheet_of(kept, plan.goal(goal).now.statement if goal else None))
