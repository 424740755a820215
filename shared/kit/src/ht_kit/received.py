"""An event as it comes out of a stream: believed only after everything in it has been read."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from nats.aio.msg import Msg

from ht_kit.cloudevents import NotAnEvent, read_event

_SLUG = re.compile(r"[a-z0-9-]{2,32}")
_TYPE = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_LONGEST_KEY = 200
_ORGANISATION = 2  # evt.<service>.<organisation>.<aggregate>.<aggregate id>

Key: TypeAlias = Callable[[Mapping[str, Any]], str]
"""What an event is about: what comes after it of the same key must wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An event as it came: where it stands in its stream, and what it says.

    `place` is where it stands in the reader's own record, where the reader keeps one.
    """

    position: int
    envelope: dict[str, Any]
    body: bytes
    recorded_at: datetime
    hash: bytes
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it lies in a stream. Nothing in it is believed yet."""

    stream: str
    position: int
    subject: str
    headers: Mapping[str, str]
    body: bytes
    stored_at: datetime
    delivered: int = 1

    @classmethod
    def of(cls, message: Msg) -> "Message":
        """Take over what NATS delivered."""
        told = message.metadata
        return cls(
            stream=told.stream,
            position=told.sequence.stream,
            subject=message.subject,
            headers=message.headers or {},
            body=message.data,
            stored_at=told.timestamp,
            delivered=told.num_delivered,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that was read, or of which only the outside could be (`fault` says why)."""

    message: Message
    event: Received
    key: str
    fault: str | None = None

    @property
    def position(self) -> int:
        """Give where it stands in its stream."""
        return self.message.position


def partition_key(envelope: Mapping[str, Any]) -> str:
    """Give the key that an event names itself, or else the thing that it is about."""
    return str(envelope.get("partitionkey") or envelope["subject"])


def take(message: Message, key: Key = partition_key) -> Taken:
    """Read a message; of one that is no event, keep what its headers and subject say."""
    try:
        event = read(message)
        return Taken(message=message, event=event, key=_storable(key(event.envelope)))
    except Exception as fault:  # noqa: BLE001 - whatever is wrong, the message is kept
        return Taken(
            message=message,
            event=_outside(message),
            key=_storable(message.subject.rpartition(".")[2]),
            fault=type(fault).__name__,
        )


def read(message: Message) -> Received:
    """Read an event and check what every reader relies on, or say that it is none."""
    envelope = read_event(message.headers, message.body)
    try:
        _check(envelope)
        recorded = datetime.fromisoformat(envelope["recordedtime"])
        if recorded.tzinfo is None:
            raise NotAnEvent("its time has no offset")
        return Received(
            position=message.position,
            envelope=envelope,
            body=message.body,
            recorded_at=recorded.astimezone(UTC),
            hash=bytes.fromhex(message.headers.get("Ht-Hash", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as fault:
        raise NotAnEvent("an attribute is missing or wrong") from fault


def kind_of(headers: Mapping[str, str] | None) -> str:
    """Give the type that a message's headers claim, in a form that a metric takes."""
    kind = (headers or {}).get("ce-type", "")
    return kind if _TYPE.fullmatch(kind) else "unreadable"


def _check(envelope: Mapping[str, Any]) -> None:
    if str(UUID(envelope["id"])) != envelope["id"]:
        raise NotAnEvent("its id is not written as ids are")  # asyncpg reads no other form
    programme, data = envelope.get("programme"), envelope.get("data")
    if not (
        _TYPE.fullmatch(envelope["type"])
        and _SLUG.fullmatch(envelope["organisation"])
        and (programme is None or _SLUG.fullmatch(programme))
        and isinstance(envelope["subject"], str)
        and isinstance(envelope.get("partitionkey") or "", str)
        and (data is None or isinstance(data, dict))
    ):
        raise NotAnEvent("an attribute is wrong")


def _outside(message: Message) -> Received:
    headers = {name.lower(): value for name, value in message.headers.items()}
    tokens = message.subject.split(".")
    organisation = tokens[_ORGANISATION] if len(tokens) > _ORGANISATION else ""
    named = headers.get("ce-type", "")
    return Received(
        position=message.position,
        envelope={
            "id": str(_id(headers.get("ce-id", ""))),
            "type": named if _TYPE.fullmatch(named) else "unreadable",
            "organisation": organisation if _SLUG.fullmatch(organisation) else "unknown",
        },
        body=message.body,
        recorded_at=message.stored_at,
        hash=b"",
    )


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        return UUID(int=0)


def _storable(key: str) -> str:
    """Give a key that any column and any terminal takes: a foreign one by its fingerprint."""
    if key and key.isascii() and key.isprintable() and len(key) <= _LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
