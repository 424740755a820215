"""The plans service over a real Postgres, met over HTTP and as its own database roles."""

import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest

from ht_kit.audit import LookStore
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.reading import Pool
from ht_kit.sealing import Sealing
from ht_local.pytest_engines import PostgresServer
from ht_plans.app import SERVICE

from .programme import Northfield, Tokens
from .towns import towns

__all__ = ["northfield", "towns"]


@pytest.fixture
async def northfield(postgres: PostgresServer) -> AsyncIterator[Northfield]:
    """Give the running service, with the programme Northfield and its workers in it."""
    database = await postgres.database_for("plans")
    async with contextlib.AsyncExitStack() as closing:

        async def pool(address: str) -> Pool:
            opened = await open_pool(address, at_most=4)
            closing.push_async_callback(opened.close)
            return opened

        reader, worker = await pool(database.url("reader")), await pool(database.url("worker"))
        writer = await pool(database.url("writer"))
        store, looks = EventStore(writer, reader, "plans"), LookStore(writer)
        closing.push_async_callback(looks.close)
        closing.push_async_callback(store.close)
        wrapping = WrappingKeys("first", {"first": bytes(32)})
        keyring = Keyring(await pool(database.keys_url), wrapping, "plans")
        handlers = Handlers(SERVICE.aggregates, store, Sealing(keyring, bytes(range(32))))
        edge = Edge(
            service="plans",
            permissions=SERVICE.permissions,
            verifier=Tokens(),
            fingerprint_key=bytes(32),
            reader=reader,
            looks=looks,
        )
        transport = httpx.ASGITransport(SERVICE.app(edge, handlers))
        http = httpx.AsyncClient(transport=transport, base_url="http://plans")
        await closing.enter_async_context(http)
        here = Northfield(
            http=http, handlers=handlers, reader=reader, worker=worker, database=database
        )
        await here.is_registered()
        yield here
