"""Over the real engines: what the services put on their streams arrives in the ledger, once."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client

from ht_contracts.envelope import CONTENT_TYPE
from ht_kit.nats_connection import connect
from ht_kit.topology import EventStream, apply
from ht_local.pytest_engines import Database, NatsServer
from ht_reporting.projections import SERVICES, projectors

from .databases import acting_as
from .streams import Streams

pytestmark = pytest.mark.engines


@pytest.fixture
async def client(nats_server: NatsServer) -> AsyncIterator[Client]:
    connected = await connect(nats_server.account(), name="test", reconnect_wait=0.1)
    yield connected
    await connected.close()


async def publish(client: Client, streams: Streams, *, after: int, until: int) -> None:
    """Put events on the streams as relays do: one message per event, in order."""
    js = client.jetstream()
    for stream in streams:
        for event in stream.events[after:until]:
            envelope = event.envelope
            await js.publish(
                f"evt.{stream.service}.{envelope['organisation']}.thing.{envelope['subject']}",
                event.body,
                headers={
                    "Nats-Msg-Id": envelope["id"],
                    "Content-Type": CONTENT_TYPE,
                    "Ht-Hash": event.hash.hex(),
                },
            )


@contextlib.asynccontextmanager
async def following(database: Database, client: Client) -> AsyncIterator[None]:
    """Run the service's own projectors."""
    tasks = [
        asyncio.create_task(projector.run(database.url("worker"), client))
        for projector in projectors()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def has_received(database: Database, count: int) -> None:
    async with asyncio.timeout(30), acting_as(database, "worker") as worker:
        for _ in itertools.count():
            if await worker.fetchval("SELECT position FROM ledger_head") >= count:
                return
            await asyncio.sleep(0.02)


async def test_every_stream_is_entered_once_and_goes_on_where_it_stopped(
    empty_database: Database, golden: Streams, client: Client
) -> None:
    await apply(client.jetstream(), [EventStream(service=service) for service in SERVICES])
    await publish(client, golden, after=0, until=150)

    async with following(empty_database, client):
        await has_received(empty_database, 450)
    await publish(client, golden, after=150, until=200)
    async with following(empty_database, client):
        await has_received(empty_database, 600)

    async with acting_as(empty_database, "worker") as worker:
        for stream in golden:
            rows = await worker.fetch(
                "SELECT service_position, body, hash FROM ledger WHERE service = $1"
                " ORDER BY position",
                stream.service,
            )
            assert [(*row,) for row in rows] == [
                (event.position, event.body, event.hash) for event in stream.events[:200]
            ]
        head = await worker.fetchval("SELECT position FROM ledger_head")
    assert head == 600
