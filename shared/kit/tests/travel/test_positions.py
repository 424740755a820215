"""Who has written elsewhere waits here until it has arrived, or hears that it has not."""

import asyncio

import pytest

from ht_kit.positions import NotYet, wait_for

from .conftest import Store

pytestmark = pytest.mark.engines
CONSUMERS = {"intake": ["reading_cases", "reading_clients"], "plans": ["reading_plans"]}


async def passed(store: Store, consumer: str, position: int) -> None:
    await store.pool.execute(
        "INSERT INTO consumer_position VALUES ($1, $2)"
        " ON CONFLICT (consumer) DO UPDATE SET position = $2",
        consumer,
        position,
    )


async def test_what_has_arrived_is_not_waited_for(store: Store) -> None:
    await passed(store, "reading_cases", 12)
    await passed(store, "reading_clients", 15)

    await wait_for(store.worker, CONSUMERS, {"intake": 12})


async def test_every_reader_of_the_service_must_have_passed(store: Store) -> None:
    await passed(store, "reading_cases", 12)
    await passed(store, "reading_clients", 11)

    with pytest.raises(NotYet):
        await wait_for(store.worker, CONSUMERS, {"intake": 12}, timeout=0.1)


async def test_what_arrives_meanwhile_is_enough(store: Store) -> None:
    waiting = asyncio.create_task(
        wait_for(store.worker, CONSUMERS, {"intake": 3, "plans": 4}, timeout=20)
    )
    for consumer in ("reading_cases", "reading_clients", "reading_plans"):
        assert not waiting.done()
        await passed(store, consumer, 4)

    await waiting


async def test_there_is_nothing_to_wait_for_where_nothing_is_read(store: Store) -> None:
    await wait_for(store.worker, CONSUMERS, {"reading": 99, "unheard-of": 1}, timeout=0.1)
