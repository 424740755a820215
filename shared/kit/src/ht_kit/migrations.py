"""Numbered SQL, run once and in order: the kit's own folders first, then the service's."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias

import asyncpg

from ht_kit.roles import create_database, create_roles

__all__ = [
    "CONSUMING",
    "KEYS",
    "STORE",
    "MigrationChanged",
    "create_database",
    "create_roles",
    "grant",
    "migrate",
    "not_run",
]

STORE = Path(__file__).with_name("migrations") / "store"
CONSUMING = Path(__file__).with_name("migrations") / "consuming"
KEYS = Path(__file__).with_name("migrations") / "keys"

Phase: TypeAlias = Literal["pre", "post", "all"]

_ACCESS = Path(__file__).with_name("migrations") / "access.sql"
_LOCK = 7233264861544
_NAME = re.compile(r"\d{4}_(?P<phase>pre|post)_[a-z0-9_]+\.sql")
_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    folder     text NOT NULL,
    name       text NOT NULL,
    checksum   text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (folder, name)
)
"""


class MigrationChanged(Exception):  # noqa: N818 - named for its reason
    """A migration that was applied has been edited since. Add a new one instead."""


@dataclass(frozen=True, slots=True)
class _Migration:
    folder: str
    name: str
    phase: str
    text: str

    @property
    def checksum(self) -> str:
        return sha256(self.text.encode()).hexdigest()


async def migrate(
    url: str, *, service: str, folders: Sequence[Path], phase: Phase = "all"
) -> list[str]:
    """Bring a database up to date and say what was applied.

    `url` is of a login that may SET ROLE `<service>_owner`; `@service@` in the SQL stands for
    the service. `pre` is what must run before new code starts, `post` what may run after.
    The kit's folders (`STORE`, `CONSUMING`, or `KEYS` alone) stand before the service's own.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute(f'SET ROLE "{service}_owner"')
        await connection.execute("SET search_path = public")
        await connection.execute(_TABLE)
        applied = [
            f"{migration.folder}/{migration.name}"
            for migration in await _not_applied(connection, _read(folders))
            if phase in ("all", migration.phase)
            and await _apply(connection, migration, service)
        ]
        if KEYS not in folders:
            async with connection.transaction():
                await grant(connection, service)
    finally:
        await connection.close()
    return applied


async def grant(connection: asyncpg.Connection, service: str) -> None:
    """Give every role what it may do with the tables that are there; done as the owner."""
    await connection.execute(_for_service(_ACCESS.read_text(), service))


async def not_run(pool: asyncpg.Pool, folders: Sequence[Path]) -> list[str]:
    """Say which migrations of these folders have still to be run."""
    rows = await pool.fetch("SELECT folder, name FROM schema_migrations")
    run = {(row["folder"], row["name"]) for row in rows}
    known = [(each.folder, each.name) for each in _read(folders)]
    return [f"{folder}/{name}" for folder, name in known if (folder, name) not in run]


def _read(folders: Iterable[Path]) -> list[_Migration]:
    return [
        _read_one(folder, path) for folder in folders for path in sorted(folder.glob("*.sql"))
    ]


def _read_one(folder: Path, path: Path) -> _Migration:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(f"{path.name} is not named NNNN_pre_… or NNNN_post_….sql")
    label = f"{folder.parent.name}/{folder.name}"
    return _Migration(label, path.name, match["phase"], path.read_text())


async def _not_applied(
    connection: asyncpg.Connection, migrations: Iterable[_Migration]
) -> list[_Migration]:
    rows = await connection.fetch("SELECT folder, name, checksum FROM schema_migrations")
    known = {(row["folder"], row["name"]): row["checksum"] for row in rows}
    left = []
    for migration in migrations:
        checksum = known.get((migration.folder, migration.name))
        if checksum is None:
            left.append(migration)
        elif checksum != migration.checksum:
            raise MigrationChanged(f"{migration.folder}/{migration.name}")
    return left


async def _apply(connection: asyncpg.Connection, migration: _Migration, service: str) -> bool:
    async with connection.transaction():
        await connection.execute(_for_service(migration.text, service))
        await connection.execute(
            "INSERT INTO schema_migrations (folder, name, checksum) VALUES ($1, $2, $3)",
            migration.folder,
            migration.name,
            migration.checksum,
        )
    return True


def _for_service(text: str, service: str) -> str:
    return text.replace("@service@", service)
