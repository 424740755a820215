import itertools

import asyncpg
import pytest
import pytest_asyncio

from ht_local.pytest_engines import PostgresServer

from .databases import migrated, take_in
from .golden_events import add_edges, dcrs_headline
from .streams import Streams

_NUMBER = itertools.count(1)


@pytest.fixture(scope="session")
def golden() -> Streams:
    """The golden data set alone. Nobody adds to it."""
    return dcrs_headline()


@pytest.fixture(scope="session")
def golden_with_edges() -> Streams:
    """The golden data set, then the people on the edges of the year."""
    streams = dcrs_headline()
    add_edges(streams)
    return streams


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def empty_template(postgres: PostgresServer) -> str:
    url = await postgres.empty_database()
    await migrated(url)
    return url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def golden_template(
    postgres: PostgresServer, empty_template: str, golden: Streams
) -> str:
    url = await _copy_of(postgres, empty_template)
    await take_in(url, golden.batches(seed=0))
    return url


@pytest.fixture
async def empty_database(postgres: PostgresServer, empty_template: str) -> str:
    """A migrated database in which nothing has been received."""
    return await _copy_of(postgres, empty_template)


@pytest.fixture
async def golden_database(postgres: PostgresServer, golden_template: str) -> str:
    """A database that has received the golden data set."""
    return await _copy_of(postgres, golden_template)


async def _copy_of(postgres: PostgresServer, template_url: str) -> str:
    name = f"reporting_{next(_NUMBER)}"
    template = template_url.rsplit("/", 1)[1]
    admin = await asyncpg.connect(postgres.admin_url())
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await admin.close()
    return postgres.admin_url(name)
