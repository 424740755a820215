"""Pools of database connections that cost no round trip beside the statement itself."""

from collections.abc import Callable, Coroutine

import asyncpg


async def open_pool(
    url: str,
    *,
    at_most: int,
    at_least: int = 1,
    name: str = "ht",
    init: Callable[[asyncpg.Connection], Coroutine[None, None, None]] | None = None,
) -> asyncpg.Pool:
    """Open a pool for single statements and explicit transactions.

    Nothing is reset when a connection is given back, because nothing may be left on it: no
    session-level SET, no LISTEN, no session lock. Those belong on connections of their own.
    `init` is done once with every new connection.
    """
    return await asyncpg.create_pool(
        url,
        min_size=at_least,
        max_size=at_most,
        init=init,
        reset=_nothing_to_reset,
        timeout=5,
        command_timeout=60,
        server_settings={"application_name": name, "jit": "off"},
    )


async def _nothing_to_reset(connection: asyncpg.Connection) -> None:
    """Leave the connection as it is."""
