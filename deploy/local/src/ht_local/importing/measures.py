"""The measures of one day of a row, looked at by the rules that will score them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ht_local.importing.mapping import ConversationColumns, Measured
from ht_local.importing.reading import Row
from ht_plans.domain.case.importing import scored_as
from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.definition import Said
from ht_plans.domain.scoring.totals import Total


class NotANumber(Exception):  # noqa: N818 - named for its reason
    """What stands in the column is no number."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class NotTrue(Exception):  # noqa: N818 - named for its reason
    """What stands in the column is a number that cannot be true."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def conversation(row: Row, columns: ConversationColumns) -> dict[str, Any]:
    """Give what was measured, as plans is asked to take it; nothing, where nothing was.

    Every measure is scored here as plans will score it, so that a row waits for correction
    before anything of it is taken in.
    """
    told: dict[str, Any] = {}
    for name, column, answer, form in _measures(row, columns):
        try:
            scored_as(answer)
        except Refused:
            raise NotTrue(column) from None
        if name == "totals":
            told.setdefault(name, []).append(form)
        else:
            told[name] = form
    return told


def _measures(
    row: Row, columns: ConversationColumns
) -> Iterator[tuple[str, str, Answered | Total, dict[str, Any]]]:
    height, weight = _number(row, columns.height_cm), _number(row, columns.weight_kg)
    if columns.weight_kg and height is not None and weight is not None:
        body = {"height_cm": height, "weight_kg": weight}
        yield _answered("bmi", columns.weight_kg, body)
    portions = _number(row, columns.fruit_and_vegetables)
    if columns.fruit_and_vegetables and portions is not None:
        eaten = {"portions_a_day": portions}
        yield _answered("fruit_and_vegetables", columns.fruit_and_vegetables, eaten)
    snacks = _number(row, columns.high_fat_snacks)
    if columns.high_fat_snacks and snacks is not None:
        told: dict[str, Said] = {"number": snacks, "per": columns.snacks_per}
        yield _answered("high_fat_snacks", columns.high_fat_snacks, told)
    rating = _number(row, columns.general_health)
    if columns.general_health and rating is not None:
        yield _answered("general_health", columns.general_health, {"rating": rating})
    for each in columns.totals:
        total = _number(row, Measured(column=each.column))
        if total is not None:
            yield (
                "totals",
                each.column,
                Total(kind=each.kind, number=total),
                {"kind": each.kind, "number": str(total)},
            )


def _answered(
    instrument: Instrument, column: Measured, items: Mapping[str, Said]
) -> tuple[str, str, Answered, dict[str, Any]]:
    form = {name: str(said) for name, said in items.items()}
    return instrument, column.column, Answered(instrument=instrument, items=items), form


def _number(row: Row, column: Measured | None) -> Decimal | None:
    if column is None or not row[column.column]:
        return None
    try:
        number = Decimal(row[column.column].replace(",", "."))
    except InvalidOperation:
        raise NotANumber(column.column) from None
    if not number.is_finite():
        raise NotANumber(column.column)
    return number * column.times
