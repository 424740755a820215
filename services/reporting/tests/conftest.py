import pytest
import pytest_asyncio

from ht_local.pytest_engines import Database, PostgresServer

from .databases import copy_of, take_in
from .golden_events import add_edges, dcrs_headline
from .streams import Streams


@pytest.fixture(scope="session")
def golden() -> Streams:
    """The golden data set alone. Nobody adds to it."""
    return dcrs_headline()


@pytest.fixture(scope="session")
def golden_with_edges(golden: Streams) -> Streams:
    """The golden data set, then the people on the edges of the year."""
    streams = golden.copy()
    add_edges(streams)
    return streams


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def golden_template(postgres: PostgresServer, golden: Streams) -> Database:
    database = await postgres.database_for("reporting")
    await take_in(database, golden.batches(seed=0))
    return database


@pytest.fixture
async def empty_database(postgres: PostgresServer) -> Database:
    """A database in which nothing has been received."""
    return await postgres.database_for("reporting")


@pytest.fixture
async def golden_database(golden_template: Database) -> Database:
    """A database that has received the golden data set."""
    return await copy_of(golden_template)
