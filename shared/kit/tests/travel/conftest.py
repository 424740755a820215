"""The engines, and a store in which things happen, reached as the service's own roles."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from nats.aio.client import Client

from ht_kit.event_store import EventStore
from ht_kit.migrations import CONSUMING, STORE
from ht_kit.nats_connection import connect
from ht_kit.pools import open_pool
from ht_kit.publishing import Publisher, Told
from ht_local.pytest_engines import Database, NatsServer, PostgresServer

from .things import CODEC, happen, tell

FOLDERS = [STORE, CONSUMING, Path(__file__).with_name("migrations")]


@dataclass
class Store:
    """One service's store, where things happen. `pool` is a superuser's, to look with."""

    database: Database
    pool: "asyncpg.Pool[asyncpg.Record]"
    worker: "asyncpg.Pool[asyncpg.Record]"
    events: EventStore

    @property
    def relay_url(self) -> str:
        return self.database.url("relay")

    @property
    def worker_url(self) -> str:
        return self.database.url("worker")

    async def happen(self, count: int, *, thing: UUID | None = None, after: int = 0) -> UUID:
        """Have so many things happen to a thing, and say to which."""
        return await happen(self.events, count, thing=thing, after=after)

    async def tamper(self, statement: str) -> None:
        """Do what nobody may: change what is recorded."""
        await self.pool.execute(
            "ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE head DISABLE TRIGGER ALL;"
            + statement
        )


@pytest.fixture
async def store(postgres: PostgresServer) -> AsyncIterator[Store]:
    database = await postgres.database_for("travel", folders=FOLDERS)
    urls = (
        database.admin_url,
        *(database.url(role) for role in ("writer", "reader", "worker")),
    )
    admin, writer, reader, worker = [await open_pool(url, at_most=4) for url in urls]
    events = EventStore(writer, reader, "things")
    yield Store(database, admin, worker, events)
    await events.close()
    for pool in (admin, writer, reader, worker):
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
