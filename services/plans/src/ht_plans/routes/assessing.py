"""Assessment: one request carries the whole conversation."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.commands import RecordAssessment
from ht_plans.domain.codes import AssessmentId, Instrument, NotTaken, Phase
from ht_plans.domain.scoring.answers import (
    Answer,
    Body,
    FruitAndVegetables,
    GeneralHealth,
    HighFatSnacks,
    SelfEfficacy,
    Wellbeing,
)
from ht_plans.handling import Cases
from ht_plans.routes.forms import Form, Instant, Number

router = APIRouter(tags=["assessments"])

Items: TypeAlias = Annotated[tuple[int | None, ...], Field(max_length=20)]


class NotTakenForm(Form):
    """Why an instrument has no answer."""

    reason: NotTaken


class BodyForm(Form):
    """Height and weight."""

    height_cm: Number | None = None
    weight_kg: Number | None = None


class FruitAndVegetablesForm(Form):
    """Portions on an ordinary day."""

    portions_a_day: Number | None


class HighFatSnacksForm(Form):
    """How many, and a day or a week."""

    number: Number | None = None
    per: Literal["day", "week"] | None = None


class GeneralHealthForm(Form):
    """The client's own rating, 0 to 100."""

    rating: int | None


class ItemsForm(Form):
    """Answers to numbered items, in their order; null for one that has none yet."""

    answers: Items


class MeasuresForm(Form):
    """What was answered. An instrument that is left out was not asked."""

    bmi: NotTakenForm | BodyForm | None = None
    fruit_and_vegetables: NotTakenForm | FruitAndVegetablesForm | None = None
    high_fat_snacks: NotTakenForm | HighFatSnacksForm | None = None
    general_health: NotTakenForm | GeneralHealthForm | None = None
    ngse: NotTakenForm | ItemsForm | None = None
    who5: NotTakenForm | ItemsForm | None = None


class RecordAssessmentForm(Form):
    """The body of POST /cases/{id}/assessments."""

    phase: Phase
    taken_at: Instant
    measures: MeasuresForm


@router.post(
    "/cases/{case_id}/assessments",
    status_code=201,
    dependencies=[Depends(allows("assessment:write"))],
)
async def record_assessment(
    case_id: UUID,
    form: RecordAssessmentForm,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Record an assessment conversation. Declined, not asked and not possible are answers."""
    command = RecordAssessment(
        assessment=AssessmentId(asked.new_id),
        phase=form.phase,
        answers=_answers(form.measures),
        not_taken=_not_taken(form.measures),
        taken_at=form.taken_at,
        now=asked.at,
    )
    return answer(await cases.handle(case_id, command, asked=asked), created=True)


def _answers(measures: MeasuresForm) -> tuple[Answer, ...]:
    answers: list[Answer] = []
    if isinstance(body := measures.bmi, BodyForm):
        answers.append(Body(height_cm=body.height_cm, weight_kg=body.weight_kg))
    if isinstance(eaten := measures.fruit_and_vegetables, FruitAndVegetablesForm):
        answers.append(FruitAndVegetables(portions_a_day=eaten.portions_a_day))
    if isinstance(snacks := measures.high_fat_snacks, HighFatSnacksForm):
        answers.append(HighFatSnacks(number=snacks.number, per=snacks.per))
    if isinstance(health := measures.general_health, GeneralHealthForm):
        answers.append(GeneralHealth(rating=health.rating))
    if isinstance(efficacy := measures.ngse, ItemsForm):
        answers.append(SelfEfficacy(answers=efficacy.answers))
    if isinstance(wellbeing := measures.who5, ItemsForm):
        answers.append(Wellbeing(answers=wellbeing.answers))
    return tuple(answers)


def _not_taken(measures: MeasuresForm) -> dict[Instrument, NotTaken]:
    given: dict[Instrument, object] = {
        "bmi": measures.bmi,
        "fruit_and_vegetables": measures.fruit_and_vegetables,
        "high_fat_snacks": measures.high_fat_snacks,
        "general_health": measures.general_health,
        "ngse": measures.ngse,
        "who5": measures.who5,
    }
    return {
        instrument: without.reason
        for instrument, without in given.items()
        if isinstance(without, NotTakenForm)
    }
