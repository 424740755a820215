"""One call loads: many streams at once, each as its own organisation may see it."""

import asyncio

import asyncpg
import pytest

from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.pools import open_pool

from .conftest import Database
from .things import NORTH, SOUTH, a_request, an_append

pytestmark = pytest.mark.engines


async def test_who_loads_at_one_moment_shares_a_round_trip_and_sees_only_their_own(
    database: Database,
) -> None:
    statements: list[str] = []

    async def watch(connection: asyncpg.Connection) -> None:
        connection.add_query_logger(lambda query: statements.append(query.query))

    northern, southern, nobodys = new_id(), new_id(), new_id()
    async with (
        await open_pool(database.url("writer"), at_most=1) as writer,
        await open_pool(database.url("reader"), at_most=1, init=watch) as reader,
    ):
        store = EventStore(writer, reader, "things")
        await store.write(a_request(an_append(northern, count=3), key="north"))
        south = an_append(southern, organisation=SOUTH)
        await store.write(a_request(south, organisation=SOUTH, key="south"))
        await store.load(nobodys, organisation=NORTH)  # a connection's first asks for types
        statements.clear()

        found = await asyncio.gather(
            *(
                store.load(stream, organisation=organisation, actor="a-worker", key=key)
                for stream in (northern, southern, nobodys)
                for organisation in (NORTH, SOUTH)
                for key in ("north", "south")
            )
        )

    assert len(statements) == 2, "twelve are a crowd, which goes in two parts"
    assert [loaded.version for loaded in found] == [3, 3, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]
    assert [[event.version for event in loaded.events] for loaded in found[:3]] == [
        [1, 2, 3],
        [1, 2, 3],
        [],
    ]
    assert [loaded.answer and loaded.answer.stream_id for loaded in found] == [
        *(northern, None, None, southern) * 3
    ]


async def test_a_load_that_the_server_refuses_fails_alone(store: EventStore) -> None:
    stream = new_id()
    await store.write(a_request(an_append(stream)))

    found, refused = await asyncio.gather(
        store.load(stream, organisation=NORTH),
        store.load(stream, organisation=NORTH, actor="a-worker", key="no text holds \0"),
        return_exceptions=True,
    )

    assert isinstance(refused, asyncpg.CharacterNotInRepertoireError)
    assert not isinstance(found, BaseException)
    assert found.version == 1
