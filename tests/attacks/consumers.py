"""Whatever the real services read, run over real engines: their projectors and reactors."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import asyncpg
import pytest
from nats.aio.client import Client
from nats.js import JetStreamContext
from shared.kit.tests.travel.things import running

from ht_kit.composition import compose
from ht_kit.nats_connection import connect
from ht_kit.service import Service
from ht_kit.topology import EventStream, apply
from ht_local.place import SERVICES
from ht_local.pytest_engines import Database, PostgresServer
from ht_local.system import DECIDING

from .asking import declared

_KEY = base64.b64encode(bytes(32)).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that reads: what it has written is looked at in its service's database."""

    databases: Mapping[str, Database]
    js: JetStreamContext

    async def ask(self, service: str, question: str, *given: object) -> list[asyncpg.Record]:
        """Look into a service's database."""
        connection = await asyncpg.connect(self.databases[service].admin_url)
        try:
            return list(await connection.fetch(question, *given))
        finally:
            await connection.close()


def consumers() -> dict[str, tuple[str, str]]:
    """Give every reader that a service declares: whose it is, and whose stream it reads."""
    return {
        name: (service, source)
        for service in SERVICES
        for source, names in declared(service).consumers().items()
        for name in names
    }


@asynccontextmanager
async def everything_reads(
    postgres: PostgresServer, nats_url: str, patch: pytest.MonkeyPatch
) -> AsyncIterator[Reading]:
    """Run them all. A reader that ends by itself is a failure; a reaction is tried at once."""
    async with AsyncExitStack() as closing:
        client = await connect(nats_url, name="test", reconnect_wait=0.1)
        closing.push_async_callback(client.close)
        js = client.jetstream()
        await apply(js, [EventStream(service=each) for each in DECIDING])
        databases = {each: await postgres.database_for(each) for each in SERVICES}
        for name in SERVICES:
            service = declared(name)
            if service.reactors is not None:
                patch.setattr(service.reactors, "delays", (0.01,))
            await _read(service, databases[name], nats_url, client, closing)
        yield Reading(databases=databases, js=js)


async def _read(
    service: Service, database: Database, nats_url: str, client: Client, closing: AsyncExitStack
) -> None:
    for projector in service.projectors:
        work = projector.run(database.url("worker"), client)
        await closing.enter_async_context(running(work))
    if service.reactors is None:
        return
    roles = ("writer", "reader", "relay", "worker")
    settings = service.settings.model_validate(
        {
            **{f"{role}_url": database.url(role) for role in roles},
            "keys_url": database.keys_url,
            "kek": {"current": "first", "keys": {"first": _KEY}},
            "search_key": _KEY,
            "fingerprint_key": _KEY,
            "nats_url": nats_url,
            "issuer": "https://sign-in.example.org",
            "jwks_url": "https://sign-in.example.org/jwks",
            "environment": "development",
            "port": 1,
            "operations_port": 2,
        }
    )
    composed = await compose(
        service.name, service.aggregates, service.consumers(), settings, closing
    )
    context = service.context(settings, composed)
    reacting = service.reactors.run(composed.worker, nats_url, context)
    await closing.enter_async_context(running(reacting))
