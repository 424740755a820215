"""Alive is not ready: a process says whether it may be sent work, and why not."""

import asyncio

import httpx
import pytest
from prometheus_client import CollectorRegistry

from ht_kit.operations import Check, NotReady, Readiness, operations_app


async def well() -> None:
    """Find nothing wrong."""


async def halted() -> None:
    raise NotReady("halted: the stream is ahead of the store")


async def broken() -> None:
    raise ValueError("postgresql://someone:hunter2@db/pots")


async def stuck() -> None:
    await asyncio.Event().wait()


async def asked(
    path: str, checks: dict[str, Check], *, stopping: bool = False
) -> httpx.Response:
    readiness = Readiness(checks, patience=0.05)
    if stopping:
        readiness.stop()
    app = operations_app(readiness, CollectorRegistry())
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://o"
    ) as http:
        return await http.get(path)


async def test_ready_when_every_check_passes() -> None:
    answer = await asked("/readyz", {"database": well, "nats": well})

    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize(
    ("check", "why"),
    [
        (halted, "halted: the stream is ahead of the store"),
        (broken, "ValueError"),
        (stuck, "TimeoutError"),
    ],
)
async def test_not_ready_says_which_check_and_why_without_secrets(
    check: Check, why: str
) -> None:
    answer = await asked("/readyz?verbose", {"database": well, "relay": check})

    assert answer.status_code == 503
    assert answer.json() == {"running": "ok", "database": "ok", "relay": why}


async def test_a_process_that_stops_is_not_ready_and_still_alive() -> None:
    assert (await asked("/readyz", {"database": well}, stopping=True)).status_code == 503
    assert (await asked("/livez", {"database": broken}, stopping=True)).status_code == 200
