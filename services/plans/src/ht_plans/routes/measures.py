"""How answers to instruments are sent: by name, by number, or as a reason for having none."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from ht_plans.domain.codes import Instrument, Mode, NotTaken
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.definition import Said
from ht_plans.domain.scoring.instruments import INSTRUMENTS
from ht_plans.routes.forms import Form, Number

Code: TypeAlias = Annotated[str, StringConstraints(max_length=40)]
SaidForm: TypeAlias = Annotated[Number | Code, Field(union_mode="left_to_right")]


class NotTakenForm(Form):
    """Why an instrument has no answer."""

    reason: NotTaken


class NumberedForm(Form):
    """Answers to the items in their order; null for one that has none yet."""

    answers: Annotated[tuple[SaidForm | None, ...], Field(max_length=20)]
    algorithm: Code | None = None
    mode: Mode | None = None


class NamedForm(BaseModel):
    """Answers by the names of the items, as GET /instruments lists them."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, SaidForm | None] = Field(init=False)

    algorithm: Code | None = None
    mode: Mode | None = None


def _form_of(sent: Any) -> str:
    if isinstance(sent, NotTakenForm | NumberedForm | NamedForm):
        return type(sent).__name__
    if isinstance(sent, Mapping) and "reason" in sent:
        return "NotTakenForm"
    if isinstance(sent, Mapping) and "answers" in sent:
        return "NumberedForm"
    return "NamedForm"


MeasureForm: TypeAlias = Annotated[
    Annotated[NotTakenForm, Tag("NotTakenForm")]
    | Annotated[NumberedForm, Tag("NumberedForm")]
    | Annotated[NamedForm, Tag("NamedForm")],
    Discriminator(_form_of),
]
MeasuresForm: TypeAlias = dict[Instrument, MeasureForm]


def answered(instrument: Instrument, form: NumberedForm | NamedForm) -> Answered:
    """Give the answers to an instrument under the names of its items."""
    match form:
        case NumberedForm():
            items = _by_name(instrument, form.answers)
        case NamedForm():
            items = form.__pydantic_extra__
    return Answered(
        instrument=instrument, items=items, algorithm=form.algorithm, mode=form.mode
    )


def answers_of(measures: MeasuresForm) -> tuple[Answered, ...]:
    """Give what was answered, of all measures that have an answer."""
    return tuple(
        answered(instrument, form)
        for instrument, form in measures.items()
        if not isinstance(form, NotTakenForm)
    )


def reasons_of(measures: MeasuresForm) -> dict[Instrument, NotTaken]:
    """Give the reasons of the measures that have none."""
    return {
        instrument: form.reason
        for instrument, form in measures.items()
        if isinstance(form, NotTakenForm)
    }


def _by_name(
    instrument: Instrument, answers: tuple[Said | None, ...]
) -> Mapping[str, Said | None]:
    names = [item.name for item in INSTRUMENTS[instrument].items]
    beyond = [f"item_{place}" for place in range(len(names) + 1, len(answers) + 1)]
    return dict(zip([*names, *beyond], answers, strict=False))
