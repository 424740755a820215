"""What an organisation has, looked at from beneath the services: in their databases."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

import asyncpg

from ht_local.place import SERVICES
from ht_local.system import DECIDING, System

from .town import Side

Ids: TypeAlias = Mapping[str, frozenset[str]]
Rows: TypeAlias = Mapping[tuple[str, str], tuple[int, str | None]]
_ID: Final = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAMED: Final = re.compile(rb'"([a-z_]+)": ?"(' + _ID + rb')"')
# What every organisation may know of every other: who there is, and who works where.
_PUBLIC: Final = frozenset({"organisation", "programme", "worker", "membership"})
_TABLES: Final = """
SELECT table_name FROM information_schema.columns c
JOIN information_schema.tables USING (table_schema, table_name)
WHERE column_name = 'organisation' AND table_schema = 'public' AND table_type = 'BASE TABLE'
"""


async def ids_of(system: System, side: Side) -> Ids:
    """Give every id in what an organisation recorded, by what it is the id of."""
    found: dict[str, set[str]] = {}
    for service in DECIDING:
        async with _connected(system, service) as connection:
            for stream, kind, body in await connection.fetch(
                "SELECT stream_id, stream_type, body FROM events"
                " WHERE organisation = $1 AND stream_type <> ALL ($2::text[])",
                side.organisation,
                list(_PUBLIC),
            ):
                for name in (kind, kind.rpartition("-")[2]):  # a directory-entry is an entry
                    found.setdefault(name, set()).add(str(stream))
                for name, value in _NAMED.findall(body):
                    found.setdefault(name.decode(), set()).add(value.decode())
    return {name: frozenset(values) for name, values in found.items()}


async def rows_of(system: System, side: Side) -> Rows:
    """Count and digest the rows of an organisation, in every table of every service."""
    found = {}
    for service in SERVICES:
        async with _connected(system, service) as connection:
            for (table,) in await connection.fetch(_TABLES):
                found[service, str(table)] = await _digest(connection, str(table), side)
    return found


async def _digest(connection: Any, table: str, side: Side) -> tuple[int, str | None]:
    row = await connection.fetchrow(
        f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
        " WHERE organisation = $1",
        side.organisation,
    )
    return row[0], row[1]


def private_words(side: Side, other: Side) -> frozenset[str]:
    """Give what can only be said of the clients of one side."""
    return frozenset(_words(side)) - frozenset(_words(other))


def _words(side: Side) -> Iterator[str]:
    for person in (story.person for story in side.lives):
        told = (person.name, person.nhs_number, person.telephone, person.postcode)
        yield from (each for each in told if each)


@asynccontextmanager
async def _connected(system: System, service: str) -> AsyncIterator[Any]:
    """Connect as a superuser: row-level security hides nothing from it."""
    connection = await asyncpg.connect(system.postgres.admin_url(f"ht_{service}"))
    try:
        yield connection
    finally:
        await connection.close()
