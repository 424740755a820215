"""The referrals service over a real Postgres, connected as its own database roles."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from ht_contracts.envelope import Published
from ht_kit.audit import LookStore
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.ids import new_id
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.positions import wait_for
from ht_kit.sealing import Sealing
from ht_local.pytest_engines import Database, PostgresServer
from ht_referrals.access import PERMISSIONS
from ht_referrals.app import SERVICE
from ht_referrals.projections import (
    know_cases,
    know_closings,
    know_conflicts,
    know_consents,
    know_deaths,
)

from .world import CASE, CHARITY, MONDAY, SMOKE_FREE, Tokens, a_case, told

STORED = ("events", "directory", "signposts", "onward_referrals", "due", "idempotency")


@dataclass(frozen=True, slots=True)
class Referrals:
    """The service as its callers see it, and what they let it know."""

    app: FastAPI
    handlers: Handlers
    worker: "asyncpg.Pool[asyncpg.Record]"
    database: Database

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

    async def get(self, path: str, *, by: str, after: str | None = None) -> httpx.Response:
        async with self._client(by) as client:
            return await client.get(path, headers={"Ht-After": after} if after else None)

    @property
    def worker_url(self) -> str:
        """The address at which projectors write."""
        return self.database.url("worker")

    def _client(self, person: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://referrals",
            headers={"Authorization": f"Bearer {person}"},
        )

    async def hears(self, *facts: Published, organisation: str = CHARITY) -> None:
        """Take in what other services told, without the way it travels."""
        received = [told(fact, organisation=organisation) for fact in facts]
        connection = await asyncpg.connect(self.worker_url)
        try:
            async with connection.transaction():
                await know_cases(connection, received)
                await know_closings(connection, received)
                await know_consents(connection, received)
                await know_conflicts(connection, received)
                await know_deaths(connection, received)
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
        connection = await asyncpg.connect(self.database.admin_url)
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
async def referrals(postgres: PostgresServer) -> AsyncIterator[Referrals]:
    """Run the service's app on databases of this test's own; it knows one case."""
    database = await postgres.database_for("referrals")
    async with AsyncExitStack() as stack:

        async def pool(url: str) -> "asyncpg.Pool[asyncpg.Record]":
            return await stack.enter_async_context(await open_pool(url, at_most=4))

        writer, reader, worker = [
            await pool(database.url(role)) for role in ("writer", "reader", "worker")
        ]
        keys = await pool(database.keys_url)
        store, looks = EventStore(writer, reader, "referrals"), LookStore(writer)
        stack.push_async_callback(looks.close)
        stack.push_async_callback(store.close)
        sealing = Sealing(
            Keyring(keys, WrappingKeys("first", {"first": bytes(32)}), "referrals"), bytes(32)
        )
        handlers = Handlers(SERVICE.aggregates, store, sealing)
        edge = Edge(
            service="referrals",
            permissions=PERMISSIONS,
            verifier=Tokens(),
            fingerprint_key=bytes(32),
            reader=reader,
            looks=looks,
            sealing=sealing,
            caught_up=partial(wait_for, reader, SERVICE.consumers()),
        )
        running = Referrals(SERVICE.app(edge, handlers), handlers, worker, database)
        await running.hears(a_case())
        yield running
