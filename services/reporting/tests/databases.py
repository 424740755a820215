"""A database of reporting's own, met through the service's own roles."""

import contextlib
import itertools
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

import asyncpg

from ht_kit.leadership import Connection
from ht_kit.migrations import create_database
from ht_kit.projector import Received
from ht_local.pytest_engines import Database
from ht_reporting.projections import taking_in

_NUMBER = itertools.count(1)


async def copy_of(template: Database) -> Database:
    """Give a database with all that another holds."""
    name = f"copy_{next(_NUMBER)}_of_{template.name}"
    admin = await asyncpg.connect(template.engine.admin_url())
    try:
        await admin.execute(
            f"CREATE DATABASE {name} TEMPLATE {template.name} OWNER reporting_owner"
            " STRATEGY file_copy"
        )
    finally:
        await admin.close()
    await create_database(template.engine.admin_url(), "reporting", name)
    return replace(template, name=name)


@contextlib.asynccontextmanager
async def acting_as(database: Database, role: str) -> AsyncIterator[Connection]:
    """Connect as one of the service's roles."""
    connection = await asyncpg.connect(database.url(role))
    try:
        yield connection
    finally:
        await connection.close()


async def take_in(database: Database, batches: Iterable[tuple[str, list[Received]]]) -> None:
    """Take in batches as the projectors would, one transaction each."""
    async with acting_as(database, "worker") as worker:
        for service, events in batches:
            async with worker.transaction():
                await taking_in(service)(worker, events)
