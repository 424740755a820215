"""A reaction that keeps failing is parked with its key; the others go on."""

import asyncpg
import pytest

from ht_contracts.envelope import Envelope
from ht_kit import attempts
from ht_kit.attempts import DEATHS
from ht_kit.parked import NothingParked, Retried, retry_parked
from ht_kit.publishing import Publisher
from ht_kit.reactor_progress import Progress

from .conftest import Store
from .test_parking import parked
from .test_reactors import READER, Notebook, a_relay, stands_at, the_reactors
from .things import ThingHappened, running

pytestmark = pytest.mark.engines


class Faulty(Notebook):
    """Refuses some numbers for a reason that does not pass."""

    tried = 0

    def note(self, event: Envelope[ThingHappened]) -> None:
        assert event.data is not None
        if event.data.number in self.refuses:
            self.tried += 1
            raise ValueError(event.data.number)
        super().note(event)


async def retry(store: Store, key: object, notebook: Notebook) -> Retried:
    connection = await asyncpg.connect(store.worker_url)
    try:
        again = the_reactors().again(READER, {"notes": notebook})
        return await retry_parked(connection, READER, str(key), again)
    finally:
        await connection.close()


async def test_it_is_parked_after_its_attempts_and_what_follows_of_its_key_behind_it(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notebook = Faulty()
    notebook.refuses = {3}
    thing = await store.happen(8)
    async with running(a_relay(store, nats_url, publisher).run()):
        async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
            await stands_at(store, 8)
            notebook.refuses = set()
            await store.happen(2)
            await stands_at(store, 10)
        # Another process finds the key parked, and lets nothing of it pass.
        async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
            await store.happen(1, thing=thing, after=8)
            await stands_at(store, 11)

    assert notebook.tried == 4
    assert notebook.numbers == [1, 2, 1, 2]
    # Of the seventh there is nothing told: nobody reacts to it, so it need not wait.
    assert await parked(store) == [(3, "ValueError"), *((n, None) for n in (4, 5, 6, 8, 11))]


async def test_a_retry_reacts_in_order_and_later_arrivals_flow_again(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notebook = Faulty()
    notebook.refuses = {2, 5}
    thing = await store.happen(6)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):
        await stands_at(store, 6)
        notebook.refuses = {5}
        stopped = await retry(store, thing, notebook)
        notebook.refuses = set()
        done = await retry(store, thing, notebook)
        await store.happen(4, thing=thing, after=6)
        await stands_at(store, 10)

    assert stopped == Retried(done=[2, 3, 4], failed=5, error="ValueError", waiting=2)
    assert done == Retried(done=[5, 6])
    assert notebook.numbers == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    with pytest.raises(NothingParked):
        await retry(store, thing, notebook)


async def test_a_reaction_whose_database_goes_away_is_not_one_that_processes_die_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress(store.worker, READER)
    for _ in range(DEATHS + 2):
        assert await progress.begun(7) == 1
        with monkeypatch.context() as patched:
            patched.setattr(attempts, "end", away)
            with pytest.raises(ConnectionError):
                await progress.ended()
    for died in range(DEATHS):
        assert await Progress(store.worker, READER).begun(7) == died + 2


async def away(*_: object) -> None:
    raise ConnectionRefusedError


async def test_one_that_processes_die_of_is_taken_once_more_and_then_parked(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    """Whoever dies leaves a note that it had begun; here the notes are the test's."""
    notebook = Faulty()
    notebook.refuses = {1}
    reactors = the_reactors()
    reactors.attempts = 100
    await store.happen(2)
    async with running(
        a_relay(store, nats_url, publisher).run(),
        reactors.run(store.worker, nats_url, {"notes": notebook}),
    ):
        await store.pool.execute("INSERT INTO consumer_attempt VALUES ($1, 1, 2)", READER)
        await stands_at(store, 2)

    assert notebook.tried == 3, "from the fourth delivery on, what was begun must have ended"
    assert await parked(store) == [(1, "NeverEnded"), (2, None)]
