"""A system for each test to break."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ht_kit.event_store import EventStore
from ht_kit.migrations import CONSUMING, STORE
from ht_kit.pools import open_pool
from ht_local.engines.nats import Nats
from ht_local.engines.nats_cluster import NatsCluster
from ht_local.engines.postgres import Postgres
from ht_local.pytest_engines import NatsServer, PostgresServer

from .system import System

FOLDERS = [STORE, CONSUMING, Path(__file__).with_name("migrations")]


@pytest.fixture
async def system(
    postgres: PostgresServer, nats_server: NatsServer, tmp_path: Path
) -> AsyncIterator[System]:
    """Processes may be killed; the servers are shared with other tests."""
    async for each in a_system(postgres, nats_server.account(), tmp_path):
        yield each


@pytest.fixture
async def breakable(
    postgres: PostgresServer, own_nats: Nats, tmp_path: Path
) -> AsyncIterator[System]:
    """Processes and the NATS server (`own_nats`) may be killed."""
    async for each in a_system(postgres, own_nats.url("core"), tmp_path):
        yield each


@pytest.fixture
async def whole(
    own_postgres: Postgres, own_nats: Nats, tmp_path: Path
) -> AsyncIterator[System]:
    """Everything may be killed: processes, Postgres (`own_postgres`) and NATS (`own_nats`)."""
    async for each in a_system(PostgresServer(own_postgres), own_nats.url("core"), tmp_path):
        yield each


@pytest.fixture
async def clustered(
    postgres: PostgresServer, own_cluster: NatsCluster, tmp_path: Path
) -> AsyncIterator[System]:
    """Processes and any of three NATS servers (`own_cluster`) may be killed."""
    async for each in a_system(postgres, own_cluster.url("core"), tmp_path, replicas=3):
        yield each


async def a_system(
    postgres: PostgresServer, nats_url: str, folder: Path, *, replicas: int = 1
) -> AsyncIterator[System]:
    database = await postgres.database_for("faults", folders=FOLDERS)
    urls = (database.admin_url, database.url("writer"), database.url("reader"))
    admin, writer, reader = [await open_pool(url, at_most=4) for url in urls]
    store = EventStore(writer, reader, "things")
    system = System(database, admin, store, nats_url, folder, database.keys_url, replicas)
    try:
        yield system
    finally:
        for victim in system.victims:
            if victim.runs():
                victim.kill9()
        await store.close()
        for pool in (admin, writer, reader):
            await pool.close()
