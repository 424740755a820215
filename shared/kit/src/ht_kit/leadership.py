"""One of several copies at work: whoever holds the lock of the work's name."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import asyncpg

from ht_kit.stopping import stop_if_cancelled

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# How long a copy that has gone silent (stopped, swapped out, cut off) keeps the lock.
LEASE = 30.0


@contextlib.asynccontextmanager
async def leading(
    url: str,
    work: str,
    *,
    lease: float = LEASE,
    retry: float = 1.0,
    standing_by: Callable[[], None] = lambda: None,
) -> AsyncIterator[Connection]:
    """Wait until this copy is the only one at this work, and give the connection to do it on.

    The lock belongs to the connection, so that whoever loses one loses both. Postgres itself
    ends the session of a copy that says nothing for `lease` seconds: without that, a stopped
    process would hold the lock for as long as its socket lives. `standing_by` is called
    whenever another copy was found at work.
    """
    milliseconds = str(int(lease * 1000))
    connection = await asyncpg.connect(
        url,
        timeout=10,
        server_settings={
            "application_name": work,
            "idle_session_timeout": milliseconds,
            "idle_in_transaction_session_timeout": milliseconds,
        },
    )
    try:
        while True:
            stop_if_cancelled()
            if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _key(work)):
                break
            standing_by()
            await asyncio.sleep(min(retry, lease / 3))
        yield connection
    finally:
        await _let_go(connection)


async def _let_go(connection: Connection) -> None:
    with contextlib.suppress(
        OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError
    ):
        await connection.close(timeout=2)
    connection.terminate()


def _key(work: str) -> int:
    return int.from_bytes(hashlib.sha256(work.encode()).digest()[:8], "big", signed=True)
