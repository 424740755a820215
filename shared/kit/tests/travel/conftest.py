"""The engines, and a store in which things happen, reached as the service's own roles."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from nats.aio.client import Client

from ht_kit.event_store import EventStore
from ht_kit.migrations import CONSUMING, STORE, create_database, create_roles, migrate
from ht_kit.nats_connection import connect
from ht_kit.pools import open_pool
from ht_kit.publishing import Publisher, Told
from ht_local.pytest_engines import NatsServer, PostgresServer

from .things import CODEC, happen, tell

PASSWORD = "only-for-tests"
TEMPLATE = "travel_template"
READ_MODEL = """
CREATE TABLE seen (position bigint, event_id uuid, thing uuid, version int);
GRANT SELECT, INSERT, UPDATE, DELETE ON seen TO things_worker;
"""

MakeDatabase = Callable[[], Awaitable[str]]


def as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{PASSWORD}@{parts.hostname}:{parts.port}"))


@dataclass
class Store:
    """One service's store, where things happen. `pool` is a superuser's, to look with."""

    admin_url: str
    pool: "asyncpg.Pool[asyncpg.Record]"
    worker: "asyncpg.Pool[asyncpg.Record]"
    events: EventStore

    @property
    def relay_url(self) -> str:
        return as_role(self.admin_url, "things_relay")

    @property
    def worker_url(self) -> str:
        return as_role(self.admin_url, "things_worker")

    async def happen(self, count: int) -> None:
        """Have so many things happen."""
        await happen(self.events, count)

    async def tamper(self, statement: str) -> None:
        """Do what nobody may: change what is recorded."""
        await self.pool.execute(
            "ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE head DISABLE TRIGGER ALL;"
            + statement
        )


@pytest.fixture(scope="session")
def new_database(postgres: PostgresServer) -> MakeDatabase:
    """Give a way to have a database like the one of a deciding service."""
    asyncio.run(_make_template(postgres))
    numbers = itertools.count(1)

    async def clone() -> str:
        name = f"travel_{next(numbers)}"
        connection = await asyncpg.connect(postgres.admin_url())
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        finally:
            await connection.close()
        return postgres.admin_url(name)

    return clone


async def _make_template(postgres: PostgresServer) -> None:
    kinds = ("writer", "reader", "relay", "worker")
    await create_roles(postgres.admin_url(), "things", dict.fromkeys(kinds, PASSWORD))
    await create_database(postgres.admin_url(), "things", TEMPLATE)
    url = postgres.admin_url(TEMPLATE)
    await migrate(url, service="things", folders=[STORE, CONSUMING])
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(READ_MODEL)
    finally:
        await connection.close()


@pytest.fixture
async def store(new_database: MakeDatabase) -> AsyncIterator[Store]:
    url = await new_database()
    pools = [
        await open_pool(each, at_most=4)
        for each in (
            url,
            *(as_role(url, f"things_{kind}") for kind in ("writer", "reader", "worker")),
        )
    ]
    admin, writer, reader, worker = pools
    events = EventStore(writer, reader, "things")
    yield Store(url, admin, worker, events)
    await events.close()
    for pool in pools:
        await pool.close()


@pytest.fixture
def nats_url(nats_server: NatsServer) -> str:
    return nats_server.account()


@pytest.fixture
async def client(nats_url: str) -> AsyncIterator[Client]:
    connected = await connect(nats_url, name="test", reconnect_wait=0.1)
    yield connected
    await connected.close()


@pytest.fixture
def publisher() -> Publisher:
    return Publisher("things", {"thing": Told(CODEC, tell)})
