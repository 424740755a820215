"""Store and stream are held against each other; what differs is named, and left as it is."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest
from nats.aio.client import Client
from nats.js.api import StreamConfig
from prometheus_client import REGISTRY

from ht_kit.leadership import Connection
from ht_kit.publishing import Publisher
from ht_kit.reconciliation import Finding, Stream, compare
from ht_kit.reconciliation import Store as StoreKeeper
from ht_kit.reconciling import Pair, reconcile_once
from ht_kit.relay_store import RelayStore
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream

from .conftest import Store
from .test_relay import last_of

pytestmark = pytest.mark.engines
STREAM = EventStream(service="things")


@pytest.fixture
async def told(store: Store, client: Client, publisher: Publisher) -> AsyncIterator[Connection]:
    """Thirty events, told, in a stream that lets a test delete what no stream may lose."""
    await store.happen(30)
    await client.jetstream().add_stream(deleting(STREAM))
    connection = await asyncpg.connect(store.relay_url)
    relaying = RelayStore(connection)
    await relaying.take_over()
    messages = [publisher.to_message(event) for event in await relaying.after(0, 100)]
    await StreamWriter(client, STREAM).append(messages, after=0)
    yield connection
    await connection.close()


def deleting(stream: EventStream) -> StreamConfig:
    return replace(stream.config(), deny_delete=False, deny_purge=False)


async def found(told: Connection, client: Client) -> Finding:
    return await compare("things", StoreKeeper(told), Stream(client, "things"))


async def test_they_are_equal_and_then_the_stream_is_behind(
    told: Connection, store: Store, client: Client
) -> None:
    assert str(await found(told, client)) == "things: stream against store: equal at 30"

    await store.happen(5)

    assert str(await found(told, client)) == (
        "things: stream against store: behind by 5, at 30"
    )
    assert await last_of(client) == 30


async def test_where_nothing_has_happened_yet_nothing_differs(
    store: Store, client: Client
) -> None:
    await client.jetstream().add_stream(deleting(STREAM))
    connection = await asyncpg.connect(store.relay_url)
    try:
        assert str(await found(connection, client)) == (
            "things: stream against store: equal at 0"
        )
    finally:
        await connection.close()


async def test_a_stream_that_was_emptied_is_not_taken_for_a_level_one(
    told: Connection, client: Client
) -> None:
    await client.jetstream().purge_stream(STREAM.name)

    assert (await found(told, client)).differences == (
        "the stream goes to 30 and has none of its events",
    )


async def test_a_missing_message_is_named_and_not_sent_again(
    told: Connection, client: Client
) -> None:
    await client.jetstream().delete_msg(STREAM.name, 7)

    assert (await found(told, client)).differences[0] == (
        "the stream has 29 of 30 events: missing 7"
    )
    state = (await client.jetstream().stream_info(STREAM.name)).state
    assert (state.messages, state.last_seq) == (29, 30)


async def test_a_foreign_message_is_seen_at_the_end_and_in_an_events_place(
    told: Connection, store: Store, client: Client
) -> None:
    await client.jetstream().publish("evt.things.some.thing.else", b"not ours")
    assert (await found(told, client)).differences == (
        "the stream goes to 31, the store only to 30",
    )

    await store.happen(20)

    assert (await found(told, client)).differences == ("hashes differ from position 31 on",)


async def test_a_store_that_was_cut_off_is_seen_with_its_head_and_without(
    told: Connection, store: Store, client: Client
) -> None:
    await store.tamper("DELETE FROM events WHERE position > 25")
    assert (await found(told, client)).differences[0] == (
        "the store has 25 of 30 events: missing 26, 27, 28, 29, 30"
    )

    await store.tamper("UPDATE head SET position = 25")

    assert (await found(told, client)).differences == (
        "the stream goes to 30, the store only to 25",
    )


async def test_a_rewritten_event_is_found_at_its_place(
    told: Connection, store: Store, client: Client
) -> None:
    await store.tamper("UPDATE events SET hash = sha256(hash) WHERE position >= 18")

    assert (await found(told, client)).differences == ("hashes differ from position 18 on",)


@pytest.mark.usefixtures("told")
async def test_the_metric_alerts(store: Store, client: Client, nats_url: str) -> None:
    def pairs(connection: Connection, reaching: Client) -> list[Pair]:
        return [("things", StoreKeeper(connection), Stream(reaching, "things"))]

    labels = {"of": "things", "between": "store and stream"}
    await reconcile_once(store.relay_url, nats_url, pairs)
    assert REGISTRY.get_sample_value("ht_reconciliation_differences", labels) == 0

    await client.jetstream().delete_msg(STREAM.name, 30)
    await reconcile_once(store.relay_url, nats_url, pairs)

    assert (REGISTRY.get_sample_value("ht_reconciliation_differences", labels) or 0) > 0
