"""Asking reporting for figures, as its reader."""

from datetime import datetime
from typing import Any

from ht_kit.leadership import Connection
from ht_local.pytest_engines import Database
from ht_reporting.indicators.query import Figure, PartFigure
from ht_reporting.periods import Period, financial_year
from ht_reporting.reports import Question, Report, report

from .databases import acting_as
from .streams import ORGANISATION, PROGRAMME

THE_YEAR = financial_year("2010-11")


async def ask(
    database: Database,
    *,
    period: Period | None = THE_YEAR,
    position: int | None = None,
    time: datetime | None = None,
    organisation: str = ORGANISATION,
    programme: str | None = PROGRAMME,
) -> Report:
    async with acting_as(database, "reader") as reader:
        return await ask_on(
            reader,
            organisation,
            Question(
                organisations=() if programme else (organisation,),
                programmes=(programme,) if programme else (),
                programme=programme,
                period=period,
                position=position,
                time=time,
            ),
        )


async def ask_on(reader: Connection, organisation: str, question: Question) -> Report:
    async with reader.transaction(readonly=True):
        await reader.execute("SELECT set_config('ht.organisations', $1, true)", organisation)
        return await report(reader, question)


def told(figure: Figure) -> tuple[Any, ...]:
    """Give what a figure says, but its parts, with decimals as people write them."""
    return (
        float(figure.numerator),
        None if figure.denominator is None else float(figure.denominator),
        None if figure.value is None else str(figure.value),
        figure.n,
        dict(figure.excluded),
    )


def split(figure: Figure, part: str) -> tuple[Any, ...]:
    found = figure.parts[part]
    assert isinstance(found, PartFigure)
    return (found.numerator, found.denominator, str(found.value))
