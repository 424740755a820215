"""What intake and plans tell over NATS decides, soon after, what may be sent here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

import pytest
from nats.aio.client import Client

from ht_contracts.envelope import CONTENT_TYPE, Published
from ht_kit.nats_connection import connect
from ht_kit.topology import EventStream, apply
from ht_local.pytest_engines import NatsServer
from ht_referrals.projections import PROJECTORS

from .conftest import Referrals
from .world import (
    CASE,
    CHARITY,
    CLIENT,
    MONDAY,
    TUESDAY,
    a_case,
    a_closing,
    a_consent,
    a_reopening,
    a_withdrawal,
    message,
)

pytestmark = pytest.mark.engines

ANOTHER_CASE, CONSENT = UUID(int=22), UUID(int=5)


class Elsewhere:
    """Intake and plans, as far as they are heard."""

    def __init__(self, client: Client) -> None:
        self._js = client.jetstream()

    async def tells(self, fact: Published) -> int:
        """Publish an event and say at which position it stands."""
        service = fact.type.split(".")[1]
        sent = await self._js.publish(
            f"evt.{service}.{CHARITY}.something.{CLIENT}",
            message(fact),
            headers={"Content-Type": CONTENT_TYPE, "ce-type": fact.type},
        )
        return sent.seq


@pytest.fixture
async def elsewhere(referrals: Referrals, nats_server: NatsServer) -> AsyncIterator[Elsewhere]:
    """Have the projectors follow the streams of the other services."""
    client = await connect(nats_server.account(), name="test", reconnect_wait=0.1)
    try:
        await apply(client.jetstream(), [EventStream(service=s) for s in ("intake", "plans")])
        async with following(referrals, client):
            yield Elsewhere(client)
    finally:
        await client.close()


@asynccontextmanager
async def following(referrals: Referrals, client: Client) -> AsyncIterator[None]:
    tasks = [
        asyncio.create_task(projector.run(referrals.worker_url, client))
        for projector in PROJECTORS
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_case_is_known_as_soon_as_plans_has_told_of_it(
    referrals: Referrals, elsewhere: Elsewhere
) -> None:
    position = await elsewhere.tells(a_case(ANOTHER_CASE))

    caught_up = await referrals.get(
        f"/signposts?case={ANOTHER_CASE}", by="tess", after=f"plans={position}"
    )
    body = {"case": str(ANOTHER_CASE), "destination": "advice"}
    body |= {"signposted_at": TUESDAY.isoformat()}
    given = await referrals.post("/signposts", body, by="tess")

    assert caught_up.status_code == 200
    assert given.status_code == 201


async def test_a_consent_that_is_withdrawn_blocks_the_next_sending(
    referrals: Referrals, elsewhere: Elsewhere
) -> None:
    place = await referrals.a_place()
    first, second = [await referrals.a_draft(place) for _ in range(2)]
    body = {"sent_at": TUESDAY.isoformat()}

    given = await elsewhere.tells(a_consent(CONSENT))
    await referrals.get(f"/onward-referrals?case={CASE}", by="tess", after=f"intake={given}")
    sent = await referrals.post(f"/onward-referrals/{first}/send", body, by="tess")

    ended = await elsewhere.tells(a_withdrawal(CONSENT))
    await referrals.get(f"/onward-referrals?case={CASE}", by="tess", after=f"intake={ended}")
    refused = await referrals.post(f"/onward-referrals/{second}/send", body, by="tess")

    assert sent.status_code == 200
    assert refused.json()["type"] == "urn:ht:problem:no-live-consent"


async def test_a_case_that_plans_closed_long_ago_sends_nothing_until_plans_reopens_it(
    referrals: Referrals, elsewhere: Elsewhere
) -> None:
    referral = await referrals.a_draft(await referrals.a_place())
    consent = await elsewhere.tells(a_consent(CONSENT))
    path, body = f"/onward-referrals/{referral}/send", {"sent_at": TUESDAY.isoformat()}

    closed = await elsewhere.tells(a_closing(MONDAY - timedelta(days=400)))
    await referrals.get("/onward-referrals", by="tess", after=f"plans={closed}")
    refused = await referrals.post(path, body, by="tess")

    reopened = await elsewhere.tells(a_reopening(MONDAY))
    both = f"intake={consent},plans={reopened}"
    await referrals.get("/onward-referrals", by="tess", after=both)
    sent = await referrals.post(path, body, by="tess")

    assert refused.json()["type"] == "urn:ht:problem:case-closed-too-long-ago"
    assert sent.status_code == 200


async def test_what_has_not_come_yet_is_said_to_be_on_its_way(referrals: Referrals) -> None:
    early = await referrals.get(f"/signposts?case={CASE}", by="tess", after="plans=99")

    assert early.status_code == 503
    assert early.json()["type"] == "urn:ht:problem:not-yet"
