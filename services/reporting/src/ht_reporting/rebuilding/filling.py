"""From the ledger into a generation of facts: read in stretches, made in memory, copied in.

Each version of a fact is written once, by binary COPY. What things are by now is remembered;
what is not remembered (after a restart, or because there is too much) is read back from the
generation itself. So a rebuild that was killed goes on behind its last stretch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from ht_kit.leadership import Connection
from ht_kit.passing import passes
from ht_reporting.facts.kinds import FACTS
from ht_reporting.facts.making import TELLS, Placed, following, make
from ht_reporting.facts.shape import Fact, Key, Values
from ht_reporting.rebuilding.generations import Generation, note_position

STRETCH = 20_000
REMEMBERED = 200_000

# Of the other types no fact is made: they need not even be read. What is parked or discarded
# is in no live fact either; retried later, it is made into facts as of its place in the ledger.
_READ = """
SELECT position, body FROM ledger l
 WHERE position > $1 AND position <= $2 AND type = ANY ($3::text[])
   AND NOT EXISTS (SELECT FROM parked p WHERE p.consumer = 'reporting_' || l.service
                                          AND p.position = l.service_position)
   AND NOT EXISTS (SELECT FROM discarded d WHERE d.consumer = 'reporting_' || l.service
                                             AND d.position = l.service_position)
 ORDER BY position
"""
Touched: TypeAlias = dict[Fact, set[Key]]


@dataclass(slots=True)
class _Made:
    """What a stretch adds to one fact's table."""

    rows: list[Sequence[Any]] = field(default_factory=list)
    closed: list[tuple[Key, int, int]] = field(default_factory=list)
    open: dict[Key, Values] = field(default_factory=dict)


class CannotMake(Exception):  # noqa: N818 - named for its reason
    """The code that makes facts fails at an event that is not parked."""

    def __init__(self, position: int, error: Exception) -> None:
        super().__init__(f"{self.__doc__} Ledger position {position}: {type(error).__name__}")


