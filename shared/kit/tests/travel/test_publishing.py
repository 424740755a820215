"""What is told of a stored event: the same bytes for ever, and nothing that is sealed."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest

from ht_contracts.envelope import Envelope
from ht_kit.cloudevents import NotAnEvent, read_event
from ht_kit.publishing import Publisher, StoredEvent

from .things import ThingHappened, body_of

EVENT, THING = UUID(int=1), UUID(int=2)
EXPECTED = (
    b'{"specversion":"1.0","id":"00000000-0000-0000-0000-000000000001",'
    b'"source":"/organisations/northfield-council/things",'
    b'"type":"ht.things.happened.v1","subject":"00000000-0000-0000-0000-000000000002",'
    b'"time":"2026-01-12T09:30:00+00:00","datacontenttype":"application/json",'
    b'"dataschema":"urn:ht:schema:ht.things.happened.v1",'
    b'"organisation":"northfield-council","programme":"northfield",'
    b'"partitionkey":"00000000-0000-0000-0000-000000000002","sequence":"3",'
    b'"correlationid":"00000000-0000-0000-0000-000000000001",'
    b'"recordedtime":"2026-01-12T09:30:01.000000Z","authid":"worker-1",'
    b'"data":{"number":3}}'
)


def stored(version: int) -> StoredEvent:
    return StoredEvent(
        position=9,
        event_id=EVENT,
        stream_id=THING,
        version=version,
        organisation="northfield-council",
        programme="northfield",
        stream_type="thing",
        type="happened",
        schema_version=1,
        body=body_of(EVENT, THING, version).to_bytes(),
        recorded_at=datetime(2026, 1, 12, 9, 30, 1, tzinfo=UTC),
        hash=b"\x0a\x0b",
    )


def test_the_same_event_gives_the_same_bytes_for_ever(publisher: Publisher) -> None:
    """If this fails, what is published now is not what was. Never edit the expectation."""
    message = publisher.to_message(stored(3))

    assert message.payload == EXPECTED
    assert message.subject == f"evt.things.northfield-council.thing.{THING}"
    assert message.headers == {
        "Nats-Msg-Id": str(EVENT),
        "Content-Type": "application/cloudevents+json",
        "ce-id": str(EVENT),
        "ce-type": "ht.things.happened.v1",
        "ce-source": "/organisations/northfield-council/things",
        "Ht-Hash": "0a0b",
    }


def test_an_event_with_nothing_to_tell_travels_without_data(publisher: Publisher) -> None:
    message = publisher.to_message(stored(7))

    envelope = Envelope[ThingHappened].model_validate_json(message.payload)

    assert envelope.data is None
    assert "data" not in orjson.loads(message.payload)


def test_a_published_event_is_read_by_its_contract(publisher: Publisher) -> None:
    message = publisher.to_message(stored(3))

    envelope = Envelope[ThingHappened].model_validate(
        read_event(message.headers, message.payload)
    )

    assert envelope.data == ThingHappened(number=3)


@pytest.mark.parametrize(
    ("headers", "payload"),
    [
        (None, b"{}"),
        ({"Content-Type": "application/json"}, b"{}"),
        ({"Content-Type": "application/cloudevents+json"}, b"not json"),
        ({"Content-Type": "application/cloudevents+json"}, b"[]"),
        ({"Content-Type": "application/cloudevents+json"}, b'{"id": "1"}'),
        ({"ce-specversion": "1.0", "ce-type": "%C0%A0"}, b""),
    ],
)
def test_what_is_no_event_is_refused(headers: dict[str, str] | None, payload: bytes) -> None:
    with pytest.raises(NotAnEvent):
        read_event(headers, payload)


def test_binary_mode_is_read_with_its_percent_encoding() -> None:
    read = read_event(
        {
            "ce-specversion": "1.0",
            "ce-type": "x",
            "ce-subject": "Euro%20%E2%82%AC%20%F0%9F%98%80",
        },
        b'{"number": 1}',
    )

    assert read == {
        "specversion": "1.0",
        "type": "x",
        "subject": "Euro € 😀",
        "data": {"number": 1},
    }
