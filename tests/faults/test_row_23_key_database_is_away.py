"""Row 23: without the key database nothing personal is written or read, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Depends

from ht_kit.access import Claims
from ht_kit.audit import shows_nobody
from ht_kit.handlers import Handlers
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, Edge, allows, handler_of
from ht_kit.http_app import create_app
from ht_kit.ids import new_id
from ht_kit.service import BUSY
from ht_local.engines.postgres import Postgres
from ht_local.pytest_engines import PostgresServer

from .conftest import FOLDERS
from .promises import PROMISE, MakePromise, Promises, keeping_promises
from .system import System, eventually
from .things import ORGANISATION, PROGRAMME
from .victim import PROMISER

pytestmark = pytest.mark.engines

_Promises = Annotated[Promises, Depends(handler_of(PROMISE))]
router = APIRouter()


@router.post("/promises", status_code=201, dependencies=[Depends(allows("promise"))])
async def make(promises: _Promises, asked: AskedDep, answer: AnswerDep) -> Answered:
    command = MakePromise(due_on=date(2999, 1, 1), to="Rose Invented")
    return answer(await promises.create(asked.new_id, command, asked=asked), created=True)


@router.get(
    "/promises/{promise_id}", dependencies=[Depends(allows("promise")), Depends(shows_nobody)]
)
async def show(promise_id: UUID, promises: _Promises, actor: ActorDep) -> dict[str, str | None]:
    promise, _ = await promises.read(promise_id, actor=actor)
    return {"to": promise.made.to if promise.made else None}


class Anybody:
    async def verify(self, _: str) -> Claims:
        membership = {"organisation": ORGANISATION, "programme": PROGRAMME, "roles": ["maker"]}
        return Claims.model_validate(
            {"sub": "worker-1", "employer": ORGANISATION, "memberships": [membership]}
        )


@pytest.fixture
async def keys_of_its_own(system: System, own_postgres: Postgres) -> System:
    """The keys are kept by a server (`own_postgres`) that the test may kill."""
    keys = await PostgresServer(own_postgres).database_for("faults", folders=FOLDERS)
    system.keys_url = keys.keys_url
    return system


@pytest.fixture
async def http(keys_of_its_own: System) -> AsyncIterator[httpx.AsyncClient]:
    system, url = keys_of_its_own, keys_of_its_own.database.url
    async with keeping_promises(url("writer"), url("reader"), system.keys_url) as promises:
        edge = Edge(
            service="things",
            permissions={"promise": frozenset({"maker"})},
            verifier=Anybody(),
            fingerprint_key=bytes(32),
            reader=system.pool,
        )
        app = create_app(
            title="Things",
            version="1",
            edge=edge,
            handlers=_Only(promises),
            routers=[router],
            busy=BUSY,
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://things",
            headers={"Authorization": "Bearer anybody"},
        ) as client:
            yield client


class _Only(Handlers):
    def __init__(self, promises: Promises) -> None:
        self._by_name = {PROMISE.name: promises}


async def test_who_needs_keys_is_told_to_ask_again_and_reactions_wait(
    keys_of_its_own: System, http: httpx.AsyncClient, own_postgres: Postgres
) -> None:
    system = keys_of_its_own
    system.start("relay")
    reactor = system.start("reactor")
    await system.happen(3)
    first = await http.post("/promises", headers={"Idempotency-Key": "first"})
    promise = first.json()["id"]
    assert (await http.get(f"/promises/{promise}")).json() == {"to": "Rose Invented"}
    await promises_made(system, 4)

    await asyncio.to_thread(own_postgres.kill9)
    again = {"Idempotency-Key": str(new_id())}
    refused = [await http.post("/promises", headers=again) for _ in range(3)]
    refused += [await http.get(f"/promises/{promise}") for _ in range(3)]
    await system.happen(3)
    await reactor.says("reaction_failed")
    stored = await system.written()
    await asyncio.to_thread(own_postgres.start)
    await promises_made(system, 7)
    made = await http.post("/promises", headers=again)
    shown = await http.get(f"/promises/{promise}")

    assert {answer.status_code for answer in refused} == {503}
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert stored == 10  # six things, four promises
    assert made.status_code == 201
    assert shown.json() == {"to": "Rose Invented"}
    await promises_made(system, 8)
    assert await system.pool.fetchval("SELECT count(*) FROM parked") == 0
    query = "SELECT count(*) FROM consumer_position WHERE consumer = $1"
    assert await system.pool.fetchval(query, PROMISER) == 1


async def promises_made(system: System, count: int) -> None:
    async def made() -> bool:
        query = "SELECT count(*) FROM events WHERE type = 'promise_made'"
        return bool(await system.pool.fetchval(query) == count)

    await eventually(made, f"{count} promises are made")