class Filling:
    """Makes the facts of one generation, ever further into the ledger.

    `touched`, once somebody has put an empty one there, are the things changed since.
    """

    def __init__(
        self,
        connection: Connection,
        generation: Generation,
        *,
        stretch: int = STRETCH,
        remembered: int = REMEMBERED,
    ) -> None:
        self.generation = generation
        self.touched: Touched | None = None
        self._connection, self._stretch, self._at_most = connection, stretch, remembered
        self._open: dict[Fact, dict[Key, Values]] = {fact: {} for fact in FACTS}
        self._remembers_all = generation.position == 0

    async def further(self, head: int) -> None:
        """Take the next stretch, but nothing beyond `head`."""
        await self._take(min(self.generation.position + self._stretch, head))

    async def _take(self, until: int) -> None:
        """Take everything up to a position; an event that cannot be taken is named."""
        try:
            await self._commit(until)
        except Exception as error:
            if passes(error):
                raise
            after = self.generation.position
            if until - after == 1:
                raise CannotMake(until, error) from error
            await self._take((after + until) // 2)
            await self._take(until)

    async def _commit(self, until: int) -> None:
        """Make and write the facts of a stretch and how far we are, in one transaction."""
        async with self._connection.transaction():
            made = await self._make(await self._read(until))
            for fact, added in made.items():
                await self._write(fact, added)
            await note_position(self._connection, self.generation, until)
        self.generation.position = until
        for fact, added in made.items():
            self._remember(fact, added)

    async def _read(self, until: int) -> list[Placed]:
        rows = await self._connection.fetch(_READ, self.generation.position, until, list(TELLS))
        return [Placed(position, orjson.loads(body)) for position, body in rows]

    async def _make(self, events: Sequence[Placed]) -> dict[Fact, _Made]:
        versions = make(events)
        made: dict[Fact, _Made] = {}
        for fact, of_fact in versions.items():
            known = {} if fact.once else await self._known(fact, of_fact)
            made[fact] = _continued(fact, of_fact, known)
        return made

    async def _known(self, fact: Fact, versions: Sequence[Values]) -> dict[Key, Values]:
        """Give what was known of these things before: remembered, or read back."""
        remembered = self._open[fact]
        keys = {fact.key_of(version) for version in versions if version["earliest"]}
        known = {key: remembered[key] for key in keys if key in remembered}
        if self._remembers_all or len(known) == len(keys):
            return known
        return known | await self._read_back(fact, list(keys - known.keys()))

    async def _read_back(self, fact: Fact, keys: Sequence[Key]) -> dict[Key, Values]:
        rows = await self._connection.fetch(
            f"SELECT {', '.join((*fact.key, *fact.columns))}, known_from, known_to"  # noqa: S608 - names from code
            f" FROM {self.generation.schema}.{fact.table} JOIN unnest({_arrays(fact)})"
            f" AS wanted ({', '.join(fact.key)}) USING ({', '.join(fact.key)})"
            " WHERE known_to IS NULL",
            *zip(*keys, strict=True),
        )
        found = ({name: _told(value) for name, value in row.items()} for row in rows)
        return {fact.key_of(version): version for version in found}

    async def _write(self, fact: Fact, added: _Made) -> None:
        await self._connection.copy_records_to_table(
            fact.table,
            schema_name=self.generation.schema,
            columns=fact.stored,
            records=added.rows,
        )
        if not added.closed:
            return
        keys, known_from, known_to = zip(*added.closed, strict=True)
        count = len(fact.key)
        same = " AND ".join(f"f.{name} = c.{name}" for name in fact.key)
        await self._connection.execute(
            f"UPDATE {self.generation.schema}.{fact.table} f SET known_to = c.known_to"  # noqa: S608
            f" FROM unnest({_arrays(fact)}, ${count + 1}::bigint[], ${count + 2}::bigint[])"
            f" AS c ({', '.join(fact.key)}, known_from, known_to)"
            f" WHERE {same} AND f.known_from = c.known_from",
            *zip(*keys, strict=True),
            known_from,
            known_to,
        )

    def _remember(self, fact: Fact, added: _Made) -> None:
        if self.touched is not None:
            count = len(fact.key)
            keys = (tuple(row[:count]) for row in added.rows)
            self.touched.setdefault(fact, set()).update(keys)
        if fact.once:
            return
        remembered = self._open[fact]
        for key, version in added.open.items():
            remembered.pop(key, None)  # so that what changed last stands last
            remembered[key] = version
        if len(remembered) > self._at_most:
            self._remembers_all = False
            for key in list(remembered)[: len(remembered) // 2]:
                del remembered[key]


def _continued(fact: Fact, versions: Sequence[Values], known: dict[Key, Values]) -> _Made:
    """Go on from what was known of each thing before, and sort out what is to be written."""
    made = _Made()
    key_of, as_stored = fact.key_of, _as_stored(fact)
    for version in versions:
        key = key_of(version)
        whole = version
        if (before := known.get(key)) is not None:
            whole = following(before, version, fact)
            if version["earliest"]:
                made.closed.append((key, before["known_from"], version["known_from"]))
        if not fact.once and whole["known_to"] is None:
            made.open[key] = whole
        made.rows.append(as_stored(whole))
    return made


def _as_stored(fact: Fact) -> Callable[[Values], Sequence[object]]:
    """Give the way to put a version as its table takes it, column by column."""
    stored = fact.stored
    lists = [stored.index(name) for name, sql in fact.columns.items() if sql == "text[]"]

    def plainly(version: Values) -> Sequence[object]:
        return tuple(map(version.get, stored))

    def with_lists(version: Values) -> Sequence[object]:
        row = list(map(version.get, stored))
        for place in lists:  # a list is one text with commas until here
            if (text := row[place]) is not None:
                row[place] = text.split(",") if text else []
        return row

    return with_lists if lists else plainly


def _arrays(fact: Fact) -> str:
    return ", ".join(f"${number}::{sql}[]" for number, sql in enumerate(fact.key.values(), 1))


def _told(value: object) -> object:
    """Give a value of a table as an event tells it."""
    match value:
        case list():
            return ",".join(value)
        case UUID():
            return str(value)
        case other:
            return other
