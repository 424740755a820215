"""Reading what one has written, when it was written in another service."""

import asyncio
from collections.abc import Mapping, Sequence

import asyncpg

_POLL = 0.02


class NotYet(Exception):  # noqa: N818 - named for its reason
    """What you ask about has not arrived here yet. Please ask again."""


async def wait_for(
    pool: "asyncpg.Pool[asyncpg.Record]",
    consumers: Mapping[str, Sequence[str]],
    after: Mapping[str, int],
    *,
    timeout: float = 2.0,  # noqa: ASYNC109 - the wait is a poll; what is between is a statement
) -> None:
    """Wait until every consumer of the named services has passed the position given for it.

    `consumers` names, for each service, the consumers here that read its stream. A service
    that nothing here reads has nothing to wait for, nor has one's own.
    """
    wanted = {name: after[service] for service in after for name in consumers.get(service, ())}
    if not wanted:
        return
    try:
        async with asyncio.timeout(timeout):
            while True:
                if await _passed(pool, wanted):
                    return
                await asyncio.sleep(_POLL)
    except TimeoutError:
        raise NotYet from None


async def _passed(pool: "asyncpg.Pool[asyncpg.Record]", wanted: Mapping[str, int]) -> bool:
    rows = await pool.fetch(
        "SELECT consumer, position FROM consumer_position WHERE consumer = ANY($1::text[])",
        list(wanted),
    )
    at = {row["consumer"]: row["position"] for row in rows}
    return all(at.get(name, 0) >= position for name, position in wanted.items())
