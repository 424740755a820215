"""Parking: what cannot be applied steps aside with its key, and everything else goes on.

A message that fails by itself is kept in the reader's own database, in the table `parked`,
and so is whatever comes after it of the same key: nothing overtakes. It is acknowledged, and
counted where operators look. `parked.py` is how they list, retry and discard.
"""

import asyncio
import contextlib
import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import asyncpg
import structlog
from prometheus_client import Counter, Gauge, Metric

from ht_kit.received import Message, Taken
from ht_kit.stopping import stop_if_cancelled

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Asks: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | asyncpg.Pool[asyncpg.Record]"
    " | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)

PARKED_TOTAL = Counter(
    "ht_events_parked_total", "Events set aside, with those behind them.", ["consumer"]
)

_COUNT_EVERY = 10.0
_KEYS = "SELECT DISTINCT key FROM parked WHERE consumer = $1 AND key = ANY($2::text[])"
_COUNTS = "SELECT consumer, count(*) AS parked FROM parked GROUP BY consumer"
_PARK = """
INSERT INTO parked (consumer, position, key, stream, event_id, event_type, organisation,
                    subject, headers, body, stored_at, place, error, attempts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (consumer, position) DO NOTHING
"""
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


class _UnclaimedGauge(Gauge):
    """A gauge that claims no name: a counter claims its own without `_total` as well."""

    def describe(self) -> list[Metric]:
        """Claim nothing."""
        return []


PARKED_NOW = _UnclaimedGauge("ht_events_parked", "Events that are parked now.", ["consumer"])


async def parked_keys(connection: Asks, consumer: str, keys: Iterable[str]) -> set[str]:
    """Say which of these keys have something parked."""
    rows = await connection.fetch(_KEYS, consumer, list(set(keys)))
    return {row["key"] for row in rows}


async def park(connection: Asks, consumer: str, taken: Taken, error: str | None) -> None:
    """Set a message aside; `error` is None for one that only waits behind another."""
    message = taken.message
    await connection.execute(
        _PARK,
        consumer,
        message.position,
        taken.key,
        message.stream,
        taken.event.envelope["id"],
        taken.event.envelope["type"],
        taken.event.envelope["organisation"],
        _plain(message.subject),
        json.dumps(dict(message.headers)),
        message.body,
        message.stored_at,
        taken.event.place,
        error,
        message.delivered,
    )


def tell_parked(consumer: str, taken: Sequence[tuple[Taken, str | None]]) -> None:
    """Alert: count what was parked, and name what was parked for its own fault."""
    for each, error in taken:
        if error is not None:
            _LOG.error(
                "event_parked",
                consumer=consumer,
                stream=each.message.stream,
                position=each.position,
                event_id=each.event.envelope["id"],
                event_type=each.event.envelope["type"],
                error=error,
            )
    behind = sum(error is None for _, error in taken)
    if behind:
        _LOG.warning("events_parked_behind", consumer=consumer, count=behind)
    PARKED_TOTAL.labels(consumer).inc(len(taken))
    PARKED_NOW.labels(consumer).inc(len(taken))


async def count_parked(pool: Asks) -> dict[str, int]:
    """Count what is parked, by consumer."""
    return {row["consumer"]: int(row["parked"]) for row in await pool.fetch(_COUNTS)}


async def keep_counting(pool: Asks, consumers: Sequence[str]) -> None:
    """Keep the metric true until cancelled: what is tried again is taken off elsewhere."""
    while True:
        stop_if_cancelled()
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            found = await count_parked(pool)
            for consumer in {*consumers, *found}:
                PARKED_NOW.labels(consumer).set(found.get(consumer, 0))
        await asyncio.sleep(_COUNT_EVERY)


async def hold_parking(connection: Asks, consumer: str) -> None:
    """Be the only one to park or take off for a consumer, until the transaction ends."""
    await connection.execute(_HOLD, f"parked {consumer}")


def _plain(subject: str) -> str:
    return subject.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")


def restored(row: asyncpg.Record) -> Message:
    """Give the message of a parked row, as it came."""
    return Message(
        stream=row["stream"],
        position=row["position"],
        subject=row["subject"],
        headers=json.loads(row["headers"]),
        body=row["body"],
        stored_at=row["stored_at"],
        delivered=row["attempts"],
    )
