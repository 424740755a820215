"""The intake service over a real Postgres, connected as its own database roles."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from ht_intake.access import PERMISSIONS
from ht_intake.domain.refusals import Refused
from ht_intake.handling import AGGREGATES
from ht_intake.reactors import due_work, keys_of
from ht_intake.routes import ROUTERS
from ht_intake.settings import Settings
from ht_kit.audit import LookStore
from ht_kit.clock import now
from ht_kit.due import DueRunner
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.http_app import create_app
from ht_kit.ids import new_id
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.sealing import Sealing
from ht_kit.staying_erased import erase_again
from ht_local.pytest_engines import Database, PostgresServer

from .world import APRIL, CHARITY, MARCH, ROSE, ROSES_REFERRAL, Tokens

if TYPE_CHECKING:
    from asyncpg import Pool, Record

STORED = (
    "idempotency", "reservations", "organisation", "programme", "worker", "sign_in",
    "membership", "referral", "referral_token", "referral_apart", "referral_draft",
    "taking_in", "client", "client_token", "client_pair", "due", "erasure",
    "outreach", "advice", "contract", "lending", "consent", "conflict",
)  # fmt: skip

_STAY = "destroyed_keys_stay_destroyed"
_BACKUP = """
SELECT client, wrapped FROM data_keys
WHERE client = ANY ($1::uuid[]) AND service = 'intake' AND wrapped IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Intake:
    """The service as its callers see it, and what its database holds."""

    app: FastAPI
    database: Database

    async def post(
        self,
        path: str,
        body: object,
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

    async def post_bytes(self, path: str, content: bytes, *, by: str) -> httpx.Response:
        """Send bytes as they are."""
        headers = {"Idempotency-Key": str(new_id()), "Content-Type": "application/json"}
        async with self._client(by) as client:
            return await client.post(path, content=content, headers=headers)

    async def get(self, path: str, *, by: str) -> httpx.Response:
        async with self._client(by) as client:
            return await client.get(path)

    async def done(self, path: str, body: Mapping[str, Any], *, by: str) -> dict[str, Any]:
        """Ask for something that is expected to be done."""
        answer = await self.post(path, body, by=by)
        assert answer.status_code in {200, 201}, answer.text
        given: dict[str, Any] = answer.json()
        return given

    async def rose(self, **changes: object) -> str:
        """Register Rose."""
        return str((await self.done("/clients", {**ROSE, **changes}, by="ada"))["id"])

    async def takes_part(self, client: str) -> None:
        """Let a client agree to take part."""
        agreed = {"agreed_at": MARCH, "how": "in_person", "notice_version": "2026-01"}
        await self.done(f"/clients/{client}/taking-part", agreed, by="tess")

    async def accepted(self, **changes: object) -> str:
        """Receive a referral and accept it."""
        received = await self.done("/referrals", {**ROSES_REFERRAL, **changes}, by="ada")
        path = f"/referrals/{received['id']}"
        await self.done(f"{path}/accept", {"accepted_at": APRIL}, by="ada")
        return str(received["id"])

    async def a_day_passes(self, days: int = 0) -> None:
        """Do what is due today, or some days from now."""
        at = now() + timedelta(days=days)
        runner = DueRunner("intake", due_work(self.app.state.handlers), clock=lambda: at)
        async with asyncpg.create_pool(self.database.url("worker"), min_size=1) as pool:
            while await runner.run_once(pool):
                pass

    async def looks_after_erasures(self) -> int:
        """Do what a worker does now and then: destroy the keys that nobody may have."""
        async with asyncpg.create_pool(self.database.url("worker"), min_size=1) as pool:
            return await erase_again(pool, self.app.state.handlers, keys_of)

    async def backed_up_keys(self, clients: Collection[str]) -> "list[Record]":
        """Give the keys that there are of these clients, as a backup holds them."""
        async with self._keys() as connection:
            return list(await connection.fetch(_BACKUP, list(clients)))

    async def restore_keys(self, backup: "Sequence[Record]") -> None:
        """Put keys back as they were, as whoever restores a backup does."""
        async with self._keys() as connection, connection.transaction():
            await connection.execute(f"ALTER TABLE data_keys DISABLE TRIGGER {_STAY}")
            await connection.executemany(
                "UPDATE data_keys SET wrapped = $2, destroyed_at = NULL "
                "WHERE client = $1 AND service = 'intake'",
                [tuple(row) for row in backup],
            )
            await connection.execute(f"ALTER TABLE data_keys ENABLE ALWAYS TRIGGER {_STAY}")

    @asynccontextmanager
    async def _keys(self) -> "AsyncIterator[asyncpg.Connection[Record]]":
        url = self.database.engine.admin_url(self.database.keys)
        connection = await asyncpg.connect(url)
        try:
            yield connection
        finally:
            await connection.close()

    async def history(self) -> Sequence[str]:
        """Name what has happened, in order."""
        return [row["type"] for row in await self._fetch("SELECT type FROM events ORDER BY 1")]

    async def everything_stored(self) -> str:
        """Give everything that stands in the database, as text."""
        selects = [
            "SELECT convert_from(body, 'UTF8') FROM events",
            *(f"SELECT * FROM {table}" for table in STORED),
        ]
        rows = [row for select in selects for row in await self._fetch(select)]
        return "\n".join(str(tuple(row)) for row in rows)

    async def stored_tokens(self) -> Sequence[bytes | None]:
        """Give what clients are found by, as it stands in the database."""
        return [row["token"] for row in await self._fetch("SELECT token FROM client_token")]

    async def looks(self) -> Sequence[bytes]:
        """Give the traces of looks, in order."""
        return [
            row["body"] for row in await self._fetch("SELECT body FROM looks ORDER BY number")
        ]

    async def execute(self, statement: str, *args: object) -> None:
        """Change something as nobody of the service could."""
        connection = await asyncpg.connect(self.database.admin_url)
        try:
            await connection.execute(statement, *args)
        finally:
            await connection.close()

    async def programme(self, slug: str) -> None:
        """Register a programme of the charity."""
        form = {"programme": slug, "name": slug, "area": slug, "region": "North West"}
        await self.done("/programmes", {**form, "maintenance_months": [3]}, by="amir")

    async def as_nobody(
        self,
        body: object,
        *,
        programme: str | None = "northfield",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a self-referral, as anybody can who has no token."""
        where = {"Ht-Organisation": CHARITY, "Ht-Programme": programme} if programme else {}
        sent = {"Idempotency-Key": key or str(new_id()), **where, **(headers or {})}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
            return await client.post("/self-referrals", json=body, headers=sent)

    async def rows(self, table: str) -> Sequence[Mapping[str, Any]]:
        """Give every row of a read model."""
        return [dict(row) for row in await self._fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]

    async def _fetch(self, select: str) -> "list[Record]":
        connection = await asyncpg.connect(self.database.admin_url)
        try:
            return list(await connection.fetch(select))
        finally:
            await connection.close()

    def _client(self, person: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://intake",
            headers={"Authorization": f"Bearer {person}"},
        )


@pytest.fixture
async def database(postgres: PostgresServer) -> Database:
    """Give an intake database of this test's own."""
    return await postgres.database_for("intake")


@pytest.fixture
async def intake(database: Database) -> AsyncIterator[Intake]:
    """Run the service's app on a database of this test's own."""
    async with AsyncExitStack() as stack:

        async def pool(url: str) -> "Pool[Record]":
            opened = await asyncpg.create_pool(url, min_size=1, max_size=4)
            stack.push_async_callback(opened.close)
            return opened

        reader = await pool(database.url("reader"))
        writer = await pool(database.url("writer"))
        store, looks = EventStore(writer, reader, "intake"), LookStore(writer)
        stack.push_async_callback(looks.close)
        stack.push_async_callback(store.close)
        wrapping = WrappingKeys("first", {"first": bytes(32)})
        keyring = Keyring(await pool(database.keys_url), wrapping, "intake")
        sealing = Sealing(keyring, bytes(32))
        app = create_app(
            title="Intake",
            version="1",
            edge=Edge(
                service="intake",
                permissions=PERMISSIONS,
                verifier=Tokens(),
                fingerprint_key=bytes(32),
                reader=reader,
                looks=looks,
                sealing=sealing,
            ),
            handlers=Handlers(AGGREGATES, store, sealing),
            routers=ROUTERS,
            refused=[Refused],
        )
        app.state.settings = settings_for(database)
        yield Intake(app, database)


def settings_for(database: Database) -> Settings:
    nowhere = SecretStr(database.url("reader"))
    return Settings.model_construct(
        reader_url=nowhere,
        deprivation_edition="sample",
        self_referrals_per_address=3,
        self_referrals_per_programme=5,
        proxies=0,
    )
