"""What passes by itself is answered with 503 and when to ask again, and never as our fault."""

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, Depends

from ht_kit.access import Claims, MembershipClaim
from ht_kit.audit import shows_nobody
from ht_kit.coalescing import Closed, Overloaded
from ht_kit.handlers import Handlers
from ht_kit.http import Edge, allows
from ht_kit.http_app import create_app
from ht_kit.service import BUSY

PASSING: dict[str, tuple[Exception, str]] = {
    "the queue is full": (Overloaded(), "overloaded"),
    "the service is stopping": (Closed(), "overloaded"),
    "the connection was lost": (asyncpg.ConnectionDoesNotExistError(), "unavailable"),
    "the connection is closed": (asyncpg.InterfaceError("closed"), "unavailable"),
    "the connection is just ending": (asyncpg.InternalClientError(), "unavailable"),
    "Postgres is starting": (asyncpg.CannotConnectNowError(), "unavailable"),
    "Postgres is stopping": (asyncpg.AdminShutdownError(), "unavailable"),
    "a statement took too long": (asyncpg.QueryCanceledError(), "unavailable"),
    "a lock took too long": (asyncpg.LockNotAvailableError(), "unavailable"),
    "there are too many connections": (asyncpg.TooManyConnectionsError(), "unavailable"),
    "nobody listens there": (ConnectionRefusedError(), "unavailable"),
    "nobody listens at any address": (OSError("Multiple exceptions"), "unavailable"),
    "there is no answer in time": (TimeoutError(), "unavailable"),
}


class Anybody:
    async def verify(self, _: str, /) -> Claims:
        here = MembershipClaim(organisation="kiln", roles=frozenset({"potter"}))
        return Claims(sub="somebody", employer="kiln", memberships=(here,))


@pytest.mark.parametrize("what", PASSING)
async def test_whoever_asks_is_told_to_come_again(what: str) -> None:
    fault, slug = PASSING[what]
    router = APIRouter()

    @router.get("/pots", dependencies=[Depends(allows("pot:read")), Depends(shows_nobody)])
    async def list_pots() -> None:
        raise fault

    app = create_app(
        title="Pots",
        version="1",
        edge=Edge(
            service="pots",
            permissions={"pot:read": frozenset({"potter"})},
            verifier=Anybody(),
            fingerprint_key=bytes(32),
        ),
        handlers=Handlers(),
        routers=[router],
        busy=BUSY,
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://pots"
    ) as http:
        answer = await http.get("/pots", headers={"Authorization": "Bearer x"})

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["type"] == f"urn:ht:problem:{slug}"
