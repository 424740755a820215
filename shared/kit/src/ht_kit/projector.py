"""Projectors: what is told elsewhere, written into tables of our own, once and in order.

Tables and checkpoint change in one transaction, so a message that comes twice changes
nothing. One that cannot be applied is never lost: it stays unacknowledged, is asked for
again with growing delays, and holds up what comes after it in this read model; a log line
and `ht_consumer_failing_position` name it. (Setting single messages aside comes later.)
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from prometheus_client import Counter, Gauge

from ht_kit.cloudevents import read_event
from ht_kit.durables import durable_config, ensure_durable
from ht_kit.leadership import LEASE, Connection, leading
from ht_kit.metrics import EVENT_SECONDS, EVENTS_CONSUMED, PROJECTION_LAG
from ht_kit.stopping import stop_if_cancelled

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

POSITION = Gauge("ht_consumer_position", "The last position that was taken in.", ["consumer"])
FAILURES = Counter("ht_consumer_failures_total", "Attempts that failed.", ["consumer"])
FAILING = Gauge(
    "ht_consumer_failing_position", "The position that fails each time, or 0.", ["consumer"]
)

BATCH = 200
_DELAYS = (0.2, 1.0, 5.0, 15.0, 30.0)
# A server or a stream that was away is usually soon back; readers then want to be level.
_LONGEST_WHILE_AWAY = 2.0

_LOCK_CHECKPOINT = "SELECT position FROM consumer_position WHERE consumer = $1 FOR UPDATE"
_MOVE_CHECKPOINT = "UPDATE consumer_position SET position = $2 WHERE consumer = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An event as it came: where it stands in its stream, and what it says."""

    position: int
    envelope: dict[str, Any]
    body: bytes
    recorded_at: datetime
    hash: bytes


Apply: TypeAlias = Callable[[Connection, Sequence[Received]], Awaitable[None]]


class Gap(Exception):  # noqa: N818 - named for its reason
    """Something between the checkpoint and what came is missing."""


class CannotApply(Exception):  # noqa: N818
    """An event could not be written into the tables."""


