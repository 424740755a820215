"""From declared indicators to one SELECT for each population, and from its rows to figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part, Population

Number: TypeAlias = int | Decimal
Counts: TypeAlias = Mapping[str, Number]

_PROGRAMMES = "p.programme = ANY ($2::text[]) AND $3::text[] IS NOT NULL"
_WHOLE_ORGANISATIONS = "(p.programme = ANY ($2::text[]) OR p.organisation = ANY ($3::text[]))"

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a report is asked about.

    Programmes named, and organisations of which every programme is meant, as known at a
    ledger position. The period is half-open: `since` is in it, `until` is not; None for both
    is all that is known.
    """

    position: int
    organisations: Sequence[str]
    programmes: Sequence[str]
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator's figure. `parts` are figures beside it, or mere counts."""

    numerator: Number
    denominator: Number | None
    value: Number | None
    unit: str
    n: Number
    excluded: Mapping[str, Number]
    parts: "Mapping[str, Number | PartFigure | None]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigure:
    """A figure shown beside another."""

    numerator: Number
    denominator: Number
    value: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """One SELECT over one population, and whose cells its columns are."""

    sql: str
    arguments: tuple[object, ...]
    cells: Sequence[tuple[Indicator, str]]

    def read(self, row: Sequence[Number | None]) -> dict[Indicator, dict[str, Number]]:
        """Give the counts of each indicator from the row that came back."""
        counts: dict[Indicator, dict[str, Number]] = {}
        for (indicator, cell), counted in zip(self.cells, row, strict=True):
            counts.setdefault(indicator, {})[cell] = counted or 0
        return counts


def selects(indicators: Iterable[Indicator], scope: Scope) -> list[Select]:
    """Write what to ask: everything counted among the same rows is counted in one go."""
    by_population: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        by_population.setdefault(indicator.population.name, []).append(indicator)
    return [
        _select(members[0].population, members, scope) for members in by_population.values()
    ]


def _select(population: Population, members: Sequence[Indicator], scope: Scope) -> Select:
    asked_for = _WHOLE_ORGANISATIONS if scope.organisations else _PROGRAMMES
    rows = population.rows.format(asked_for=asked_for)
    cells = [(each, name, counted) for each in members for name, counted in each.counts()]
    columns = ", ".join(_column(counted) for _, _, counted in cells)
    arguments: tuple[object, ...] = (
        scope.position,
        list(scope.programmes),
        list(scope.organisations),
    )
    if any(counted.at is not None for _, _, counted in cells):
        arguments += (scope.since, scope.until)
    return Select(
        sql=f"SELECT {columns} FROM ({rows}) AS {population.name}",  # noqa: S608 - declared in code
        arguments=arguments,
        cells=[(each, name) for each, name, _ in cells],
    )


def _column(counted: Counted) -> str:
    if counted.at is None:
        return f"{counted.of} FILTER (WHERE {counted.where})"
    return (
        f"{counted.of} FILTER (WHERE ({counted.where})"
        f" AND {counted.at} >= coalesce($4::timestamptz, '-infinity')"
        f" AND {counted.at} < coalesce($5::timestamptz, 'infinity'))"
    )


def figure(indicator: Indicator, counts: Counts) -> Figure:
    """Make an indicator's figure of what was counted."""
    numerator = counts["numerator"]
    denominator = None if indicator.denominator is None else counts["denominator"]
    match indicator.kind:
        case Kind.COUNT:
            value: Number | None = numerator
            n = numerator
        case Kind.REGISTER:
            value = n = counts["number"]
        case Kind.RATE:
            value = percentage(numerator, counts["denominator"])
            n = counts["denominator"]
        case Kind.CHANGE:
            value = change(numerator, counts["denominator"])
            n = counts["number"]
    return Figure(
        numerator=numerator,
        denominator=denominator,
        value=value,
        unit=indicator.unit,
        n=n,
        excluded={
            reason: counts[f"excluded:{reason}"]
            for reason in indicator.exclusions
            if counts[f"excluded:{reason}"]
        },
        parts={name: _part(name, part, counts) for name, part in indicator.parts.items()},
    )


def _part(name: str, part: Part, counts: Counts) -> Number | PartFigure | None:
    numerator = counts[f"part:{name}:numerator"]
    if part.denominator is None:
        return numerator
    denominator = counts[f"part:{name}:denominator"]
    if part.mean:
        return rounded(Decimal(numerator) / Decimal(denominator)) if denominator else None
    return PartFigure(
        numerator=numerator,
        denominator=denominator,
        value=percentage(numerator, denominator),
    )


def percentage(numerator: Number, denominator: Number) -> Decimal | None:
    """Give a share in per cent to one decimal; of nothing there is none."""
    return rounded(100 * Decimal(numerator) / Decimal(denominator)) if denominator else None


def change(post: Number, pre: Number) -> Decimal | None:
    """Give the change of a sum in per cent to one decimal; from nothing there is none."""
    return rounded(100 * (Decimal(post) - Decimal(pre)) / Decimal(pre)) if pre else None


def rounded(value: Decimal) -> Decimal:
    """Round to one decimal, a half away from nought; nought has no sign."""
    return value.quantize(_TENTH, ROUND_HALF_UP) + Decimal("0.0")
