"""Reading read models: only the rows of the organisations that a request may see.

Row-level security compares each row's organisation with the setting `ht.organisations`. It is
set for one statement or one transaction, never for a session: a pooled connection that kept
it would show the next request somebody else's rows.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Pool = asyncpg.Pool  # generic in its stubs only


class Reads:
    """The read models, as far as one request may see them.

    `rows` and `row` take one SELECT with `$1`, `$2`, … and its arguments, and are one round
    trip: the statement is wrapped so that the setting stands before the first row is looked
    at (a qualification without columns is tested above everything that it guards). Were it
    ever too late, the SELECT would give nothing rather than too much.
    """

    def __init__(self, pool: Pool, organisations: Sequence[str]) -> None:
        self._pool = pool
        self._scope = ",".join(organisations)

    async def rows(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """Give the rows of one SELECT."""
        return await self._pool.fetch(_scoped(sql, len(args)), *args, self._scope)

    async def row(self, sql: str, *args: object) -> asyncpg.Record | None:
        """Give the first row of one SELECT, or None."""
        return await self._pool.fetchrow(_scoped(sql, len(args)), *args, self._scope)

    @asynccontextmanager
    async def together(self) -> AsyncIterator["PoolConnectionProxy[asyncpg.Record]"]:
        """Give a connection whose SELECTs all see the same moment."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await connection.execute(
                "SELECT set_config('ht.organisations', $1, true)", self._scope
            )
            yield connection


def _scoped(sql: str, given: int) -> str:
    scope = f"(SELECT set_config('ht.organisations', ${given + 1}, true)) IS NOT NULL"
    return f"SELECT scoped.* FROM (\n{sql}\n) AS scoped WHERE {scope}"  # noqa: S608 - no values
