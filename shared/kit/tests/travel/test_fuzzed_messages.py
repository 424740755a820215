"""Whatever stands in a stream, no consumer stops: it is applied, passed over or parked."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nats.aio.client import Client
from nats.errors import BadHeaderError
from nats.js import JetStreamContext

from ht_contracts.envelope import CONTENT_TYPE
from ht_kit.cloudevents import NotAnEvent, read_event
from ht_kit.leadership import Connection
from ht_kit.projector import Projector, Received
from ht_kit.received import Message, take

from .conftest import Store
from .test_projector import STREAM
from .test_reactors import READER as REACTOR
from .test_reactors import Notebook, the_reactors
from .things import ThingHappened, eventually, running

PROJECTOR = "reading_fuzz"
GOOD: Mapping[str, Any] = {
    "specversion": "1.0",
    "id": str(UUID(int=7)),
    "source": "/organisations/northfield-council/things",
    "type": ThingHappened.type,
    "subject": "1",
    "time": "2026-01-12T09:30:00Z",
    "organisation": "northfield-council",
    "sequence": "1",
    "correlationid": str(UUID(int=9)),
    "recordedtime": "2026-01-12T09:30:00Z",
    "authid": "worker-1",
    "partitionkey": "thing",
    "data": {"number": 1},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MUTATED = st.dictionaries(st.sampled_from(sorted(GOOD)), JSON, max_size=3)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON.map(lambda value: json.dumps(value).encode()),
    MUTATED.map(lambda wrong: json.dumps({**GOOD, **wrong}).encode()),
    MUTATED.map(lambda gone: json.dumps({k: GOOD[k] for k in GOOD if k not in gone}).encode()),
)
NAMES = st.sampled_from(
    ["Content-Type", "ce-id", "ce-type", "ce-specversion", "ce-subject", "Ht-Hash", "x"]
)
HEADERS = st.one_of(
    st.just({"Content-Type": CONTENT_TYPE}),
    st.dictionaries(NAMES, st.text(max_size=40) | st.just(CONTENT_TYPE), max_size=5),
)
TOKENS = st.text("abz019_-*ü", min_size=1, max_size=12).filter(lambda text: "*" not in text)
SUBJECTS = st.lists(TOKENS, min_size=1, max_size=5).map(
    lambda tokens: ".".join(("evt", "things", *tokens))
)


@pytest.mark.parametrize(
    "written",
    [
        "{00000000-0000-0000-0000-000000000007}",
        "urn:uuid:00000000-0000-0000-0000-000000000007",
        "00000000000000000000000000000007",
        "\N{ARABIC-INDIC DIGIT ZERO}" * 32,
        "00000000-0000-0000-0000-00000000000A",
    ],
)
def test_an_id_that_no_database_reads_is_no_events(written: str) -> None:
    message = Message(
        stream=STREAM,
        position=1,
        subject="evt.things.north.thing.1",
        headers={"Content-Type": CONTENT_TYPE, "ce-id": written},
        body=json.dumps({**GOOD, "id": written}).encode(),
        stored_at=datetime(2026, 1, 12, tzinfo=UTC),
    )

    taken = take(message)

    assert taken.fault == "NotAnEvent"
    assert str(UUID(taken.event.envelope["id"])) == taken.event.envelope["id"]


@given(BODIES, HEADERS, SUBJECTS)
def test_a_message_is_read_or_said_to_be_no_event(
    body: bytes, headers: dict[str, str], subject: str
) -> None:
    with contextlib.suppress(NotAnEvent):
        assert isinstance(read_event(headers, body)["type"], str)
    message = Message(
        stream=STREAM,
        position=1,
        subject=subject,
        headers=headers,
        body=body,
        stored_at=datetime(2026, 1, 12, tzinfo=UTC),
    )

    taken = take(message)

    assert taken.key
    assert taken.key.isascii()
    assert str(UUID(taken.event.envelope["id"]))
    assert taken.event.envelope["organisation"]


async def apply_exactly(connection: Connection, events: Sequence[Received]) -> None:
    """Believe what an envelope says, as read models do."""
    for event in events:
        number = (event.envelope.get("data") or {"number": 0})["number"]
        await connection.execute(
            "INSERT INTO seen VALUES ($1, $2, $2, $3)",
            event.position,
            event.envelope["id"],
            int(number),
        )


async def _publish(
    js: JetStreamContext, messages: Sequence[tuple[bytes, dict[str, str], str]]
) -> None:
    for body, headers, subject in messages:
        try:
            await js.publish(subject, body, headers=headers)
        except BadHeaderError:  # the client sends no such thing
            await js.publish(subject, body)


@pytest.mark.engines
@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(BODIES, HEADERS, SUBJECTS), min_size=5, max_size=40))
async def test_nothing_in_a_stream_stops_a_consumer(
    store: Store,
    nats_url: str,
    client: Client,
    messages: list[tuple[bytes, dict[str, str], str]],
) -> None:
    js = client.jetstream()
    await js.add_stream(name=STREAM, subjects=["evt.things.>"])
    await _publish(js, messages)
    good = json.dumps({**GOOD, "partitionkey": "other"}).encode()
    await js.publish("evt.things.a.b.c", good, headers={"Content-Type": CONTENT_TYPE})
    last = (await js.stream_info(STREAM)).state.last_seq
    notebook = Notebook()

    async def both_are_there() -> bool:
        rows = await store.pool.fetch("SELECT consumer, position FROM consumer_position")
        return {row["consumer"]: row["position"] for row in rows} == {
            PROJECTOR: last,
            REACTOR: last,
        }

    async with running(
        Projector(PROJECTOR, STREAM, apply_exactly, lease=4).run(store.worker_url, client),
        the_reactors(delays=(0.01,)).run(store.worker, nats_url, {"notes": notebook}),
    ):
        await eventually(both_are_there, within=60, what=f"both at {last}")

    seen = [row["position"] for row in await store.pool.fetch("SELECT position FROM seen")]
    aside = await store.pool.fetch("SELECT position FROM parked WHERE consumer = $1", PROJECTOR)
    assert sorted([*seen, *(row["position"] for row in aside)]) == [*range(1, last + 1)]
    assert last in seen
