"""What is told of a stored event: the same bytes for ever, from the stored event alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

import orjson

from ht_contracts.envelope import CONTENT_TYPE, Published

E = TypeVar("E")
Decoded_co = TypeVar("Decoded_co", covariant=True)

_ATTRIBUTES = (
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "organisation",
    "programme",
    "partitionkey",
    "sequence",
    "correlationid",
    "causationid",
    "recordedtime",
    "traceparent",
    "authid",
)


class StoredEvent(NamedTuple):
    """A row of `events`: the body as it was hashed, and the columns beside it."""

    position: int
    event_id: UUID
    stream_id: UUID
    version: int
    organisation: str
    programme: str | None
    stream_type: str
    type: str
    schema_version: int
    body: bytes
    recorded_at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message, ready to be sent."""

    subject: str
    payload: bytes
    headers: Mapping[str, str]


class Decoder(Protocol[Decoded_co]):
    """What is asked of a codec here: to read an event without any key."""

    def decode(
        self, name: str, schema_version: int, data: dict[str, Any], unseal: None = None, /
    ) -> Decoded_co:
        """Give the event, with None for every personal field."""


@dataclass(frozen=True, slots=True)
class Told(Generic[E]):
    """How the events of one aggregate are read, and what is told of each."""

    codec: Decoder[E]
    publish: Callable[[E], Published | None]


class Publisher:
    """Turns stored events into messages. Reads no key, no clock, and nothing but the event.

    `aggregates` maps an aggregate's name (`stream_type`) to how its events are told. Personal
    fields are sealed and no key is at hand, so none can leave.
    """

    def __init__(self, service: str, aggregates: Mapping[str, Told[Any]]) -> None:
        self._service, self._aggregates = service, dict(aggregates)

    def to_message(self, event: StoredEvent) -> Outgoing:
        """Give the message of a stored event; one with nothing to tell travels without data."""
        body: dict[str, Any] = orjson.loads(event.body)
        told = self._aggregates[event.stream_type]
        happened = told.codec.decode(event.type, event.schema_version, body["data"])
        fact = told.publish(happened)
        body["type"] = (
            f"ht.{self._service}.{event.type}.v{event.schema_version}"
            if fact is None
            else fact.type
        )
        body["recordedtime"] = instant(event.recorded_at)
        if fact is not None:
            body["dataschema"] = f"urn:ht:schema:{fact.type}"
        envelope: dict[str, Any] = {
            name: value for name in _ATTRIBUTES if (value := body.get(name)) is not None
        }
        if fact is not None:
            # Without defaults: a field that is added to the fact later changes no old message.
            envelope["data"] = fact.model_dump(mode="json", exclude_defaults=True)
        return Outgoing(
            subject=".".join(
                ("evt", self._service, event.organisation, event.stream_type, body["subject"])
            ),
            payload=orjson.dumps(envelope),
            headers={
                "Nats-Msg-Id": body["id"],
                "Content-Type": CONTENT_TYPE,
                "ce-id": body["id"],
                "ce-type": body["type"],
                "ce-source": body["source"],
                "Ht-Hash": event.hash.hex(),
            },
        )


def instant(moment: datetime) -> str:
    """Write an instant in the one form that published events use."""
    return (
        moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
    )
