"""The headline report: every declared figure, as known at one position of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import asyncpg

from ht_reporting.indicators.catalogue import HEADLINE
from ht_reporting.indicators.definition import Indicator
from ht_reporting.indicators.query import Figure, Scope, figure, selects
from ht_reporting.periods import Period


class Refused(Exception):  # noqa: N818 - named for its reason
    """The report cannot be made."""


class PositionNotReached(Refused):
    """The ledger has not reached this position yet."""


class Asks(Protocol):
    """A connection that can be asked, whether it comes from a pool or not."""

    async def fetchrow(self, query: str, *args: object) -> asyncpg.Record | None:
        """Give the first row."""
        ...

    async def fetchval(self, query: str, *args: object) -> Any:
        """Give the first column of the first row."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was known at `position`, whose event was received at `as_at`."""

    position: int
    as_at: datetime | None
    programme: str | None
    period: Period | None
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which figures are asked for.

    `organisations` means every programme of theirs, `programmes` single ones. As known at
    `position`, or by `time`, or (neither) now.
    """

    organisations: Sequence[str]
    programmes: Sequence[str]
    programme: str | None = None
    period: Period | None = None
    position: int | None = None
    time: datetime | None = None


async def report(
    connection: Asks,
    question: Question,
    indicators: Sequence[Indicator] = HEADLINE,
) -> Report:
    """Answer a question on a connection that sees no more than the reader may.

    What was known at a position never changes, so the figures agree with each other however
    much is written meanwhile.
    """
    position = await _position(connection, question)
    scope = Scope(
        position=position,
        organisations=question.organisations,
        programmes=question.programmes,
        since=question.period.since if question.period else None,
        until=question.period.until if question.period else None,
    )
    figures: dict[str, Figure] = {}
    for select in selects(indicators, scope):
        row = await connection.fetchrow(select.sql, *select.arguments)
        assert row is not None  # noqa: S101 - an aggregate always gives a row
        for indicator, counts in select.read(tuple(row)).items():
            figures[indicator.id] = figure(indicator, counts)
    return Report(
        position=position,
        as_at=await connection.fetchval("SELECT ledger_received_at($1)", position),
        programme=question.programme,
        period=question.period,
        figures={each.id: figures[each.id] for each in indicators},
    )


async def _position(connection: Asks, question: Question) -> int:
    head = int(await connection.fetchval("SELECT position FROM ledger_head"))
    if question.position is not None:
        if question.position > head:
            raise PositionNotReached
        return question.position
    if question.time is not None:
        by_then = await connection.fetchval("SELECT ledger_position_at($1)", question.time)
        return min(int(by_then), head)
    return head
