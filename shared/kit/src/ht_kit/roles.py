"""The database roles of a service: each may do one thing."""

from collections.abc import Mapping

import asyncpg

_LOCK = 7233264861543

# What a role waits for, at most. A statement that waits longer is given up, not the server.
_LIMITS = {
    "writer": {"statement_timeout": "10s", "lock_timeout": "2s"},
    "reader": {"statement_timeout": "10s", "lock_timeout": "2s"},
    "relay": {"statement_timeout": "30s", "lock_timeout": "2s"},
    "worker": {"statement_timeout": "60s", "lock_timeout": "2s"},
}
_EVERYWHERE = {"idle_in_transaction_session_timeout": "10s", "synchronous_commit": "on"}


async def create_roles(admin_url: str, service: str, passwords: Mapping[str, str]) -> None:
    """Make the roles of a service, or set their passwords anew; safe to run side by side.

    `passwords` names which: `writer`, `reader`, `relay`, `worker`, and `keys` for the
    service's role in the key database. `<service>_owner` has no login.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            await _create(connection, f"{service}_owner", login=False)
            for kind, limits in _LIMITS.items():
                name = f"{service}_{kind}"
                await _create(connection, name, login=True)
                await _limit(connection, name, limits)
            if "keys" in passwords:
                await _create(connection, "keys_owner", login=False)
                await _create(connection, "keys_services", login=False)
                await _create(connection, f"keys_{service}", login=True)
                await _run(connection, "GRANT keys_services TO %I", f"keys_{service}")
                await _limit(connection, f"keys_{service}", _LIMITS["writer"])
            for kind, password in passwords.items():
                name = f"keys_{service}" if kind == "keys" else f"{service}_{kind}"
                await _run(connection, "ALTER ROLE %I PASSWORD %L", name, password)
    finally:
        await connection.close()


async def create_database(admin_url: str, service: str, name: str) -> None:
    """Make the database of a service (or of `keys`), for its roles alone."""
    connection = await asyncpg.connect(admin_url)
    try:
        # A session's lock: a database cannot be made inside a transaction.
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        there = await connection.fetchval(
            "SELECT count(*) FROM pg_database WHERE datname = $1", name
        )
        if not there:
            await _run(connection, "CREATE DATABASE %I OWNER %I", name, f"{service}_owner")
        await _run(connection, "REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC", name)
        for role in _connecting(service):
            await _run(connection, "GRANT CONNECT ON DATABASE %I TO %I", name, role)
    finally:
        await connection.close()


def _connecting(service: str) -> list[str]:
    if service == "keys":
        return ["keys_owner", "keys_services"]
    return [f"{service}_owner", *(f"{service}_{kind}" for kind in _LIMITS)]


async def _create(connection: asyncpg.Connection, name: str, *, login: bool) -> None:
    known = await connection.fetchval("SELECT count(*) FROM pg_roles WHERE rolname = $1", name)
    if not known:
        await _run(connection, f"CREATE ROLE %I {'LOGIN' if login else 'NOLOGIN'}", name)


async def _limit(connection: asyncpg.Connection, name: str, limits: Mapping[str, str]) -> None:
    for setting, value in {**_EVERYWHERE, **limits}.items():
        await _run(connection, "ALTER ROLE %I SET %I = %L", name, setting, value)


async def _run(connection: asyncpg.Connection, statement: str, *names: str) -> None:
    """Run a statement that takes no parameters, with its names quoted by the server."""
    quoted = await connection.fetchval(
        "SELECT format($1, VARIADIC $2::text[])", statement, list(names)
    )
    await connection.execute(quoted)
