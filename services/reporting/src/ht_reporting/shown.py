"""Reports and catalogue as they are shown: JSON with plain numbers, and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from ht_reporting.indicators.definition import Indicator
from ht_reporting.indicators.query import Figure, Number, PartFigure
from ht_reporting.reports import Report

Shown: TypeAlias = int | float | None


class PeriodShown(BaseModel):
    """The days of a report: half-open, so `to` is the first day that is not in it."""

    model_config = ConfigDict(populate_by_name=True)

    since: date = Field(alias="from")
    to: date


class PartShown(BaseModel):
    """A figure beside another, never added to it."""

    numerator: int | float
    denominator: int | float
    value: Shown


class FigureShown(BaseModel):
    """One figure. `value` is rounded half up to one decimal where it is a rate."""

    numerator: int | float
    denominator: Shown
    value: Shown
    unit: str
    n: int
    excluded: dict[str, int]
    parts: dict[str, PartShown | int | float | None] | None = None


class Headline(BaseModel):
    """The headline report.

    `position` is the ledger position that the figures are as known at, and `as_at` when its
    event was received. No programme: every programme that the reader may see.
    """

    as_at: datetime | None
    position: int
    programme: str | None
    period: PeriodShown | None
    indicators: dict[str, FigureShown]


class IndicatorShown(BaseModel):
    """What a figure means."""

    id: str
    name: str
    wording: str
    unit: str
    kind: str
    rows: str
    numerator: str
    denominator: str | None
    cohort: str
    exclusions: dict[str, str]
    parts: dict[str, str]
    source: str


class Catalogue(BaseModel):
    """Every figure that reports show, in their order."""

    items: list[IndicatorShown]


def headline(made: Report) -> Headline:
    """Show a report."""
    period = made.period
    return Headline(
        as_at=made.as_at,
        position=made.position,
        programme=made.programme,
        period=PeriodShown(since=period.first, to=period.end) if period else None,
        indicators={number: _figure(each) for number, each in made.figures.items()},
    )


def _figure(figure: Figure) -> FigureShown:
    return FigureShown(
        numerator=_number(figure.numerator),
        denominator=None if figure.denominator is None else _number(figure.denominator),
        value=None if figure.value is None else _number(figure.value),
        unit=figure.unit,
        n=int(figure.n),
        excluded={reason: int(count) for reason, count in figure.excluded.items()},
        parts={name: _part(part) for name, part in figure.parts.items()} or None,
    )


def _part(part: Number | PartFigure | None) -> PartShown | int | float | None:
    match part:
        case PartFigure():
            return PartShown(
                numerator=_number(part.numerator),
                denominator=_number(part.denominator),
                value=None if part.value is None else _number(part.value),
            )
        case None:
            return None
        case number:
            return _number(number)


def _number(number: Number) -> int | float:
    return float(number) if isinstance(number, Decimal) else number


def catalogue(indicators: Iterable[Indicator]) -> Catalogue:
    """Show what figures mean, from the same declarations that they are counted by."""
    return Catalogue(
        items=[
            IndicatorShown(
                id=each.id,
                name=each.name,
                wording=each.wording,
                unit=each.unit,
                kind=each.kind,
                rows=each.population.words,
                numerator=each.numerator.words,
                denominator=each.denominator.words if each.denominator else None,
                cohort=each.cohort,
                exclusions={name: counted.words for name, counted in each.exclusions.items()},
                parts={name: part.numerator.words for name, part in each.parts.items()},
                source=each.source,
            )
            for each in indicators
        ]
    )


_COLUMNS = ("indicator", "row", "numerator", "denominator", "value", "unit", "n")


def csv_of(shown: Headline) -> str:
    """Write a report as CSV: a row for each figure, then one for each part and exclusion."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    for number, figure in shown.indicators.items():
        writer.writerows(_rows(number, figure))
    return written.getvalue()


def _rows(number: str, figure: FigureShown) -> Iterator[Sequence[str | Shown]]:
    yield (
        number, "", figure.numerator, figure.denominator, figure.value, figure.unit, figure.n
    )  # fmt: skip
    for name, part in (figure.parts or {}).items():
        match part:
            case PartShown():
                told: Sequence[Shown] = (part.numerator, part.denominator, part.value)
            case _:
                told = (None, None, part)
        yield (number, f"part:{name}", *told, figure.unit, None)
    for reason, count in figure.excluded.items():
        yield (number, f"excluded:{reason}", count, None, None, figure.unit, None)
