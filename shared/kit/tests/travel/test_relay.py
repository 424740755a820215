"""Every stored event becomes one message, at the sequence of its position."""

import orjson
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from ht_kit.leadership import leading
from ht_kit.metrics import OUTBOX_AGE
from ht_kit.publishing import Publisher
from ht_kit.relay import Relay
from ht_kit.relay_store import RelayStore
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream

from .conftest import Store
from .things import eventually, running

pytestmark = pytest.mark.engines
STREAM = EventStream(service="things")


def a_relay(store: Store, nats_url: str, publisher: Publisher) -> Relay:
    return Relay(
        "things",
        store.relay_url,
        nats_url,
        publisher.to_message,
        poll=0.1,
        look_again=0.3,
        lease=5,
    )


async def last_of(client: Client) -> int:
    try:
        return (await client.jetstream().stream_info(STREAM.name)).state.last_seq
    except NotFoundError:
        return -1


async def stands_at(client: Client, position: int) -> None:
    async def there() -> bool:
        return await last_of(client) == position

    await eventually(there, what=f"stream at {position}")


async def assert_like_the_store(client: Client, store: Store) -> None:
    """Compare stream and store, message by message."""
    js = client.jetstream()
    events = await store.pool.fetch("SELECT * FROM events ORDER BY position")
    state = (await js.stream_info(STREAM.name)).state
    assert (state.messages, state.last_seq) == (len(events), len(events))
    for event in events:
        message = await js.get_msg(STREAM.name, event["position"])
        headers, envelope = message.headers or {}, orjson.loads(message.data or b"")
        assert headers["Nats-Msg-Id"] == envelope["id"] == str(event["event_id"])
        assert headers["Ht-Hash"] == event["hash"].hex()
        assert headers["ce-type"] == envelope["type"]
        assert message.subject == f"evt.things.northfield-council.thing.{event['stream_id']}"


async def test_the_sequence_of_a_message_is_the_position_of_its_event(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(450)

    async with running(a_relay(store, nats_url, publisher).run()):
        await stands_at(client, 450)
        await store.happen(1)
        await stands_at(client, 451)

    await assert_like_the_store(client, store)


async def test_a_stream_that_is_deleted_is_made_and_filled_again_without_a_person(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(30)

    async with running(a_relay(store, nats_url, publisher).run()):
        await stands_at(client, 30)
        await client.jetstream().delete_stream(STREAM.name)
        await stands_at(client, 30)
        await store.happen(3)
        await stands_at(client, 33)

    await assert_like_the_store(client, store)


async def test_an_empty_stream_that_would_count_otherwise_is_made_anew(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(30)
    await client.jetstream().add_stream(STREAM.config(first_seq=21))

    async with running(a_relay(store, nats_url, publisher).run()):
        await stands_at(client, 30)

    await assert_like_the_store(client, store)


async def test_a_stream_is_filled_from_the_first_position_that_the_store_has(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(30)
    await store.tamper("DELETE FROM events WHERE position <= 20")

    async with running(a_relay(store, nats_url, publisher).run()):
        await stands_at(client, 30)

    state = (await client.jetstream().stream_info(STREAM.name)).state
    assert (state.first_seq, state.messages) == (21, 10)


async def test_a_relay_goes_on_where_the_stream_ends(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    for _ in range(2):
        await store.happen(10)
        async with running(a_relay(store, nats_url, publisher).run()):
            await stands_at(client, await store.pool.fetchval("SELECT position FROM head"))

    await assert_like_the_store(client, store)


async def halts(relay: Relay, because: str) -> None:
    async def has_halted() -> bool:
        return because in (relay.halted or "")

    async with running(relay.run()):
        await eventually(has_halted, what=because)


async def test_a_stream_beyond_the_store_stops_the_relay(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    relay = a_relay(store, nats_url, publisher)
    await store.happen(5)
    async with running(relay.run()):
        await stands_at(client, 5)
    await store.tamper("DELETE FROM events WHERE position > 3; UPDATE head SET position = 3")

    await halts(relay, "the stream is at 5, the store only at 3")

    await stands_at(client, 5)


async def test_a_message_that_is_not_ours_stops_the_relay_until_it_is_put_right(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    relay = a_relay(store, nats_url, publisher)
    await store.happen(5)
    js = client.jetstream()
    await js.add_stream(STREAM.config())
    await js.publish("evt.things.northfield-council.thing.1", b"{}")

    await halts(relay, "is not the event at that position")
    assert await last_of(client) == 1

    await js.delete_stream(STREAM.name)
    async with running(relay.run()):
        await stands_at(client, 5)
    assert relay.halted is None


async def test_a_rewritten_event_stops_the_relay(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    relay = a_relay(store, nats_url, publisher)
    await store.happen(5)
    async with running(relay.run()):
        await stands_at(client, 5)
    await store.tamper("UPDATE events SET hash = 'other' WHERE position = 5")

    await halts(relay, "is not the event at that position")


async def test_a_stream_with_unsafe_settings_stops_the_relay(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await client.jetstream().add_stream(STREAM.config().evolve(deny_delete=False))

    await halts(a_relay(store, nats_url, publisher), "deny_delete is False, but must be True")


async def test_two_relays_tell_everything_once(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    relays = [a_relay(store, nats_url, publisher).run() for _ in range(2)]

    async with running(*relays):
        for _ in range(20):
            await store.happen(7)
        await stands_at(client, 140)

    await assert_like_the_store(client, store)


async def test_a_relay_that_lost_its_lock_finds_out_and_another_goes_on(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    relays = [a_relay(store, nats_url, publisher).run() for _ in range(2)]

    async with running(*relays):
        for turn in range(1, 6):
            await store.happen(3)
            await stands_at(client, 6 * turn - 3)
            await store.pool.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'relay things' AND datname = current_database()"
            )
            await store.happen(3)
            await stands_at(client, 6 * turn)

    await assert_like_the_store(client, store)
    assert await store.pool.fetchval("SELECT epoch FROM relay") > 1


async def test_a_batch_costs_one_statement(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    """CI gates on this count, which is the same on every machine."""
    statements: list[str] = []
    await store.happen(600)
    relay = a_relay(store, nats_url, publisher)
    async with leading(store.relay_url, "relay things") as connection:
        rows = RelayStore(connection)
        await rows.take_over()
        stream = StreamWriter(client, STREAM)
        last = await relay._where_we_are(rows, stream)
        connection.add_query_logger(lambda query: statements.append(query.query))
        batch = await relay._read(rows, last)
        while batch.messages:
            last, batch = await relay._tell(rows, stream, batch, after=last)

    assert last == 600
    assert len(statements) == 3 + 1, "one for each batch, and one that finds nothing more"


async def test_how_long_events_wait_is_measured_even_while_nats_is_away(
    store: Store, publisher: Publisher
) -> None:
    """An alert on this age finds a relay that is stuck, for whatever reason."""
    nowhere = "nats://127.0.0.1:9"
    await store.happen(3)

    async with running(a_relay(store, nowhere, publisher).run()):

        async def waits() -> bool:
            (measure,) = OUTBOX_AGE.collect()
            return measure.samples[0].value > 0.2

        await eventually(waits)
