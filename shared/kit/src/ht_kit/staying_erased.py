"""Whom a service has erased stays erased: keys that came back are destroyed again.

A backup of the key database that is restored brings back the keys that were destroyed since
it was made. Whom a service has erased stands in its own database: so it looks, when it starts
and every ten minutes, that none of them has a key. What was linked to somebody only while they
were being erased loses its key by that as well.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import structlog

from ht_kit.handlers import Handlers
from ht_kit.logging import where
from ht_kit.reading import Pool
from ht_kit.stopping import stop_if_cancelled

EVERY: Final = 600.0
"""Seconds between two looks."""
_ERASED: Final = "SELECT organisation, client FROM erasure ORDER BY organisation, client"
_LOG = structlog.get_logger(__name__)

KeysOf: TypeAlias = Callable[[Handlers, str, Collection[UUID]], Awaitable[Collection[UUID]]]
"""Gives whose keys go when clients of an organisation are erased."""


async def their_own(_: Handlers, __: str, clients: Collection[UUID]) -> Collection[UUID]:
    """Say that nothing but their own keys seals what speaks of clients."""
    return clients


async def keep_erased(
    pool: Pool, handlers: Handlers, keys_of: KeysOf, *, every: float = EVERY
) -> None:
    """Work until cancelled. Several copies do no harm to one another."""
    while True:
        stop_if_cancelled()
        try:
            await erase_again(pool, handlers, keys_of)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            _LOG.warning(
                "erasures_not_looked_at", error=type(fault).__name__, where=where(fault)
            )
        await asyncio.sleep(every)


async def erase_again(pool: Pool, handlers: Handlers, keys_of: KeysOf) -> int:
    """Destroy what keys there are of whom this service has erased; say how many."""
    erased: dict[str, list[UUID]] = defaultdict(list)
    for row in await pool.fetch(_ERASED):
        erased[row["organisation"]].append(row["client"])
    found = 0
    for organisation, clients in erased.items():
        keys = await keys_of(handlers, organisation, clients)
        found += await handlers.sealing.destroy(organisation, keys)
    if found:
        _LOG.error("keys_destroyed_again", count=found)
    return found
