"""What is told elsewhere is written into our tables once, in order, and never passed over."""

from collections.abc import Sequence

import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from prometheus_client import REGISTRY

from ht_kit.leadership import Connection, leading
from ht_kit.metrics import FAILING
from ht_kit.projector import Projector, Received
from ht_kit.publishing import Publisher
from ht_kit.relay import Relay
from ht_kit.topology import stream_of

from .conftest import Store
from .things import eventually, running

pytestmark = pytest.mark.engines
STREAM = stream_of("things")
READER = "reading_things"


async def write_down(connection: Connection, events: Sequence[Received]) -> None:
    """Keep every event that comes, so that a doubled one would show."""
    await connection.executemany(
        "INSERT INTO seen VALUES ($1, $2, $3, $4)",
        [
            (
                event.position,
                event.envelope["id"],
                event.envelope["subject"],
                int(event.envelope["sequence"]),
            )
            for event in events
        ],
    )


def a_projector(name: str = READER, lease: float = 4) -> Projector:
    return Projector(name, STREAM, write_down, lease=lease)


def a_relay(store: Store, nats_url: str, publisher: Publisher) -> Relay:
    return Relay(
        "things", store.relay_url, nats_url, publisher.to_message, poll=0.1, look_again=0.3
    )


async def has_seen(store: Store, count: int) -> None:
    async def seen() -> bool:
        return bool(await store.pool.fetchval("SELECT count(*) FROM seen") >= count)

    await eventually(seen, what=f"{count} seen")


async def assert_all_seen_once_in_order(store: Store) -> None:
    events = await store.pool.fetch("SELECT position, event_id FROM events ORDER BY position")
    seen = await store.pool.fetch("SELECT position, event_id FROM seen ORDER BY place")
    assert [(*each,) for each in seen] == [(*each,) for each in events]
    position = await store.pool.fetchval("SELECT position FROM consumer_position")
    assert position == len(events)


async def test_everything_is_written_once_and_in_order(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(450)

    async with running(
        a_relay(store, nats_url, publisher).run(), a_projector().run(store.worker_url, client)
    ):
        await has_seen(store, 450)
        await store.happen(2)
        await has_seen(store, 452)

    await assert_all_seen_once_in_order(store)


async def test_a_projector_goes_on_at_its_checkpoint(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    async with running(a_relay(store, nats_url, publisher).run()):
        for turn in range(1, 4):
            await store.happen(20)
            async with running(a_projector().run(store.worker_url, client)):
                await has_seen(store, 20 * turn)

    await assert_all_seen_once_in_order(store)


async def test_a_lost_durable_is_made_again_at_the_checkpoint(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    async with running(
        a_relay(store, nats_url, publisher).run(), a_projector().run(store.worker_url, client)
    ):
        await store.happen(20)
        await has_seen(store, 20)
        await client.jetstream().delete_consumer(STREAM, READER)
        await store.happen(20)
        await has_seen(store, 40)

    await assert_all_seen_once_in_order(store)


async def test_a_durable_that_is_ahead_of_the_checkpoint_is_put_back(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    """So it is after the database was restored to an earlier moment."""
    async with running(a_relay(store, nats_url, publisher).run()):
        await store.happen(50)
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 50)
        await store.pool.execute(
            "DELETE FROM seen WHERE position > 10; UPDATE consumer_position SET position = 10"
        )
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 50)

    await assert_all_seen_once_in_order(store)


async def test_a_stream_that_is_lost_while_events_are_unread_loses_nothing(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    async with running(a_relay(store, nats_url, publisher).run()):
        await store.happen(50)
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 50)
        await store.happen(50)
        await client.jetstream().delete_stream(STREAM)
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 100)

    await assert_all_seen_once_in_order(store)


async def test_an_existing_durable_keeps_its_settings(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    js = client.jetstream()
    async with running(a_relay(store, nats_url, publisher).run()):
        await store.happen(5)
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 5)
        tuned = (await js.consumer_info(STREAM, READER)).config
        tuned.ack_wait = 77.0
        await js.add_consumer(STREAM, tuned)
        await store.happen(5)
        async with running(a_projector().run(store.worker_url, client)):
            await has_seen(store, 10)

    assert (await js.consumer_info(STREAM, READER)).config.ack_wait == 77.0


async def test_of_two_copies_one_works_and_the_other_waits_its_turn(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    copies = [a_projector().run(store.worker_url, client) for _ in range(2)]

    async with running(a_relay(store, nats_url, publisher).run(), *copies):
        for turn in range(1, 4):
            await store.happen(30)
            await has_seen(store, 30 * turn)
            await store.pool.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'projector reading_things'"
                " AND datname = current_database()"
            )
        await store.happen(30)
        await has_seen(store, 120)

    await assert_all_seen_once_in_order(store)


async def test_an_event_that_cannot_be_applied_for_now_is_named_and_waits(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    broken = True

    async def stumble(connection: Connection, events: Sequence[Received]) -> None:
        if broken and any(event.position == 5 for event in events):
            raise ConnectionError("position 5")
        await write_down(connection, events)

    projector = Projector(READER, STREAM, stumble, lease=4)
    await store.happen(10)
    async with running(
        a_relay(store, nats_url, publisher).run(), projector.run(store.worker_url, client)
    ):

        async def named() -> bool:
            return bool(FAILING.labels(READER)._value.get() == 5)

        await eventually(named)
        await has_seen(store, 4)
        assert await store.pool.fetchval("SELECT position FROM consumer_position") == 4

        broken = False
        await has_seen(store, 10)

    await assert_all_seen_once_in_order(store)


async def test_a_failed_batch_leaves_nothing_behind(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    stumbled = 0

    async def stumble(connection: Connection, events: Sequence[Received]) -> None:
        nonlocal stumbled
        await write_down(connection, events)
        if not stumbled:
            stumbled += 1
            raise ConnectionError

    await store.happen(10)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        Projector(READER, STREAM, stumble, lease=4).run(store.worker_url, client),
    ):
        await has_seen(store, 10)

    assert stumbled == 1
    await assert_all_seen_once_in_order(store)


async def test_a_batch_costs_two_statements_besides_what_it_writes(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    """CI gates on this count, which is the same on every machine."""
    statements: list[str] = []
    js = client.jetstream()
    await store.happen(400)
    async with running(a_relay(store, nats_url, publisher).run()):

        async def told() -> bool:
            try:
                return (await js.stream_info(STREAM)).state.last_seq == 400
            except NotFoundError:
                return False

        await eventually(told)
    projector = a_projector()
    async with leading(store.worker_url, "projector") as connection:
        await projector._checkpoint(connection)
        pulled = await js.pull_subscribe("evt.things.>", READER, stream=STREAM)
        connection.add_query_logger(lambda query: statements.append(query.query))
        for _ in range(2):
            await projector._take(connection, await pulled.fetch(200, timeout=5))

    besides = [each for each in statements if "INSERT INTO seen" not in each]
    assert [each.split()[0] for each in besides] == [
        "BEGIN;",
        "SELECT",
        "UPDATE",
        "COMMIT;",
    ] * 2


async def test_how_old_the_newest_event_is_that_was_read_can_be_seen(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    async with running(
        a_relay(store, nats_url, publisher).run(), a_projector().run(store.worker_url, client)
    ):
        await store.happen(3)
        await has_seen(store, 3)

        async def measured() -> bool:
            age = REGISTRY.get_sample_value(
                "ht_projection_last_event_age_seconds", {"projection": READER}
            )
            return age is not None and 0 < age < 60

        await eventually(measured, what="an age that is measured")
