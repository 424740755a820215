"""Projectors: what is told elsewhere, written into tables of our own, once and in order.

Tables and checkpoint change in one transaction, so a message that comes twice changes
nothing. A fault that passes (`passing.py`) is waited for: the message stays unacknowledged, is
asked for again with growing delays, and holds up what comes after it in this read model; a
log line and `ht_consumer_failing_position` name it. When a batch fails for another reason it is
replayed one message per transaction, and what fails alone is parked with everything after it of
the same key (`parking.py`); the rest goes on.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from ht_kit.attempts import NEVER_ENDED, OFTEN, Doubts
from ht_kit.durables import durable_config, ensure_durable
from ht_kit.leadership import LEASE, Connection, leading
from ht_kit.metrics import EVENTS_CONSUMED, FAILING, FAILURES, POSITION, PROJECTION_LAG
from ht_kit.pacing import PROJECTED, Pace
from ht_kit.projector_batch import Apply, Batches, CannotApply, Keep, Poison
from ht_kit.received import Key, Received, kind_of, partition_key
from ht_kit.stopping import stop_if_cancelled
from ht_kit.taking import taking

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

BATCH = 200
_DELAYS = (0.2, 1.0, 5.0, 15.0, 30.0)
# A server or a stream that was away is usually soon back; readers then want to be level.
_LONGEST_WHILE_AWAY = 2.0

__all__ = ["Apply", "Keep", "Projector", "Received"]


class Gap(Exception):  # noqa: N818 - named for its reason
    """Something between the checkpoint and what came is missing."""


class Projector:
    """Keeps one read model level with one stream.

    `name` is the durable, the checkpoint and the lock, for ever: another name starts again
    from the beginning. `apply` writes the events of one batch, in order, on the connection
    that it is given; it neither commits nor rolls back. `key` says what must keep its order.
    `keep` writes what is recorded of every event first, whatever becomes of it afterwards, and
    gives each one's place; it takes even what cannot be read, and so is never a poison.
    """

    def __init__(
        self,
        name: str,
        stream: str,
        apply: Apply,
        *,
        keep: Keep | None = None,
        key: Key = partition_key,
        batch: int = BATCH,
        lease: float = LEASE,
    ) -> None:
        self.name, self.stream, self.key = name, stream, key
        self._apply, self._batch, self._lease = apply, batch, lease
        self._batches = Batches(name, stream, apply, keep, key)
        self._doubts = Doubts(name)
        self._source = stream.removeprefix("EVT_").lower()
        self._wait = min(5.0, lease / 2)
        self._pace = Pace(PROJECTED)
        self._failures = 0

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
        unfinished = await ensure_durable(
            js, self.stream, config, position=position, alone=True
        )
        await self._doubts.remember(connection, position, unfinished)
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
                self._pace.begin()
                with taking(self.name, self._source, messages):
                    await self._take(connection, messages)
                self._failures = 0
                if len(messages) < self._batch:
                    await self._pace.rest()
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
        first = _sequence(in_order[0])
        often = any(each.metadata.num_delivered >= OFTEN for each in in_order)
        careful = often or first <= self._batches.careful_until or self._doubts.about(first)
        waiting = deque([[each] for each in in_order] if careful else [in_order])
        alone = careful
        while waiting:
            part = waiting.popleft()
            try:
                taken = await self._take_part(connection, part, alone=alone)
            except Poison:
                waiting.extendleft([each] for each in reversed(part))
                alone = True
                continue
            except CannotApply:
                self._count(part, "failed")
                await self._ask_again([*part, *(each for rest in waiting for each in rest)])
                raise
            for message in part:
                if _sequence(message) <= taken:
                    await message.ack()
            POSITION.labels(self.name).set(taken)
            if _sequence(part[-1]) > taken:
                raise Gap(f"{self.stream}: {taken + 1} did not come")
        PROJECTION_LAG.labels(self.name).set(in_order[-1].metadata.num_pending)
        FAILING.labels(self.name).set(0)

    async def _take_part(
        self, connection: Connection, part: Sequence[Msg], *, alone: bool
    ) -> int:
        """Commit part of what came, or park it if it is alone and at fault."""
        position = _sequence(part[0])
        doubtful = alone and self._doubts.about(position)
        if doubtful and await self._doubts.has_killed(connection, position):
            return await self._batches.take_in(connection, part, {position: NEVER_ENDED})
        try:
            return await self._commit(connection, part)
        except Poison as poison:
            if not alone:
                raise
            fault = type(poison.__cause__).__name__
            return await self._batches.take_in(connection, part, {position: fault})
        finally:
            if doubtful:
                await self._doubts.settled(connection)

    async def _commit(self, connection: Connection, messages: Sequence[Msg]) -> int:
        """Apply everything that follows on from the checkpoint, and give the new checkpoint."""
        return await self._batches.take_in(connection, messages)

    async def apply_again(self, connection: Connection, event: Received) -> None:
        """Apply an event that was parked, when somebody has asked for it."""
        await self._apply(connection, [event])

    async def lock(self, connection: Connection) -> None:
        """Hold up this read model until the transaction ends."""
        await self._batches.hold(connection)

    async def take_off(self, connection: Connection) -> None:
        """Do nothing more: while the checkpoint is held, nothing is parked either."""

    def _count(self, messages: Sequence[Msg], result: str) -> None:
        for message in messages:
            EVENTS_CONSUMED.labels(self.name, kind_of(message.headers), result).inc()

    async def _ask_again(self, messages: Sequence[Msg]) -> None:
        delay = _DELAYS[min(self._failures, len(_DELAYS) - 1)]
        for message in messages:
            await message.nak(delay=delay)


def _sequence(message: Msg) -> int:
    return message.metadata.sequence.stream
