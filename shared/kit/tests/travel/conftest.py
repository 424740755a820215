"""The engines, and a store in which things happen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from nats.aio.client import Client

from ht_kit.nats_connection import connect
from ht_kit.publishing import Publisher, Told
from ht_local.pytest_engines import NatsServer, PostgresServer

from .things import SCHEMA, Things, happen, tell


@dataclass
class Store:
    """One service's store, where things happen."""

    url: str
    pool: "asyncpg.Pool[asyncpg.Record]"

    async def happen(self, count: int) -> UUID:
        """Have so many things happen."""
        return await happen(self.pool, count)


@pytest.fixture
async def store(postgres: PostgresServer) -> AsyncIterator[Store]:
    url = await postgres.empty_database()
    async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool:
        await pool.execute(SCHEMA)
        yield Store(url, pool)


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
    return Publisher("things", {"thing": Told(Things(), tell)})
