"""Row 13: a stream that was deleted, or restored older, is filled again without a person."""

import shutil

import pytest

from ht_local.engines.nats import Nats

from .system import STREAM, System, eventually

pytestmark = pytest.mark.engines


async def test_a_deleted_stream_is_filled_again_and_nothing_is_read_twice(
    system: System,
) -> None:
    relay = system.start("relay")
    system.start("projector")
    await system.happen(30)
    await system.seen()

    client = await system.connected()
    await client.jetstream().delete_stream(STREAM)
    await client.close()
    await system.happen(10)
    await system.told(40)
    await system.seen(40)

    assert not relay.said("relay_halted")
    await system.assert_nothing_lost_or_doubled()


async def test_an_older_copy_of_the_stream_is_continued(
    breakable: System, own_nats: Nats
) -> None:
    system = breakable
    system.start("relay")
    system.start("projector")
    await system.happen(20)
    await system.seen()
    own_nats.stop()
    shutil.copytree(own_nats.data, system.folder / "older")
    own_nats.start()
    await system.happen(20)
    await system.seen()

    own_nats.kill9()
    own_nats.delete_data()
    shutil.copytree(system.folder / "older", own_nats.data)
    own_nats.start()
    await system.happen(5)
    await system.told(45)
    await system.seen(45)

    await system.assert_nothing_lost_or_doubled()


async def test_the_whole_of_nats_is_lost_while_events_are_unread(
    breakable: System, own_nats: Nats
) -> None:
    system = breakable
    system.start("relay")
    projector = system.start("projector")
    await system.happen(30)
    await system.seen()
    projector.kill9()
    await system.happen(300)
    await system.told()

    own_nats.kill9()
    own_nats.delete_data()
    await system.happen(20)
    own_nats.start()
    await system.told(350)
    system.start("projector")
    await system.seen(350)

    await system.assert_nothing_lost_or_doubled()


async def test_a_stream_beyond_the_store_stops_the_relay_for_a_person(system: System) -> None:
    """So it is after the database was restored to an earlier moment: told is told."""
    relay = system.start("relay")
    await system.happen(30)
    await system.told()
    relay.kill9()
    await system.pool.execute(
        "ALTER TABLE events DISABLE TRIGGER ALL; DELETE FROM events WHERE position > 20;"
        "UPDATE head SET position = 20"
    )

    relay = system.start("relay")

    async def has_halted() -> bool:
        return relay.said("the stream is at 30, the store only at 20")

    await eventually(has_halted, "the relay says why it has stopped")
    assert relay.runs()
    await system.told(30)
