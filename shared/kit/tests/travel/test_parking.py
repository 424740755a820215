"""An event that cannot be applied steps aside with its key, in order; the rest goes on."""

from collections.abc import Sequence

import pytest
from nats.aio.client import Client

from ht_kit.leadership import Connection
from ht_kit.metrics import FAILING
from ht_kit.parking import PARKED_TOTAL
from ht_kit.projector import Projector, Received
from ht_kit.publishing import Publisher

from .conftest import Store
from .test_projector import READER, STREAM, a_relay, write_down
from .things import eventually, running

pytestmark = pytest.mark.engines


class Picky:
    """Applies events, but those at some positions only after it was mended."""

    def __init__(self, *refused: int) -> None:
        self.refused = set(refused)

    async def __call__(self, connection: Connection, events: Sequence[Received]) -> None:
        await write_down(connection, events)
        if self.refused & {event.position for event in events}:
            raise ValueError("Rose")

    def projector(self) -> Projector:
        return Projector(READER, STREAM, self, lease=4)


async def stands_at(store: Store, position: int) -> None:
    async def there() -> bool:
        found = await store.pool.fetchval("SELECT position FROM consumer_position")
        return bool(found == position)

    await eventually(there, what=f"checkpoint {position}")


async def parked(store: Store) -> list[tuple[int, str | None]]:
    rows = await store.pool.fetch("SELECT position, error FROM parked ORDER BY position")
    return [(row["position"], row["error"]) for row in rows]


async def seen(store: Store) -> list[int]:
    rows = await store.pool.fetch("SELECT position FROM seen ORDER BY place")
    return [row["position"] for row in rows]


async def test_a_poison_event_is_parked_with_the_tail_of_its_key_and_the_rest_flows(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    before = PARKED_TOTAL.labels(READER)._value.get()
    for _ in range(3):
        await store.happen(5)

    async with running(
        a_relay(store, nats_url, publisher).run(),
        Picky(7).projector().run(store.worker_url, client),
    ):
        await stands_at(store, 15)

    assert await parked(store) == [(7, "ValueError"), (8, None), (9, None), (10, None)]
    assert await seen(store) == [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15]
    assert PARKED_TOTAL.labels(READER)._value.get() == before + 4
    pending = (await client.jetstream().consumer_info(STREAM, READER)).num_ack_pending
    assert pending == 0, "what is parked is acknowledged"


async def test_a_parked_row_holds_the_message_as_it_came_and_no_words_of_the_fault(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    await store.happen(1)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        Picky(1).projector().run(store.worker_url, client),
    ):
        await stands_at(store, 1)

    row = await store.pool.fetchrow("SELECT *, headers::text AS told FROM parked")
    stored = await store.pool.fetchrow("SELECT * FROM events")
    message = await client.jetstream().get_msg(STREAM, 1)
    assert row is not None
    assert stored is not None
    assert (row["body"], row["subject"]) == (message.data, message.subject)
    assert (row["event_id"], row["organisation"]) == (
        stored["event_id"],
        stored["organisation"],
    )
    assert row["key"] == str(stored["stream_id"])
    assert stored["hash"].hex() in row["told"]
    assert "Rose" not in str(dict(row))


async def test_a_parked_key_grows_in_order_and_through_a_restart(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    thing = await store.happen(2)
    picky = Picky(1)
    async with running(a_relay(store, nats_url, publisher).run()):
        for turn in range(1, 4):
            async with running(picky.projector().run(store.worker_url, client)):
                await stands_at(store, 3 * turn - 1)
                await store.happen(1, thing=thing, after=turn + 1)
                await stands_at(store, 3 * turn)
            await store.happen(2)
        async with running(picky.projector().run(store.worker_url, client)):
            await stands_at(store, 11)

    assert await parked(store) == [(1, "ValueError"), *((n, None) for n in (2, 3, 6, 9))]
    assert await seen(store) == [4, 5, 7, 8, 10, 11]


async def test_two_copies_park_once(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    picky = Picky(*range(3, 60, 7))
    work = [picky.projector().run(store.worker_url, client) for _ in range(2)]
    async with running(a_relay(store, nats_url, publisher).run(), *work):
        for turn in range(1, 7):
            await store.happen(10)
            await stands_at(store, 10 * turn)
            await store.pool.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'projector reading_things'"
                " AND datname = current_database()"
            )

    aside = [position for position, _ in await parked(store)]
    assert sorted([*aside, *await seen(store)]) == [*range(1, 61)]
    assert {position for position, error in await parked(store) if error} <= picky.refused


async def test_what_passes_is_never_parked(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    """A migration that is missing, a server that is away: no event's fault."""
    away = True

    async def stumble(connection: Connection, events: Sequence[Received]) -> None:
        if away:
            try:
                await connection.execute("SELECT * FROM not_migrated_yet")
            except Exception as error:
                raise KeyError("wrapped") from error
        await write_down(connection, events)

    await store.happen(5)
    FAILING.labels(READER).set(0)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        Projector(READER, STREAM, stumble, lease=4).run(store.worker_url, client),
    ):

        async def named() -> bool:
            return bool(FAILING.labels(READER)._value.get() == 1)

        await eventually(named)
        assert await parked(store) == []
        away = False
        await stands_at(store, 5)

    assert await seen(store) == [1, 2, 3, 4, 5]
