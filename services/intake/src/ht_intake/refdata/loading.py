"""How a published file gets into its table: streamed, whole or not at all, and noted.

Loading a file again that is in the table already does nothing.
"""

import csv
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TypeAlias

import asyncpg

Progress: TypeAlias = Callable[[int], None]
_STEP = 10_000


class WrongFile(Exception):  # noqa: N818 - named for its reason
    """The file is not one that can be loaded; the message says why, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a file brought: `name` is its edition or version, `before` that it was in."""

    name: str
    rows: int
    sha256: str
    before: bool = False


def quiet(_: int) -> None:
    """Report no progress."""


def header_and_rows(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """Open a file of comma-separated values; rows are read as they are asked for."""
    rows = _rows(path)
    header = next(rows, None)
    if not header:
        raise WrongFile(f"{path.name} is empty")
    return [" ".join(title.split()) for title in header], rows


def _rows(path: Path) -> Iterator[list[str]]:
    # Only codes are read, which are ASCII whatever the encoding of the names beside them.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            yield from csv.reader(file)
        except csv.Error:
            raise WrongFile(f"{path.name} is not a file of comma-separated values") from None


def find_column(header: Sequence[str], form: str, *, what: str) -> int:
    """Give the one column whose title has this form, whatever its case, or refuse."""
    found = [
        number
        for number, title in enumerate(header)
        if re.match(form, title, re.IGNORECASE | re.ASCII)
    ]
    if len(found) != 1:
        many = "several columns" if found else "no column"
        raise WrongFile(f"the file has {many} with {what}")
    return found[0]


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file, by which it is known again."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WrongFile(f"{path.name} cannot be read: {error.strerror}") from None


@asynccontextmanager
async def as_owner(url: str) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection that may write the reference tables, in one transaction.

    `url` is a login that may become the owner, as for migrations.
    """
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE intake_owner")
            yield connection
    finally:
        await connection.close()


async def loaded_before(
    connection: asyncpg.Connection, kind: str, name: str, sha256: str
) -> Loaded | None:
    """Say whether this very file is what the table was last loaded from."""
    rows = await connection.fetchval(
        "SELECT rows FROM refdata_load WHERE kind = $1 AND name = $2 AND sha256 = $3",
        kind,
        name,
        sha256,
    )
    return None if rows is None else Loaded(name=name, rows=rows, sha256=sha256, before=True)


async def note_load(connection: asyncpg.Connection, kind: str, loaded: Loaded) -> None:
    """Keep what was loaded, and from which file."""
    await connection.execute(
        "INSERT INTO refdata_load (kind, name, sha256, rows) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (kind, name) DO UPDATE"
        " SET sha256 = excluded.sha256, rows = excluded.rows, loaded_at = now()",
        kind,
        loaded.name,
        loaded.sha256,
        loaded.rows,
    )


async def copy_rows(
    connection: asyncpg.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterator[tuple[object, ...]],
    progress: Progress,
) -> int:
    """Stream rows into a table; say how many there were."""
    count = 0

    async def counted() -> AsyncIterator[tuple[object, ...]]:
        nonlocal count
        for row in rows:
            count += 1
            if count % _STEP == 0:
                progress(count)
            yield row

    await connection.copy_records_to_table(table, records=counted(), columns=columns)
    progress(count)
    return count
