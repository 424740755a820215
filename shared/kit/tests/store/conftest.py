"""A service called `things`, over the real Postgres, connected as its own roles."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from ht_kit.event_store import EventStore
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.migrations import (
    CONSUMING,
    KEYS,
    STORE,
    create_database,
    create_roles,
    migrate,
)
from ht_kit.pools import open_pool
from ht_kit.sealing import Sealing
from ht_local.pytest_engines import PostgresServer

SERVICES = ("things", "others")
KINDS = ("writer", "reader", "relay", "worker", "keys")
PASSWORD = "only-for-tests"
WRAPPING = WrappingKeys("first", {"first": bytes(32)})
SEARCH_KEY = bytes(range(32))


def as_role(url: str, role: str) -> str:
    """Give the same address for another login."""
    parts = urlsplit(url)
    netloc = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=netloc))


@dataclass(frozen=True, slots=True)
class Database:
    """The address of one test's database, as superuser or as a role of `things`."""

    admin_url: str

    def url(self, kind: str) -> str:
        return as_role(self.admin_url, f"things_{kind}")

    @asynccontextmanager
    async def connected(self, kind: str) -> AsyncIterator[asyncpg.Connection]:
        url = self.admin_url if kind == "admin" else self.url(kind)
        connection = await asyncpg.connect(url)
        try:
            yield connection
        finally:
            await connection.close()


@dataclass(frozen=True, slots=True)
class Templates:
    server: PostgresServer
    numbers: Iterator[int]

    async def clone(self, template: str) -> str:
        name = f"{template}_{next(self.numbers)}"
        connection = await asyncpg.connect(self.server.admin_url())
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()
        return self.server.admin_url(name)


@pytest.fixture(scope="session")
def templates(postgres: PostgresServer) -> Templates:
    asyncio.run(_make_templates(postgres))
    return Templates(postgres, itertools.count(1))


async def _make_templates(postgres: PostgresServer) -> None:
    admin = postgres.admin_url()
    for service in SERVICES:
        await create_roles(admin, service, dict.fromkeys(KINDS, PASSWORD))
    await create_database(admin, "things", "things_template")
    await create_database(admin, "keys", "keys_template")
    await migrate(
        postgres.admin_url("things_template"),
        service="things",
        folders=[STORE, CONSUMING, Path(__file__).with_name("shelf_migrations")],
    )
    await migrate(postgres.admin_url("keys_template"), service="keys", folders=[KEYS])


@pytest.fixture
async def database(templates: Templates) -> Database:
    return Database(await templates.clone("things_template"))


@pytest.fixture
async def keys_url(templates: Templates) -> str:
    """The superuser's address of a key database of this test's own."""
    return await templates.clone("keys_template")


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    async with a_store(database) as opened:
        yield opened


@asynccontextmanager
async def a_store(
    database: Database, *, writers: int = 2, at_most: int = 200, waiting: int = 2000
) -> AsyncIterator[EventStore]:
    writer = await open_pool(database.url("writer"), at_most=writers)
    reader = await open_pool(database.url("reader"), at_most=4)
    opened = EventStore(writer, reader, "things", at_most=at_most, waiting=waiting)
    try:
        yield opened
    finally:
        await opened.close()
        await writer.close()
        await reader.close()


@pytest.fixture
async def sealing(keys_url: str) -> AsyncIterator[Sealing]:
    pool = await open_pool(as_role(keys_url, "keys_things"), at_most=2)
    try:
        yield Sealing(Keyring(pool, WRAPPING, "things"), SEARCH_KEY)
    finally:
        await pool.close()
