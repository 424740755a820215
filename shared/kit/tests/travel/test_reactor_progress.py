"""Where a reactor is costs no wait for the disk; what it did, and what it parked, do."""

import pytest

from ht_contracts.envelope import Envelope
from ht_kit.publishing import Publisher
from ht_kit.reactor_progress import OutOfTurn, Progress

from .conftest import Store
from .test_reactors import READER, Notebook, a_relay, stands_at, the_reactors
from .things import ThingHappened, running

pytestmark = pytest.mark.engines


class Unfit(Notebook):
    """Cannot take the third, however often it is asked."""

    def note(self, event: Envelope[ThingHappened]) -> None:
        assert event.data is not None
        if event.data.number == 3:
            raise ValueError
        super().note(event)


async def test_the_position_does_not_wait_for_the_disk_and_what_is_parked_does(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    """What is done is on disk before; where we were may be forgotten, and is caught up."""
    await store.pool.execute("""
        CREATE TABLE moved (position bigint, waited text);
        CREATE FUNCTION note_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO moved VALUES (NEW.position, current_setting('synchronous_commit'));
            RETURN NEW;
        END $$;
        CREATE TRIGGER note_move AFTER INSERT OR UPDATE ON consumer_position
            FOR EACH ROW EXECUTE FUNCTION note_move();
    """)
    notebook = Unfit()
    await store.happen(5)

    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):
        await stands_at(store, 5)

    rows = await store.pool.fetch("SELECT DISTINCT position, waited FROM moved")
    waited = {row["position"]: row["waited"] for row in rows if row["waited"] == "on"}
    assert {row["position"] for row in rows} == {1, 2, 3, 4, 5}
    assert waited.keys() == {3, 4, 5}, "the third is parked, with what follows of its key"


async def test_one_whose_database_was_restored_older_is_told_again_of_what_it_forgot(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    """Under its feet: it is told of the next before it could look where it stands.

    Nobody reacts to the seventh, here or anywhere.
    """
    notebook = Notebook()
    thing = await store.happen(6)
    reactors = the_reactors()
    async with running(
        a_relay(store, nats_url, publisher).run(),
        reactors.run(store.worker, nats_url, {"notes": notebook}),
    ):
        await stands_at(store, 6)
        await store.pool.execute(
            "UPDATE consumer_position SET position = 2 WHERE consumer = $1", READER
        )
        await store.happen(2, thing=thing, after=6)
        await stands_at(store, 8)

    assert notebook.numbers == [1, 2, 3, 4, 5, 6, 3, 4, 5, 6, 8]


async def test_nothing_is_passed_by_that_was_not_done(store: Store) -> None:
    progress = Progress(store.worker, READER)
    with pytest.raises(OutOfTurn):
        await progress.moved(2)
    for position in (1, 2, 1, 3):
        await progress.moved(position)
    with pytest.raises(OutOfTurn):
        await progress.moved(5)

    assert await progress.look() == 3


async def test_what_only_one_copy_remembers_to_have_done_stays_to_be_done(
    store: Store,
) -> None:
    """Another copy has looked after the database was restored; this one not yet."""
    progress = Progress(store.worker, READER)
    for position in (1, 2, 3):
        await progress.moved(position)
    await store.pool.execute(
        "UPDATE consumer_position SET position = 1 WHERE consumer = $1", READER
    )

    await progress.moved(2)

    assert await progress.look() == 1
