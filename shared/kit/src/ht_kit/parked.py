"""What operators do with what is parked: look, try again, or decide that it never will be.

Trying again takes a key's messages in order, in one transaction each, while everything else
is read as always. It stops at the first that fails again. What arrives meanwhile parks behind;
when nothing of the key is left, later arrivals are taken in as they come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import asyncpg

from ht_kit.cloudevents import NotAnEvent
from ht_kit.leadership import Connection
from ht_kit.parking import Asks, restored
from ht_kit.passing import passes
from ht_kit.received import Received, read

_LIST = """
SELECT consumer, key, count(*) AS waiting, min(position) AS first, min(parked_at) AS since,
       (array_agg(event_type ORDER BY position))[1] AS event_type,
       (array_agg(error ORDER BY position))[1] AS error,
       (array_agg(attempts ORDER BY position))[1] AS attempts
FROM parked GROUP BY consumer, key ORDER BY min(parked_at), consumer, min(position)
"""
_ONE = "SELECT * FROM parked WHERE consumer = $1 AND position = $2"
_FIRST = """
SELECT * FROM parked WHERE consumer = $1 AND key = $2 ORDER BY position LIMIT 1 FOR UPDATE
"""
_TAKE_OFF = "DELETE FROM parked WHERE consumer = $1 AND position = $2"
_FAILED_AGAIN = """
UPDATE parked SET attempts = attempts + 1, error = $3 WHERE consumer = $1 AND position = $2
"""
_DISCARD = """
WITH gone AS (DELETE FROM parked WHERE consumer = $1 AND position = $2 RETURNING *)
INSERT INTO discarded (consumer, position, key, event_id, event_type, organisation, error,
                       attempts, parked_at, discarded_by, reason)
SELECT consumer, position, key, event_id, event_type, organisation, error, attempts,
       parked_at, $3, $4
FROM gone RETURNING key
"""


class NothingParked(Exception):  # noqa: N818 - named for its reason
    """Nothing is parked there."""


class Busy(Exception):  # noqa: N818
    """Somebody else is at this, or a server is away. Try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedKey:
    """A key with something parked: what stands at its head, and how many in all."""

    consumer: str
    key: str
    waiting: int
    first: int
    since: datetime
    event_type: str
    error: str | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedMessage:
    """A parked message; `envelope` is None where it cannot be read as an event."""

    consumer: str
    key: str
    position: int
    event_id: UUID
    event_type: str
    organisation: str
    error: str | None
    attempts: int
    parked_at: datetime
    size: int
    envelope: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """How far trying again came: what was done, and what failed again and why."""

    done: Sequence[int]
    failed: int | None = None
    error: str | None = None
    waiting: int = 0


class Again(Protocol):
    """How one reader applies an event again, in step with what it is reading."""

    async def lock(self, connection: Connection) -> None:
        """Hold up what is being read, before anything else is locked."""

    async def apply_again(self, connection: Connection, event: Received) -> None:
        """Apply an event, in this transaction or in others of its own."""

    async def take_off(self, connection: Connection) -> None:
        """Hold up what is being parked, before a message is taken off."""


async def list_parked(pool: Asks) -> list[ParkedKey]:
    """Give every key with something parked, the longest parked first."""
    return [ParkedKey(**dict(row)) for row in await pool.fetch(_LIST)]


async def show_parked(pool: Asks, consumer: str, position: int) -> ParkedMessage:
    """Give one parked message."""
    row = await pool.fetchrow(_ONE, consumer, position)
    if row is None:
        raise NothingParked
    try:
        envelope = read(restored(row)).envelope
    except NotAnEvent:
        envelope = None
    shown = ("consumer", "key", "position", "event_id", "event_type", "organisation")
    return ParkedMessage(
        **{name: row[name] for name in (*shown, "error", "attempts", "parked_at")},
        size=len(row["body"]),
        envelope=envelope,
    )


async def discard_parked(
    pool: Asks, consumer: str, position: int, *, by: str, reason: str
) -> str:
    """Decide that a parked message is never applied; record who and why. Gives its key."""
    key: str | None = await pool.fetchval(_DISCARD, consumer, position, by, reason)
    if key is None:
        raise NothingParked
    return key


async def retry_parked(
    connection: Connection, consumer: str, key: str, again: Again
) -> Retried:
    """Apply a key's messages in order, until none is left or one fails again."""
    done: list[int] = []
    while True:
        try:
            position = await _retry_first(connection, consumer, key, again)
        except _FailedAgain as failed:
            await connection.execute(_FAILED_AGAIN, consumer, failed.position, failed.error)
            waiting = await connection.fetchval(
                "SELECT count(*) FROM parked WHERE consumer = $1 AND key = $2", consumer, key
            )
            return Retried(
                done=done, failed=failed.position, error=failed.error, waiting=int(waiting)
            )
        if position is None:
            if not done:
                raise NothingParked
            return Retried(done=done)
        done.append(position)


class _FailedAgain(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, position: int, error: str) -> None:
        self.position, self.error = position, error


async def _retry_first(
    connection: Connection, consumer: str, key: str, again: Again
) -> int | None:
    try:
        async with connection.transaction():
            await again.lock(connection)
            row = await connection.fetchrow(_FIRST, consumer, key)
            if row is None:
                return None
            await _apply(connection, row, again)
            await again.take_off(connection)
            await connection.execute(_TAKE_OFF, consumer, row["position"])
            return int(row["position"])
    except _FailedAgain:
        raise
    except Exception as error:
        if passes(error):
            raise Busy from error
        raise


async def _apply(connection: Connection, row: asyncpg.Record, again: Again) -> None:
    try:
        event = replace(read(restored(row)), place=row["place"])
        await again.apply_again(connection, event)
    except Exception as error:
        if passes(error):
            raise
        raise _FailedAgain(row["position"], type(error).__name__) from error
