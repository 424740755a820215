"""The referrals service over a real Postgres, connected as its own database roles."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

import ht_referrals
from ht_contracts.envelope import Published
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.http_app import create_app
from ht_kit.ids import new_id
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
from ht_referrals.access import PERMISSIONS
from ht_referrals.domain.refusals import Refused
from ht_referrals.handling import DIRECTORY, ONWARD, SIGNPOST
from ht_referrals.projections import know_cases, know_consents
from ht_referrals.routes import ROUTERS

from .world import CASE, CHARITY, MONDAY, SMOKE_FREE, Tokens, a_case, told

KINDS = ("writer", "reader", "relay", "worker", "keys")
PASSWORD = "only-for-tests"
STORED = ("events", "directory", "signposts", "onward_referrals", "due", "idempotency")
MIGRATIONS = Path(ht_referrals.__file__).with_name("migrations")


def as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    netloc = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=netloc))


@dataclass(frozen=True, slots=True)
class Templates:
    """Migrated databases, of which every test gets copies of its own."""

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
    await create_roles(admin, "referrals", dict.fromkeys(KINDS, PASSWORD))
    await create_database(admin, "referrals", "referrals_template")
    await create_database(admin, "keys", "referrals_keys_template")
    await migrate(
        postgres.admin_url("referrals_template"),
        service="referrals",
        folders=[STORE, CONSUMING, MIGRATIONS],
    )
    await migrate(postgres.admin_url("referrals_keys_template"), service="keys", folders=[KEYS])


@dataclass(frozen=True, slots=True)
class Referrals:
    """The service as its callers see it, and what they let it know."""

    app: FastAPI
    handlers: Handlers
    worker: "asyncpg.Pool[asyncpg.Record]"
    admin_url: str

    async def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        by: str,
        key: str | None = None,
        version: int | None = None,
    ) -> httpx.Response:
        headers = {"Idempotency-Key": key or str(new_id())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        async with self._client(by) as client:
            return await client.post(path, json=body, headers=headers)

    async def get(self, path: str, *, by: str) -> httpx.Response:
        async with self._client(by) as client:
            return await client.get(path)

    def _client(self, person: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://referrals",
            headers={"Authorization": f"Bearer {person}"},
        )

    async def hears(self, *facts: Published, organisation: str = CHARITY) -> None:
        """Take in what other services told, without the way it travels."""
        received = [told(fact, organisation=organisation) for fact in facts]
        connection = await asyncpg.connect(as_role(self.admin_url, "referrals_worker"))
        try:
            async with connection.transaction():
                await know_cases(connection, received)
                await know_consents(connection, received)
        finally:
            await connection.close()

    async def history(self) -> Sequence[str]:
        """Name what has happened, in order."""
        rows = await self._fetch("SELECT type FROM events ORDER BY position")
        return [row["type"] for row in rows]

    async def everything_stored(self) -> str:
        """Give everything that stands in the database, as text."""
        selects = [
            "SELECT convert_from(body, 'UTF8') FROM events",
            *(f"SELECT * FROM {table}" for table in STORED),
        ]
        rows = [row for select in selects for row in await self._fetch(select)]
        return "\n".join(str(tuple(row)) for row in rows)

    async def _fetch(self, select: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.admin_url)
        try:
            return list(await connection.fetch(select))
        finally:
            await connection.close()

    async def a_place(self, **changes: str) -> str:
        """Put a place into the directory."""
        added = await self.post("/directory", {**SMOKE_FREE, **changes}, by="sana")
        return str(added.json()["id"])

    async def a_draft(self, place: str, *, case: UUID = CASE) -> str:
        """Write an onward referral."""
        body = {
            "case": str(case),
            "entry": place,
            "reason": "04",
            "drafted_at": MONDAY.isoformat(),
            "summary": "Would like help before the operation in May",
        }
        return str((await self.post("/onward-referrals", body, by="tess")).json()["id"])


@pytest.fixture
async def referrals(templates: Templates) -> AsyncIterator[Referrals]:
    """Run the service's app on databases of this test's own; it knows one case."""
    url = await templates.clone("referrals_template")
    keys_url = await templates.clone("referrals_keys_template")
    async with AsyncExitStack() as stack:

        async def pool(address: str) -> "asyncpg.Pool[asyncpg.Record]":
            opened = await open_pool(address, at_most=4)
            stack.push_async_callback(opened.close)
            return opened

        writer, reader, worker = [
            await pool(as_role(url, f"referrals_{kind}")) for kind in KINDS[:2] + KINDS[3:4]
        ]
        keys = await pool(as_role(keys_url, "keys_referrals"))
        store = EventStore(writer, reader, "referrals")
        stack.push_async_callback(store.close)
        sealing = Sealing(
            Keyring(keys, WrappingKeys("first", {"first": bytes(32)}), "referrals"), bytes(32)
        )
        handlers = Handlers([DIRECTORY, SIGNPOST, ONWARD], store, sealing)
        edge = Edge(
            service="referrals",
            permissions=PERMISSIONS,
            verifier=Tokens(),
            fingerprint_key=bytes(32),
            reader=reader,
            sealing=sealing,
        )
        app = create_app(
            title="Referrals",
            version="1",
            edge=edge,
            handlers=handlers,
            routers=ROUTERS,
            refused=[Refused],
        )
        running = Referrals(app, handlers, worker, url)
        await running.hears(a_case())
        yield running
