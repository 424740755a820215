"""What we do when something happened elsewhere: once, in order, and never passed over."""

from typing import Annotated
from uuid import UUID

import pytest
import structlog
from faststream import Context
from nats.aio.client import Client

from ht_contracts.envelope import Envelope
from ht_kit.metrics import FAILING
from ht_kit.publishing import Publisher
from ht_kit.reactors import Reactors, asked_because_of
from ht_kit.relay import Relay
from ht_kit.topology import stream_of

from .conftest import Store
from .things import ThingHappened, eventually, running

pytestmark = pytest.mark.engines
STREAM = stream_of("things")
READER = "reading_note_thing"


class Notebook:
    """What a reaction works on."""

    def __init__(self) -> None:
        self.noted: list[tuple[int, UUID]] = []
        self.refuses: set[int] = set()

    def note(self, event: Envelope[ThingHappened]) -> None:
        assert event.data is not None
        if event.data.number in self.refuses:
            raise ConnectionError
        self.noted.append((event.data.number, asked_because_of(event, READER).new_id))

    @property
    def numbers(self) -> list[int]:
        return [number for number, _ in self.noted]


def the_reactors(delays: tuple[float, ...] = (0.1, 0.3)) -> Reactors:
    reactors = Reactors("reading", look_again=0.2, delays=delays)

    @reactors.when(ThingHappened, durable=READER)
    async def note_when_thing_happened(
        event: Envelope[ThingHappened], notes: Annotated[Notebook, Context("notes")]
    ) -> None:
        notes.note(event)

    return reactors


def a_relay(store: Store, nats_url: str, publisher: Publisher) -> Relay:
    return Relay(
        "things", store.relay_url, nats_url, publisher.to_message, poll=0.1, look_again=0.3
    )


async def stands_at(store: Store, position: int) -> None:
    async def there() -> bool:
        found = await store.pool.fetchval(
            "SELECT position FROM consumer_position WHERE consumer = $1", READER
        )
        return bool(found == position)

    await eventually(there, what=f"reactor at {position}")


def told(count: int, first: int = 1) -> list[int]:
    """Give the numbers of the things of which there is something to tell."""
    return [number for number in range(first, count + 1) if number % 7]


async def test_a_reaction_is_called_for_its_type_alone_and_the_rest_is_passed_over(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notebook = Notebook()
    await store.happen(30)

    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):
        await stands_at(store, 30)

    assert notebook.numbers == told(30)


async def test_a_reaction_goes_on_where_it_stopped(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notebook = Notebook()
    async with running(a_relay(store, nats_url, publisher).run()):
        for turn in range(1, 4):
            await store.happen(6)
            async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
                await stands_at(store, 6 * turn)

    assert notebook.numbers == told(6) * 3


async def test_a_reaction_that_fails_is_asked_again_and_holds_up_what_follows(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notebook = Notebook()
    notebook.refuses = {3}
    await store.happen(6)

    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):

        async def named() -> bool:
            return bool(FAILING.labels(READER)._value.get() == 3)

        await eventually(named)
        assert notebook.numbers == [1, 2]
        notebook.refuses = set()
        await stands_at(store, 6)

    assert notebook.numbers == told(6)


async def test_a_lost_durable_is_made_again_after_the_stored_position(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    notebook = Notebook()
    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):
        await store.happen(6)
        await stands_at(store, 6)
        await client.jetstream().delete_consumer(STREAM, READER)
        await store.happen(6)
        await stands_at(store, 12)

    assert notebook.numbers == told(6) * 2


async def test_a_lost_stream_costs_no_reaction_and_repeats_none(
    store: Store, nats_url: str, client: Client, publisher: Publisher
) -> None:
    notebook = Notebook()
    async with running(
        a_relay(store, nats_url, publisher).run(),
        the_reactors().run(store.worker, nats_url, {"notes": notebook}),
    ):
        await store.happen(6)
        await stands_at(store, 6)
        await client.jetstream().delete_stream(STREAM)
        await store.happen(6)
        await stands_at(store, 12)

    assert notebook.numbers == told(6) * 2


async def test_a_durable_that_is_ahead_of_the_stored_position_is_put_back(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    """So it is after the database was restored to an earlier moment."""
    notebook = Notebook()
    async with running(a_relay(store, nats_url, publisher).run()):
        await store.happen(6)
        async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
            await stands_at(store, 6)
        await store.pool.execute("UPDATE consumer_position SET position = 2")
        async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
            await stands_at(store, 6)

    assert notebook.numbers == [*told(6), *told(6, first=3)]
    assert len(set(notebook.noted)) == 6, "a second delivery makes the same thing"


async def test_both_modes_of_the_binding_are_read(
    store: Store, nats_url: str, client: Client
) -> None:
    notebook = Notebook()
    js = client.jetstream()
    await js.add_stream(name=STREAM, subjects=["evt.things.>"])
    attributes = {
        "specversion": "1.0",
        "id": str(UUID(int=1)),
        "source": "/organisations/northfield-council/things",
        "type": ThingHappened.type,
        "subject": "1",
        "time": "2026-01-12T09:30:00Z",
        "organisation": "northfield-council",
        "sequence": "1",
        "correlationid": str(UUID(int=1)),
        "recordedtime": "2026-01-12T09:30:00Z",
        "authid": "worker%201",
    }
    binary = {f"ce-{name}": value for name, value in attributes.items()}
    await js.publish("evt.things.northfield-council.thing.1", b'{"number": 1}', headers=binary)

    async with running(the_reactors().run(store.worker, nats_url, {"notes": notebook})):
        await stands_at(store, 1)

    assert notebook.numbers == [1]


async def test_the_system_acts_in_the_programme_of_the_event() -> None:
    event = Envelope[ThingHappened].model_validate(
        {
            "id": UUID(int=7),
            "source": "/organisations/northfield-council/things",
            "type": ThingHappened.type,
            "subject": "1",
            "time": "2026-01-12T09:30:00Z",
            "organisation": "northfield-council",
            "programme": "northfield",
            "sequence": "1",
            "correlationid": UUID(int=9),
            "recordedtime": "2026-01-12T09:30:00Z",
            "authid": "worker-1",
        }
    )

    asked, again = asked_because_of(event, READER), asked_because_of(event, READER)

    assert (asked.actor.organisation, asked.actor.programme) == (
        "northfield-council",
        "northfield",
    )
    assert asked.actor.roles == {"system"}
    assert asked.key == f"{READER}:{event.id}"
    assert (asked.correlation_id, asked.causation_id) == (UUID(int=9), event.id)
    assert asked.new_id == again.new_id
    assert asked.new_id.version == 7


def test_what_is_read_is_told_by_source() -> None:
    assert the_reactors().consumers() == {"things": [READER]}


async def test_every_reaction_leaves_one_line_with_its_correlation(
    store: Store, nats_url: str, publisher: Publisher
) -> None:
    notes = Notebook()
    with structlog.testing.capture_logs() as lines:
        async with running(
            a_relay(store, nats_url, publisher).run(),
            the_reactors().run(store.worker, nats_url, {"notes": notes}),
        ):
            await store.happen(3)

            async def noted() -> bool:
                return len([each for each in lines if each["event"] == "reaction_done"]) == 3

            await eventually(noted, what="three lines")

    done = [each for each in lines if each["event"] == "reaction_done"]
    assert {each["correlation_id"] for each in done} == {each["event_id"] for each in done}
    assert {each["consumer"] for each in done} == {READER}
    assert {each["log_level"] for each in done} == {"info"}
