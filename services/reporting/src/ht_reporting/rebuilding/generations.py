"""Generations of the fact tables: begun beside the live one, put in its place, dropped.

The live tables are in `public`, so that every query names them as ever. A generation that is
being made is in the schema `facts_<generation>`; when it goes live the tables change places,
and the former ones are kept in a schema of their own until they are dropped.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ht_kit.leadership import Connection
from ht_kit.migrations import grant
from ht_reporting import facts
from ht_reporting.facts.kinds import FACTS

_BUILDING = """
SELECT generation, position, made_by
  FROM fact_generation WHERE state = 'building'
"""
_BEGIN = """
INSERT INTO fact_generation (generation, state, position, made_by)
SELECT max(generation) + 1, 'building', 0, $1 FROM fact_generation RETURNING generation
"""
_KEYS = """
SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
 WHERE conrelid = $1::regclass AND contype IN ('p', 'u')
"""
_INDEXES = """
SELECT pg_get_indexdef(indexrelid) FROM pg_index i
 WHERE indrelid = $1::regclass
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
_SHAPE = """
SELECT array_agg(format('%s %s', attname, format_type(atttypid, atttypmod)) ORDER BY attnum)
  FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
"""
_OTHERS = """
SELECT generation FROM fact_generation WHERE state IN ('replaced', 'building')
 ORDER BY generation
"""


class OtherShape(Exception):  # noqa: N818 - named for its reason
    """The live tables have changed since this generation was begun. Drop it and begin again."""


@dataclass(slots=True, kw_only=True)
class Generation:
    """A generation that is being made, and how far into the ledger it is."""

    number: int
    position: int = 0

    @property
    def schema(self) -> str:
        """Where its tables are until it goes live."""
        return schema_of(self.number)


def schema_of(generation: int) -> str:
    """Give the schema of a generation that is not live."""
    return f"facts_{generation}"


async def begin_or_go_on(connection: Connection) -> Generation:
    """Give the generation that was begun, or begin one.

    One that was begun by other code, or for tables of another shape, is begun again.
    """
    made_by = _definition()
    async with connection.transaction():
        found = await connection.fetchrow(_BUILDING)
        if found is not None:
            begun = Generation(number=found["generation"], position=found["position"])
            if found["made_by"] == made_by and await _is_of_live_shape(connection, begun):
                return begun
            await _drop(connection, begun.number)
        number = int(await connection.fetchval(_BEGIN, made_by))
        new = Generation(number=number)
        await connection.execute(f"CREATE SCHEMA {new.schema}")
        for fact in FACTS:
            await _make_table(connection, fact.table, new.schema)
    return new


async def _make_table(connection: Connection, table: str, schema: str) -> None:
    await connection.execute(
        f"CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING DEFAULTS"
        " INCLUDING STORAGE INCLUDING COMPRESSION)"
    )
    for row in await connection.fetch(_KEYS, f"public.{table}"):
        await connection.execute(
            f"ALTER TABLE {schema}.{table} ADD CONSTRAINT {row['conname']} {row['definition']}"
        )


async def make_indexes(connection: Connection, generation: Generation) -> None:
    """Give the tables the indexes that the live ones have, under the same names."""
    for fact in FACTS:
        for (definition,) in await connection.fetch(_INDEXES, f"public.{fact.table}"):
            elsewhere = definition.replace(" ON public.", f" ON {generation.schema}.", 1)
            await connection.execute(
                re.sub(r"^CREATE( UNIQUE)? INDEX", r"\g<0> IF NOT EXISTS", elsewhere)
            )
        await connection.execute(f"ANALYZE {generation.schema}.{fact.table}")


async def note_position(connection: Connection, generation: Generation, position: int) -> None:
    """Say how far it is, in the transaction that made it so."""
    await connection.execute(
        "UPDATE fact_generation SET position = $2 WHERE generation = $1",
        generation.number,
        position,
    )


async def go_live(connection: Connection, generation: Generation) -> int:
    """Let the generation and the live one change places; give the number of the former.

    Done in a transaction whose locks let nobody read or write the live facts meanwhile.
    """
    if not await _is_of_live_shape(connection, generation):
        raise OtherShape
    former = int(
        await connection.fetchval(
            "UPDATE fact_generation SET state = 'replaced' WHERE state = 'live'"
            " RETURNING generation"
        )
    )
    await connection.execute(f"CREATE SCHEMA {schema_of(former)}")
    for fact in FACTS:
        await connection.execute(
            f"ALTER TABLE public.{fact.table} SET SCHEMA {schema_of(former)}"
        )
        await connection.execute(
            f"ALTER TABLE {generation.schema}.{fact.table} SET SCHEMA public"
        )
    await connection.execute(f"DROP SCHEMA {generation.schema}")
    await connection.execute(
        "UPDATE fact_generation SET state = 'live', live_at = clock_timestamp()"
        " WHERE generation = $1",
        generation.number,
    )
    await grant(connection, "reporting")
    return former


async def drop_others(connection: Connection) -> list[int]:
    """Drop every generation but the live one, and give their numbers."""
    async with connection.transaction():
        numbers = [int(row["generation"]) for row in await connection.fetch(_OTHERS)]
        for number in numbers:
            await _drop(connection, number)
    return numbers


async def _drop(connection: Connection, number: int) -> None:
    await connection.execute(f"DROP SCHEMA {schema_of(number)} CASCADE")
    await connection.execute(
        "UPDATE fact_generation SET state = 'dropped' WHERE generation = $1", number
    )


async def _is_of_live_shape(connection: Connection, generation: Generation) -> bool:
    return await _shapes(connection, "public") == await _shapes(connection, generation.schema)


async def _shapes(connection: Connection, schema: str) -> Mapping[str, list[str] | None]:
    return {
        fact.table: await connection.fetchval(_SHAPE, f"{schema}.{fact.table}")
        for fact in FACTS
    }


def _definition() -> str:
    """Give a digest of the code that makes facts: a generation is made by one."""
    folders = [Path(folder) for folder in facts.__path__]
    files = sorted(file for folder in folders for file in folder.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
