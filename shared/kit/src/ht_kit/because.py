"""The circumstances of commands that no person asks for: the system acts because of a fact."""

import hashlib
from typing import Any
from uuid import UUID

from ht_contracts.envelope import Envelope
from ht_kit.asked import Actor, Asked
from ht_kit.clock import now


def system_actor(service: str, organisation: str, programme: str | None) -> Actor:
    """Give the system itself, acting in the programme that the matter belongs to."""
    return Actor(
        subject=f"system:{service}",
        employer=organisation,
        organisation=organisation,
        programme=programme,
        roles=frozenset({"system"}),
    )


def asked_because_of(event: Envelope[Any], consumer: str) -> Asked:
    """Give the circumstances of a command that an event elsewhere asks for.

    The system acts, in the programme that the event belongs to. Whatever it makes gets an id
    that follows from the event, so that a second delivery makes the same thing.
    """
    key = f"{consumer}:{event.id}"
    return Asked(
        actor=system_actor(consumer.partition("_")[0], event.organisation, event.programme),
        key=key,
        fingerprint=hashlib.sha256(key.encode()).hexdigest(),
        at=max(now(), event.recordedtime),
        new_id=_following(event.id, key),
        correlation_id=event.correlationid,
        causation_id=event.id,
        traceparent=event.traceparent,
    )


def _following(event_id: UUID, key: str) -> UUID:
    """Make a UUIDv7 with the time of one event and letters that follow from the key."""
    letters = hashlib.sha256(key.encode()).digest()[:10]
    number = int.from_bytes(event_id.bytes[:6] + letters, "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
