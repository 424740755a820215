"""One request is followed from HTTP to whoever reads of it elsewhere, and no span tells of a
person: names are templates, attributes are few. (OpenTelemetry's conventions for messaging.)
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from uuid import UUID

import asyncpg
import httpx
import orjson
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from ht_kit.access import Claims
from ht_kit.composition import compose
from ht_kit.http import Edge
from ht_kit.migrations import KEYS, migrate
from ht_kit.nats_connection import connect
from ht_kit.relay import Relay
from ht_kit.tracing import HEADER, span, traceparent, tracing, tracing_to
from ht_local.pytest_engines import NatsServer

from .a_service import SERVICE, Settings
from .conftest import SECRET, Databases

pytestmark = pytest.mark.engines
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = 0x0AF7651916CD43DD8448EB211C80319C
GLAZE = "Rose-Example-of-Northfield"
POTTER = "0192d1f4-0000-7000-8000-00000000abcd"
TEMPLATE = "evt.pots.{organisation}.{aggregate}.{id}"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


class ThePotter:
    async def verify(self, _: str, /) -> Claims:
        membership = {"organisation": "kiln", "programme": "vases", "roles": ["potter"]}
        return Claims.model_validate(
            {"sub": POTTER, "employer": "kiln", "memberships": [membership]}
        )


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    with tracing_to(SimpleSpanProcessor(exporter), "pots"):
        yield exporter


@pytest.fixture
async def pots(
    databases: Databases, nats_server: NatsServer
) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """The service's HTTP, relay and projector at work in this process."""
    await migrate(databases.keys, service="keys", folders=[KEYS])
    await migrate(databases.own, service="pots", folders=SERVICE.folders)
    urls = {f"{kind}_url": databases.url(kind) for kind in ("writer", "reader", "relay")}
    nats_url = nats_server.account()
    settings = Settings.model_validate(
        {
            **urls,
            "worker_url": databases.url("worker"),
            "keys_url": databases.url("keys"),
            "kek": {"current": "first", "keys": {"first": SECRET}},
            "search_key": SECRET,
            "fingerprint_key": SECRET,
            "nats_url": nats_url,
            "issuer": "https://sign-in.example.org",
            "jwks_url": "https://sign-in.example.org/jwks",
            "port": 1,
            "operations_port": 2,
            "environment": "development",
        }
    )
    async with AsyncExitStack() as closing:
        composed = await compose(
            SERVICE.name, SERVICE.aggregates, SERVICE.consumers(), settings, closing
        )
        edge = Edge(
            service="pots",
            permissions=SERVICE.permissions,
            verifier=ThePotter(),
            fingerprint_key=bytes(32),
            reader=composed.reader,
            sealing=composed.sealing,
        )
        transport = httpx.ASGITransport(SERVICE.app(edge, composed.handlers))
        relay = Relay(
            "pots",
            databases.url("relay"),
            nats_url,
            SERVICE.publisher().to_message,
            poll=0.1,
            look_again=0.3,
        )
        client = await connect(nats_url, name="projector")
        closing.push_async_callback(client.close)
        (projector,) = SERVICE.projectors
        work = [
            asyncio.create_task(relay.run()),
            asyncio.create_task(projector.run(databases.url("worker"), client)),
        ]
        try:
            headers = {"Authorization": "Bearer x"}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://pots", headers=headers
            ) as http:
                yield http, databases.own
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + 30
    while not await holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def named(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [each for each in spans.get_finished_spans() if each.name == name]


async def test_a_command_is_followed_to_the_read_model_that_tells_of_it(
    spans: InMemorySpanExporter, pots: tuple[httpx.AsyncClient, str]
) -> None:
    http, database = pots
    answer = await http.post(
        "/pots",
        json={"glaze": GLAZE},
        headers={"Idempotency-Key": "one", HEADER: CALLER},
    )
    assert answer.status_code == 201, answer.text

    async def told() -> bool:
        return bool(named(spans, f"process {TEMPLATE}"))

    await eventually(told)

    (request,) = named(spans, "POST /pots")
    (decided,), (written,) = named(spans, "decide pot"), named(spans, "write pot")
    (sent,), (projected,) = (
        named(spans, f"send {TEMPLATE}"),
        named(spans, f"process {TEMPLATE}"),
    )
    for each in (request, decided, written):
        assert each.context.trace_id == TRACE
    assert [each.parent for each in (decided, written)] == [request.context] * 2
    for each in (sent, projected):
        assert TRACE in {link.context.trace_id for link in each.links}
    assert sent.context.trace_id in {link.context.trace_id for link in projected.links}
    assert await _origin(database) == (TRACE, request.context.span_id)


async def _origin(database: str) -> tuple[int, int]:
    connection = await asyncpg.connect(database)
    try:
        body = await connection.fetchval("SELECT body FROM events")
    finally:
        await connection.close()
    _, trace, origin, _ = orjson.loads(body)[HEADER].split("-")
    return int(trace, 16), int(origin, 16)


async def test_nothing_that_tells_of_a_person_is_in_a_span(
    spans: InMemorySpanExporter, pots: tuple[httpx.AsyncClient, str]
) -> None:
    http, _ = pots
    made = await http.post(
        "/pots", json={"glaze": GLAZE}, headers={"Idempotency-Key": f"key of {GLAZE}"}
    )
    pot = UUID(made.json()["id"])
    await http.get(f"/pots/{pot}")
    await http.post("/pots", json={"glaze": "invisible"}, headers={"Idempotency-Key": "two"})

    async def told() -> bool:
        return bool(named(spans, f"process {TEMPLATE}"))

    await eventually(told)

    found = spans.get_finished_spans()
    assert len(found) >= 8
    for each in found:
        attributes = dict(each.attributes or {})
        message = attributes.pop("messaging.message.id", None)
        assert message != str(pot)
        said = f"{each.name} {attributes} {[event.name for event in each.events]}"
        assert GLAZE not in said
        assert POTTER not in said
        assert "kiln" not in said
        assert _UUID.search(said) is None, said


async def test_nothing_is_traced_where_nobody_asked_for_it(
    pots: tuple[httpx.AsyncClient, str],
) -> None:
    http, database = pots
    with tracing("pots", "1", None), span("step") as spanned:
        assert spanned is None
        assert traceparent() is None
        await http.post(
            "/pots", json={"glaze": "blue"}, headers={"Idempotency-Key": "1", HEADER: CALLER}
        )

    assert await _origin(database) == (TRACE, 0xB7AD6B7169203331)
