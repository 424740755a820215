"""A database of reporting's own, met through the service's own roles."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import asyncpg

import ht_reporting
from ht_kit.leadership import Connection
from ht_kit.projector import Received
from ht_reporting.projections import taking_in

ROLES = ("reporting_owner", "reporting_reader", "reporting_worker")
MIGRATIONS = Path(ht_reporting.__file__).parent / "migrations"


async def migrated(admin_url: str) -> None:
    connection = await asyncpg.connect(admin_url)
    try:
        for role in ROLES:
            await connection.execute(
                f"DO $$ BEGIN CREATE ROLE {role} LOGIN;"
                f" EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
        await connection.execute("GRANT CREATE ON SCHEMA public TO reporting_owner")
        await connection.execute("SET ROLE reporting_owner")
        for script in sorted(MIGRATIONS.glob("*.sql")):
            await connection.execute(script.read_text())
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def acting_as(admin_url: str, role: str) -> AsyncIterator[Connection]:
    """Give a connection with no more rights than a role of the service has."""
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute(f"SET ROLE {role}")
        yield connection
    finally:
        await connection.close()


async def take_in(admin_url: str, batches: Iterable[tuple[str, list[Received]]]) -> None:
    """Take in batches as the projectors would, one transaction each."""
    async with acting_as(admin_url, "reporting_worker") as worker:
        for service, events in batches:
            async with worker.transaction():
                await taking_in(service)(worker, events)
