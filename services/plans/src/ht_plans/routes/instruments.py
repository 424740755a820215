"""The instruments as they are declared: enough to build a screen from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import shows_nobody
from ht_kit.http import allows
from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.alcohol_and_smoking import units_in
from ht_plans.domain.scoring.definition import Algorithm, Definition, Item
from ht_plans.domain.scoring.instruments import INSTRUMENTS
from ht_plans.routes.facts import FactsDep

router = APIRouter(
    tags=["instruments"],
    dependencies=[Depends(allows("instrument:read")), Depends(shows_nobody)],
)


class ChoiceView(BaseModel):
    """One answer of several."""

    code: str
    label: str
    snomed: str | None


class ItemView(BaseModel):
    """One thing that is asked: a number from `lowest` to `highest`, or one of `choices`."""

    name: str
    about: str
    lowest: Decimal | None
    highest: Decimal | None
    step: Decimal | None
    choices: list[ChoiceView]
    needed: bool


class BandView(BaseModel):
    """What a figure is called, from the least that is called so."""

    name: str
    least: Decimal
    snomed: str | None


class AlgorithmView(BaseModel):
    """One rule that makes a figure. Figures of two rules are never compared."""

    id: str
    about: str
    unit: str
    lowest: Decimal
    highest: Decimal
    scales: dict[str, list[BandView]]


class InstrumentView(BaseModel):
    """An instrument. The first of its algorithms is used unless another is named."""

    instrument: Instrument
    name: str
    recorded: bool
    items: list[ItemView]
    algorithms: list[AlgorithmView]
    better: str | None
    notable_change: Decimal | None
    snomed: str | None
    licence: str


class InstrumentsView(BaseModel):
    """Every instrument that can be recorded, in the order in which it is asked."""

    items: list[InstrumentView]


class UnitsView(BaseModel):
    """The units of alcohol in a drink, to two decimals."""

    units: Decimal


@router.get("/instruments")
async def list_instruments(facts: FactsDep) -> InstrumentsView:
    """List the instruments, and say which of them the programme records."""
    recorded = (await facts.recording()).instruments
    return InstrumentsView(
        items=[_view(each, each.instrument in recorded) for each in INSTRUMENTS.values()]
    )


@router.get("/alcohol-units")
async def count_units(
    millilitres: Annotated[Decimal, Query(ge=0, le=100_000, max_digits=9, decimal_places=3)],
    strength: Annotated[Decimal, Query(ge=0, le=100, max_digits=6, decimal_places=3)],
) -> UnitsView:
    """Count the units of a drink: millilitres by strength in per cent."""
    return UnitsView(units=units_in(millilitres, strength))


def _view(each: Definition, recorded: bool) -> InstrumentView:
    return InstrumentView(
        instrument=each.instrument,
        name=each.name,
        recorded=recorded,
        items=[_item(item) for item in each.items],
        algorithms=list(_algorithms(each.algorithms)),
        better=each.better,
        notable_change=each.notable_change,
        snomed=each.snomed,
        licence=each.licence,
    )


def _item(item: Item) -> ItemView:
    return ItemView(
        name=item.name,
        about=item.about,
        lowest=None if item.choices else item.lowest,
        highest=None if item.choices else item.highest,
        step=None if item.choices else item.step,
        choices=[
            ChoiceView(code=choice.code, label=choice.label, snomed=choice.snomed)
            for choice in item.choices
        ],
        needed=item.scored,
    )


def _algorithms(algorithms: Iterable[Algorithm]) -> Iterable[AlgorithmView]:
    for each in algorithms:
        yield AlgorithmView(
            id=each.id,
            about=each.about,
            unit=each.unit,
            lowest=each.lowest,
            highest=each.highest,
            scales={
                scale.name: [
                    BandView(name=band.name, least=band.least, snomed=band.snomed)
                    for band in scale.bands
                ]
                for scale in each.scales
            },
        )
