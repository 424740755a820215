"""Forgetting what was asked long ago: idempotency keys are kept for seven days."""

import asyncio
from typing import Final

import structlog

from ht_kit.passing import DATABASE_FAULTS
from ht_kit.reading import Pool
from ht_kit.stopping import stop_if_cancelled

EVERY: Final = 3600.0
"""Seconds between two rounds: what is forgotten at once is then little, and soon done."""
_LOCK: Final = 0x68745F6B657973  # "ht_keys"
_FORGET: Final = "SELECT forget_keys() WHERE pg_try_advisory_xact_lock($1)"
_LOG = structlog.get_logger(__name__)


async def forget_old_keys(pool: Pool, *, every: float = EVERY) -> None:
    """Work until cancelled. Of several copies only one forgets at a time."""
    while True:
        stop_if_cancelled()
        try:
            await forget_once(pool)
        except DATABASE_FAULTS as fault:
            _LOG.warning("keys_not_forgotten", error=type(fault).__name__)
        await asyncio.sleep(every)


async def forget_once(pool: Pool) -> None:
    """Forget the keys that are old enough, unless another copy is just doing that."""
    async with pool.acquire() as connection:
        if await connection.fetchrow(_FORGET, _LOCK) is not None:
            _LOG.debug("old_keys_forgotten")