class Projector:
    """Keeps one read model level with one stream.

    `name` is the durable, the checkpoint and the lock, for ever: another name starts again
    from the beginning. `apply` writes the events of one batch, in order, on the connection
    that it is given; it neither commits nor rolls back.
    """

    def __init__(
        self, name: str, stream: str, apply: Apply, *, batch: int = BATCH, lease: float = LEASE
    ) -> None:
        self.name, self.stream = name, stream
        self._apply, self._batch, self._lease = apply, batch, lease
        self._wait = min(5.0, lease / 2)
        self._failures = 0
        self._careful_until = 0

    async def run(self, worker_url: str, client: Client) -> None:
        """Work until cancelled. Other copies of the same projector wait their turn."""
        while True:
            stop_if_cancelled()
            try:
                async with leading(
                    worker_url, f"projector {self.name}", lease=self._lease
                ) as connection:
                    await self._follow(connection, client)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                self._failures += 1
                delay = self._delay(error)
                FAILURES.labels(self.name).inc()
                _LOG.warning(
                    "projector_interrupted",
                    consumer=self.name,
                    error=type(error).__name__,
                    cause=type(error.__cause__).__name__ if error.__cause__ else None,
                    failures=self._failures,
                    again_in=delay,
                )
                await asyncio.sleep(delay)

    def _delay(self, error: Exception) -> float:
        delay = _DELAYS[min(self._failures, len(_DELAYS)) - 1]
        return delay if isinstance(error, CannotApply) else min(delay, _LONGEST_WHILE_AWAY)

    async def _follow(self, connection: Connection, client: Client) -> None:
        """Take in batch after batch. Anything out of the ordinary ends it: start again."""
        js = client.jetstream()
        position = await self._checkpoint(connection)
        config = durable_config(self.name, in_flight=5 * self._batch)
        await ensure_durable(js, self.stream, config, position=position, alone=True)
        pulled = await js.pull_subscribe_bind(durable=self.name, stream=self.stream)
        try:
            while True:
                stop_if_cancelled()
                try:
                    messages = await pulled.fetch(self._batch, timeout=self._wait)
                except TimeoutError:
                    messages = []  # as it is, too, when only a status message came
                if not messages:
                    # A word to Postgres, so that it does not take this copy for dead.
                    await connection.execute("SELECT")
                    continue
                await self._take(connection, messages)
                self._failures = 0
        finally:
            await pulled.unsubscribe()

    async def _checkpoint(self, connection: Connection) -> int:
        await connection.execute(
            "INSERT INTO consumer_position (consumer, position) VALUES ($1, 0)"
            " ON CONFLICT DO NOTHING",
            self.name,
        )
        found = await connection.fetchval(
            "SELECT position FROM consumer_position WHERE consumer = $1", self.name
        )
        return int(found)

    async def _take(self, connection: Connection, messages: Sequence[Msg]) -> None:
        """Apply what came, and acknowledge it when it is committed, not before."""
        in_order = sorted(messages, key=_sequence)
        careful = _sequence(in_order[0]) <= self._careful_until
        parts = [[message] for message in in_order] if careful else [in_order]
        for number, part in enumerate(parts):
            try:
                taken = await self._commit(connection, part)
            except CannotApply:
                self._count(part, "failed")
                await self._ask_again([each for rest in parts[number:] for each in rest])
                raise
            for message in part:
                if _sequence(message) <= taken:
                    await message.ack()
            self._count(part, "done")
            POSITION.labels(self.name).set(taken)
            if _sequence(part[-1]) > taken:
                raise Gap(f"{self.stream}: {taken + 1} did not come")
        PROJECTION_LAG.labels(self.name).set(in_order[-1].metadata.num_pending)
        FAILING.labels(self.name).set(0)

    async def _commit(self, connection: Connection, messages: Sequence[Msg]) -> int:
        """Apply everything that follows on from the checkpoint, and give the new checkpoint."""
        async with connection.transaction():
            checkpoint = int(await connection.fetchval(_LOCK_CHECKPOINT, self.name))
            new: list[Msg] = []
            for message in messages:
                if _sequence(message) == checkpoint + len(new) + 1:
                    new.append(message)
            if not new:
                return checkpoint
            last = checkpoint + len(new)
            try:
                with EVENT_SECONDS.labels(self.name).time():
                    await self._apply(connection, [received(message) for message in new])
            except Exception as error:
                self._name_the_failing(new, error)
                raise CannotApply(f"{checkpoint + 1} to {last}") from error
            await connection.execute(_MOVE_CHECKPOINT, self.name, last)
            return last

    def _name_the_failing(self, messages: Sequence[Msg], error: Exception) -> None:
        """Say what failed; then take its neighbours one by one, until the culprit is alone."""
        first, last = _sequence(messages[0]), _sequence(messages[-1])
        self._careful_until = max(self._careful_until, last)
        if first == last:
            FAILING.labels(self.name).set(first)
        _LOG.error(
            "event_not_applied",
            consumer=self.name,
            stream=self.stream,
            first=first,
            last=last,
            event_id=(messages[0].headers or {}).get("ce-id") if first == last else None,
            error=type(error).__name__,
        )

    def _count(self, messages: Sequence[Msg], result: str) -> None:
        for message in messages:
            kind = (message.headers or {}).get("ce-type", "")
            EVENTS_CONSUMED.labels(self.name, kind, result).inc()

    async def _ask_again(self, messages: Sequence[Msg]) -> None:
        delay = _DELAYS[min(self._failures, len(_DELAYS) - 1)]
        for message in messages:
            await message.nak(delay=delay)


def received(message: Msg) -> Received:
    """Read a message of an event stream."""
    envelope = read_event(message.headers, message.data)
    return Received(
        position=_sequence(message),
        envelope=envelope,
        body=message.data,
        recorded_at=datetime.fromisoformat(envelope["recordedtime"]),
        hash=bytes.fromhex((message.headers or {}).get("Ht-Hash", "")),
    )


def _sequence(message: Msg) -> int:
    return message.metadata.sequence.stream
