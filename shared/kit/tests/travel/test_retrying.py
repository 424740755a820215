"""What is parked is tried again in order, while everything else goes on; or it is discarded."""

import asyncio

import asyncpg
import pytest
from nats.aio.client import Client

from ht_kit.parked import (
    NothingParked,
    Retried,
    discard_parked,
    list_parked,
    retry_parked,
    show_parked,
)
from ht_kit.publishing import Publisher

from .conftest import Store
from .test_parking import Picky, parked, seen, stands_at
from .test_projector import READER, a_relay
from .things import running

pytestmark = pytest.mark.engines


async def retry(store: Store, key: object, picky: Picky) -> Retried:
    connection = await asyncpg.connect(store.worker_url)
    try:
        return await retry_parked(connection, READER, str(key), picky.projector())
    finally:
        await connection.close()


async def versions(store: Store, thing: object) -> list[int]:
    rows = await store.pool.fetch(
        "SELECT version FROM seen WHERE thing = $1 ORDER BY place", thing
    )
    return [row["version"] for row in rows]


async def test_a_retry_stops_at_the_first_that_fails_again(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    picky = Picky(2, 4)
    thing = await store.happen(5)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        picky.projector().run(store.worker_url, client),
    ):
        await stands_at(store, 5)
        picky.refused = {4}
        retried = await retry(store, thing, picky)
        again = await retry(store, thing, picky)
        (listed,) = await list_parked(store.worker)
        picky.refused = set()
        last = await retry(store, thing, picky)
        await store.happen(2, thing=thing, after=5)
        await stands_at(store, 7)

    assert retried == Retried(done=[2, 3], failed=4, error="ValueError", waiting=2)
    assert again == Retried(done=[], failed=4, error="ValueError", waiting=2)
    assert (listed.first, listed.waiting, listed.error) == (4, 2, "ValueError")
    assert listed.attempts == 3, "the delivery, and two tries"
    assert last == Retried(done=[4, 5])
    assert await seen(store) == [1, 2, 3, 4, 5, 6, 7], "later arrivals flow again"
    assert await parked(store) == []


async def test_a_retry_during_live_delivery_loses_and_doubles_nothing_and_keeps_order(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    picky = Picky(1)
    thing = await store.happen(3)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        picky.projector().run(store.worker_url, client),
    ):
        await stands_at(store, 3)
        picky.refused = set()

        async def keep_happening() -> None:
            for after in range(3, 63):
                await store.happen(1, thing=thing, after=after)
                await store.happen(1)

        async def keep_retrying() -> None:
            for _ in range(12):
                try:
                    await retry(store, thing, picky)
                except NothingParked:
                    await asyncio.sleep(0.05)

        await asyncio.gather(keep_happening(), keep_retrying(), keep_retrying())
        await stands_at(store, 123)
        if await parked(store):
            await retry(store, thing, picky)

    assert await versions(store, thing) == [*range(1, 64)]
    assert sorted(await seen(store)) == [*range(1, 124)]


async def test_two_who_retry_at_once_apply_everything_once(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    picky = Picky(1)
    thing = await store.happen(30)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        picky.projector().run(store.worker_url, client),
    ):
        await stands_at(store, 30)
        picky.refused = set()
        tried = await asyncio.gather(
            *(retry(store, thing, picky) for _ in range(2)), return_exceptions=True
        )

    done = [position for each in tried if isinstance(each, Retried) for position in each.done]
    assert sorted(done) == [*range(1, 31)]
    assert await versions(store, thing) == [*range(1, 31)]


async def test_what_is_discarded_is_recorded_and_never_applied(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    picky = Picky(1)
    thing = await store.happen(2)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        picky.projector().run(store.worker_url, client),
    ):
        await stands_at(store, 2)
        shown = await show_parked(store.worker, READER, 1)
        key = await discard_parked(store.worker, READER, 1, by="ig-lead", reason="A test.")
        await retry(store, thing, picky)
        await store.happen(1, thing=thing, after=2)
        await stands_at(store, 3)

    assert await seen(store) == [2, 3]
    assert key == str(thing)
    row = await store.pool.fetchrow("SELECT * FROM discarded")
    assert row is not None
    assert (row["position"], row["discarded_by"], row["reason"]) == (1, "ig-lead", "A test.")
    assert row["event_id"] == shown.event_id
    assert shown.envelope is not None
    assert shown.envelope["data"] == {"number": 1}
    with pytest.raises(NothingParked):
        await discard_parked(store.worker, READER, 1, by="ig-lead", reason="Again.")
