"""The shape of a fact: a thing that reports count, kept in versions by what was known when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

Data: TypeAlias = Mapping[str, Any]  # the `data` of a published event: JSON values
Values: TypeAlias = dict[str, Any]  # column to value
Key: TypeAlias = tuple[str, ...]  # what identifies a thing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fact:
    """One kind of fact: its table, what identifies a thing, and what may become known of it.

    `key` and `columns` map a column to its SQL type. Columns in `first` keep what was told
    first (a plan's issue as agreed); every other column takes what was told last. A fact that
    is told `once`, whole, is never looked up to be changed.
    """

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    first: frozenset[str] = frozenset()
    once: bool = False
    statement: str = field(init=False)
    key_of: Callable[[Values], Key] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "statement", _statement(self))
        object.__setattr__(self, "key_of", _key_of(tuple(self.key)))

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns of its table."""
        return (*self.key, *self.columns, "known_from", "known_to")

    @property
    def sent(self) -> tuple[str, ...]:
        """The columns of a version, in the order in which the statement takes them."""
        return (*self.stored, "earliest")


class Change(NamedTuple):
    """What one event tells of one thing: only the columns that it knows of."""

    fact: Fact
    key: Key
    told: Values


def instant(text: str) -> datetime:
    """Read an instant of a published event."""
    return datetime.fromisoformat(text)


def decimal(value: str | float) -> Decimal:
    """Read a decimal of a published event, whether it was written as text or as a number."""
    return Decimal(str(value))


def _key_of(names: tuple[str, ...]) -> Callable[[Values], Key]:
    """Give the quickest way to tell a version's thing: it is asked for each, over and over."""
    if len(names) == 1:
        (name,) = names
        return lambda version: (version[name],)
    return itemgetter(*names)


def _statement(fact: Fact) -> str:
    """Write the one statement that takes any number of versions of a fact.

    The earliest version of each thing in the batch closes the version known until now, and
    takes from it the columns that it does not tell itself; later ones are whole already.
    """
    types = {**fact.key, **fact.columns}
    types |= {"known_from": "bigint", "known_to": "bigint", "earliest": "boolean"}
    # A list travels as one text with commas: unnest would flatten an array of arrays.
    arrays = ", ".join(
        f"${number}::{'text' if sql == 'text[]' else sql}[]"
        for number, sql in enumerate(types.values(), start=1)
    )
    merged = ", ".join(_merged(fact, name) for name in fact.columns)
    stored = ", ".join(fact.stored)
    unnested = f"SELECT * FROM unnest({arrays}) AS c ({', '.join(types)})"  # noqa: S608 - names from code
    if fact.once:
        return f"INSERT INTO {fact.table} ({stored}) SELECT {stored} FROM ({unnested}) AS c"  # noqa: S608
    same_thing = " AND ".join(f"c.{name} = f.{name}" for name in fact.key)
    return (
        f"WITH c AS MATERIALIZED ({unnested}), "  # noqa: S608
        f"f AS (UPDATE {fact.table} f SET known_to = c.known_from FROM c "
        f"WHERE c.earliest AND {same_thing} AND f.known_to IS NULL RETURNING f.*) "
        f"INSERT INTO {fact.table} ({stored}) "
        f"SELECT {', '.join(f'c.{name}' for name in fact.key)}, {merged}, "
        f"c.known_from, c.known_to FROM c LEFT JOIN f ON {same_thing}"
    )


def _merged(fact: Fact, column: str) -> str:
    told, known = f"c.{column}", f"f.{column}"
    if fact.columns[column] == "text[]":
        told = f"string_to_array({told}, ',')"
    if column in fact.first:
        return f"coalesce({known}, {told})"
    return f"coalesce({told}, {known})"
