"""An event that was altered, taken out or put in is found, and its place is named."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.verify import Fault, Witness, verify

from .conftest import Database
from .things import a_request, an_append

pytestmark = pytest.mark.engines

ALTERED = 4
ALTERATIONS = {
    "event_id": "gen_random_uuid()",
    "stream_id": "gen_random_uuid()",
    "version": "version + 7",
    "organisation": "'charity-southfield'",
    "programme": "'another'",
    "stream_type": "'other'",
    "type": "'thing_made'",
    "schema_version": "2",
    "body": r"convert_to(replace(convert_from(body, 'UTF8'), 'label 1', 'label 9'), 'UTF8')",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "hash": "sha256(hash)",
}


async def seven_events(store: EventStore) -> UUID:
    """Positions 1 to 7; position 4 is the first of a stream that goes on at 7."""
    first, second = new_id(), new_id()
    await store.write(a_request(an_append(first, count=3)))
    await store.write(a_request(an_append(second)))
    await store.write(a_request(an_append(first, 3, count=2)))
    await store.write(a_request(an_append(second, 1)))
    return second


async def tamper(database: Database, *statements: str) -> None:
    """What somebody with every right on the server could do."""
    async with database.connected("admin") as connection, connection.transaction():
        await connection.execute("ALTER TABLE events DISABLE TRIGGER events_are_never_changed")
        for statement in statements:
            await connection.execute(statement)
        await connection.execute(
            "ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_never_changed"
        )


async def test_an_untouched_store_is_as_it_was_written(
    store: EventStore, database: Database
) -> None:
    assert await verify(database.url("relay")) == []

    await seven_events(store)

    assert await verify(database.url("relay")) == []


@pytest.mark.parametrize(("column", "value"), ALTERATIONS.items())
async def test_any_altered_column_is_found_at_its_position(
    store: EventStore, database: Database, column: str, value: str
) -> None:
    await seven_events(store)

    await tamper(database, f"UPDATE events SET {column} = {value} WHERE position = {ALTERED}")

    faults = await verify(database.url("relay"))
    assert ALTERED in {fault.position for fault in faults}
    assert any(column in fault.what for fault in faults if fault.position == ALTERED)


async def test_an_altered_position_is_found(store: EventStore, database: Database) -> None:
    await seven_events(store)

    await tamper(database, "UPDATE events SET position = 70 WHERE position = 7")

    faults = await verify(database.url("relay"))
    assert Fault(70, "gap: 7 to 69 are missing before it") in faults


async def test_a_missing_event_is_named(store: EventStore, database: Database) -> None:
    await seven_events(store)

    await tamper(database, "DELETE FROM events WHERE position = 3")

    faults = await verify(database.url("relay"))
    assert Fault(4, "gap: 3 to 3 are missing before it") in faults


async def test_a_tail_that_was_cut_off_is_named(store: EventStore, database: Database) -> None:
    await seven_events(store)

    await tamper(database, "DELETE FROM events WHERE position > 5")

    faults = await verify(database.url("relay"))
    assert Fault(6, "the tail is cut off: head says 7, events end at 5") in faults


async def test_a_stream_that_was_set_back_is_named(
    store: EventStore, database: Database
) -> None:
    second = await seven_events(store)

    await tamper(database, f"UPDATE streams SET version = 1 WHERE stream_id = '{second}'")

    (fault,) = await verify(database.url("relay"))
    assert fault.position is None
    assert str(second) in fault.what


CUT_CONSISTENTLY = (
    "DELETE FROM events WHERE position > 6",
    """
    UPDATE head SET (position, hash, recorded_at) =
        (SELECT position, hash, recorded_at FROM events WHERE position = 6)
    """,
    """
    UPDATE streams s
    SET version = (SELECT max(version) FROM events e WHERE e.stream_id = s.stream_id)
    """,
)


async def test_tail_and_head_cut_together_show_only_against_a_witness(
    store: EventStore, database: Database
) -> None:
    await seven_events(store)
    witness = Witness(7, await hash_at(database, 7))

    await tamper(database, *CUT_CONSISTENTLY)

    assert await verify(database.url("relay")) == []
    assert await verify(database.url("relay"), witness=witness) == [
        Fault(7, "the witness knows position 7; the store ends before it")
    ]


async def test_a_history_written_anew_shows_against_a_witness(
    store: EventStore, database: Database
) -> None:
    await seven_events(store)
    witness = Witness(7, await hash_at(database, 7))
    await tamper(database, *CUT_CONSISTENTLY)
    await store.write(a_request(an_append(new_id(), count=2)))

    assert await verify(database.url("relay")) == []
    assert await verify(database.url("relay"), witness=witness) == [
        Fault(7, "hash is not the one that the witness knows")
    ]


async def hash_at(database: Database, position: int) -> bytes:
    async with database.connected("relay") as relay:
        found: bytes = await relay.fetchval(
            "SELECT hash FROM events WHERE position = $1", position
        )
        return found


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(calls=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), max_size=6))
async def test_the_chain_holds_whatever_is_written(
    store: EventStore, database: Database, calls: list[list[int]]
) -> None:
    for counts in calls:
        await store.write(a_request(*(an_append(new_id(), count=count) for count in counts)))

    assert await verify(database.url("relay")) == []
