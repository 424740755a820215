"""Two generations of facts compared: row by row, cell by cell, and figure by figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import orjson

from ht_kit.leadership import Connection
from ht_reporting.facts.kinds import FACTS
from ht_reporting.facts.shape import Fact
from ht_reporting.indicators.query import Figure
from ht_reporting.rebuilding.filling import Touched
from ht_reporting.reports import Question, report

LISTED = 20
"""Rows of one table that are listed one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs: how many rows and figures, and the first of them in words."""

    count: int
    listed: tuple[str, ...]

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(self.count + other.count, self.listed + other.listed)


NONE = Differences(0, ())


async def differing_rows(
    connection: Connection, schema: str, position: int, only: Touched | None = None
) -> Differences:
    """Compare the tables of a schema with the live ones, as known at a position.

    `only` are the things to look at; without it, everything.
    """
    found = NONE
    for fact in FACTS:
        if only is None:
            found += await _rows(connection, fact, schema, position, None)
        elif keys := only.get(fact):
            found += await _rows(connection, fact, schema, position, sorted(keys))
    return found


async def _rows(
    connection: Connection,
    fact: Fact,
    schema: str,
    position: int,
    keys: Sequence[tuple[str, ...]] | None,
) -> Differences:
    key = ", ".join(fact.key)
    columns = ", ".join((*fact.key, *fact.columns, "known_from"))
    arrays = ", ".join(f"${number}::{sql}[]" for number, sql in enumerate(fact.key.values(), 2))
    these = f" AND ({key}) IN (SELECT * FROM unnest({arrays}))"  # noqa: S608 - names from code
    only = "" if keys is None else these

    def known_at(where: str) -> str:
        return (
            f"SELECT {columns}, CASE WHEN known_to <= $1 THEN known_to END AS known_to"  # noqa: S608 - names from code
            f" FROM {where}.{fact.table} WHERE known_from <= $1{only}"
        )

    rows = await connection.fetch(
        f"WITH live AS ({known_at('public')}), made AS ({known_at(schema)})"  # noqa: S608
        " SELECT count(*) OVER () AS every, to_jsonb(live)::text AS live,"
        f" to_jsonb(made)::text AS made FROM live FULL JOIN made USING ({key}, known_from)"
        " WHERE live IS DISTINCT FROM made"
        f" ORDER BY known_from, {key} LIMIT {LISTED}",
        position,
        *([] if keys is None else zip(*keys, strict=True)),
    )
    if not rows:
        return NONE
    listed = [_row_in_words(fact, row["live"], row["made"]) for row in rows]
    if rows[0]["every"] > len(rows):
        listed.append(f"{fact.table}: and {rows[0]['every'] - len(rows):,} rows more")
    return Differences(rows[0]["every"], tuple(listed))


def _row_in_words(fact: Fact, live: str | None, made: str | None) -> str:
    one, other = orjson.loads(live or "{}"), orjson.loads(made or "{}")
    known = one or other
    which = " ".join(str(known[name]) for name in fact.key)
    where = f"{fact.table} {which} known from {known['known_from']}"
    if not one:
        return f"{where}: is missing from the live facts"
    if not other:
        return f"{where}: is only in the live facts"
    cells = (
        f"{name} is {one[name]!r}, rebuilt {other[name]!r}"
        for name in one
        if one[name] != other[name]
    )
    return f"{where}: {'; '.join(cells)}"


async def differing_figures(
    connection: Connection, schema: str, positions: Iterable[int]
) -> Differences:
    """Compare every headline figure: of all together at each position, of each at the last."""
    organisations = await _all(connection, schema, "organisation")
    asked = [
        Question(organisations=organisations, programmes=(), position=position)
        for position in positions
    ]
    last = asked[0].position
    asked += [
        Question(organisations=(), programmes=(each,), programme=each, position=last)
        for each in await _all(connection, schema, "programme")
    ]
    found = NONE
    for question in asked:
        live = await _figures(connection, "public", question)
        made = await _figures(connection, schema, question)
        told = tuple(_figures_in_words(question, live, made))
        found += Differences(len(told), told)
    return found


async def _figures(
    connection: Connection, schema: str, question: Question
) -> Mapping[str, Figure]:
    async with connection.transaction():
        await connection.execute(
            "SELECT set_config('search_path', $1, true)", f"{schema}, public"
        )
        return (await report(connection, question)).figures


async def _all(connection: Connection, schema: str, column: str) -> list[str]:
    """Give every organisation or programme that either generation has facts of."""
    selects = [
        f"SELECT {column} FROM {where}.{fact.table}"  # noqa: S608 - names from code
        for where in ("public", schema)
        for fact in FACTS
        if column in fact.columns or column in fact.key
    ]
    rows = await connection.fetch(" UNION ".join(selects))
    return sorted(row[0] for row in rows if row[0] is not None)


def _figures_in_words(
    question: Question, live: Mapping[str, Figure], made: Mapping[str, Figure]
) -> Iterator[str]:
    whose = question.programme or "every programme"
    for name, figure in live.items():
        both = [
            (each.name, getattr(figure, each.name), getattr(made[name], each.name))
            for each in fields(figure)
        ]
        cells = [f"{cell} is {one}, rebuilt {two}" for cell, one, two in both if one != two]
        if cells:
            yield f"{name} of {whose} as at {question.position}: {'; '.join(cells)}"
