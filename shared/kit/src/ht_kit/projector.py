"""Projectors: what is told elsewhere, written into tables of our own, once and in order.

Tables and checkpoint change in one transaction, so a message that comes twice changes
nothing. A fault that passes (`passing.py`) is waited for: the message stays unacknowledged, is
asked for again with growing delays, and holds up what comes after it in this read model; a
log line and `ht_consumer_failing_position` name it. When a batch fails for another reason it is
replayed one message per transaction, and what fails alone is parked with everything after it of
the same key (`parking.py`); the rest goes on.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from prometheus_client import Counter, Gauge

from ht_kit import parking
from ht_kit.durables import durable_config, ensure_durable
from ht_kit.leadership import LEASE, Connection, leading
from ht_kit.metrics import EVENT_SECONDS, EVENTS_CONSUMED, PROJECTION_LAG
from ht_kit.passing import passes
from ht_kit.received import Key, Message, Received, Taken, kind_of, partition_key, take
from ht_kit.stopping import stop_if_cancelled
from ht_kit.taking import taking

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

# What is parked of the batch's keys comes along; it may be older than the lock, and is looked
# at again under it before anything is parked for it.
_LOCK_CHECKPOINT = """
SELECT position, ARRAY(
    SELECT DISTINCT key FROM parked WHERE consumer = $1 AND key = ANY($2::text[])
) AS parked
FROM consumer_position WHERE consumer = $1 FOR UPDATE
"""
_MOVE_CHECKPOINT = "UPDATE consumer_position SET position = $2 WHERE consumer = $1"

__all__ = ["Apply", "Keep", "Projector", "Received"]

Apply: TypeAlias = Callable[[Connection, Sequence[Received]], Awaitable[None]]
Keep: TypeAlias = Callable[[Connection, Sequence[Received]], Awaitable[Sequence[int]]]


class Gap(Exception):  # noqa: N818 - named for its reason
    """Something between the checkpoint and what came is missing."""


class CannotApply(Exception):  # noqa: N818
    """Events could not be written into the tables for now."""


class Poison(Exception):  # noqa: N818
    """Events could not be written into the tables, and waiting will not help."""


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
        self._apply, self._keep, self._batch, self._lease = apply, keep, batch, lease
        self._source = stream.removeprefix("EVT_").lower()
        self._wait = min(5.0, lease / 2)
        self._failures = 0
        self._careful_until = 0
        self._begun: int | None = None  # None: this process has not begun yet
        self._doubtful_until = 0

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
        await self._remember(connection, position, unfinished)
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
                with taking(self.name, self._source, messages):
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

    async def _remember(self, connection: Connection, position: int, unfinished: int) -> None:
        """See whether the process before this one died of what it had taken."""
        if self._begun is not None or not unfinished:
            self._begun = self._begun or 0
            return
        self._begun = await parking.begin(connection, self.name, position + 1, 1)
        if self._begun >= parking.OFTEN - 1:
            self._doubtful_until = unfinished

    async def _take(self, connection: Connection, messages: Sequence[Msg]) -> None:
        """Apply what came, and acknowledge it when it is committed, not before."""
        in_order = sorted(messages, key=_sequence)
        first = _sequence(in_order[0])
        often = any(each.metadata.num_delivered >= parking.OFTEN for each in in_order)
        careful = often or first <= max(self._careful_until, self._doubtful_until)
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
        doubtful = alone and position <= self._doubtful_until
        if doubtful and await self._has_killed(connection, position):
            return await self._park(connection, part[0], parking.NEVER_ENDED)
        try:
            return await self._commit(connection, part)
        except Poison as poison:
            if not alone:
                raise
            return await self._park(connection, part[0], type(poison.__cause__).__name__)
        finally:
            if doubtful:
                with contextlib.suppress(Exception):  # then it counts once too often
                    await parking.end(connection, self.name)

    async def _has_killed(self, connection: Connection, position: int) -> bool:
        """Note that this message is begun alone, unless one process died of just that."""
        begun, self._begun = self._begun or 0, 0
        if begun >= parking.OFTEN:
            return True
        await parking.begin(connection, self.name, position, parking.OFTEN - 1)
        return False

    async def _commit(self, connection: Connection, messages: Sequence[Msg]) -> int:
        """Apply everything that follows on from the checkpoint, and give the new checkpoint."""
        return await self._transact(connection, messages, {})

    async def _park(self, connection: Connection, message: Msg, error: str) -> int:
        """Set a message aside instead of applying it, and give the new checkpoint."""
        return await self._transact(connection, [message], {_sequence(message): error})

    async def _transact(
        self, connection: Connection, messages: Sequence[Msg], at_fault: dict[int, str]
    ) -> int:
        taken = [take(Message.of(message), self.key) for message in messages]
        keys = [each.key for each in taken]
        async with connection.transaction():
            found = await connection.fetchrow(_LOCK_CHECKPOINT, self.name, keys)
            checkpoint = int(found["position"]) if found else 0
            new: list[Taken] = []
            for each in taken:
                if each.position == checkpoint + len(new) + 1:
                    new.append(each)
            if not new:
                return checkpoint
            parked = set(found["parked"]) if found else set()
            if parked:
                parked = await parking.parked_keys(connection, self.name, keys)
            aside = _aside(new, parked, at_fault)
            new = await self._write(connection, new, aside)
            behind = [(each, aside[each.position]) for each in new if each.position in aside]
            for each, error in behind:
                await parking.park(connection, self.name, each, error)
            last = checkpoint + len(new)
            await connection.execute(_MOVE_CHECKPOINT, self.name, last)
        if behind:
            parking.tell_parked(self.name, behind)
        for each in new:
            result = "parked" if each.position in aside else "done"
            EVENTS_CONSUMED.labels(self.name, kind_of(each.message.headers), result).inc()
        return last

    async def _write(
        self, connection: Connection, new: Sequence[Taken], aside: Mapping[int, str | None]
    ) -> list[Taken]:
        """Keep every event, and apply those that are not set aside."""
        try:
            if self._keep:
                places = await self._keep(connection, [each.event for each in new])
                new = [
                    replace(each, event=replace(each.event, place=place))
                    for each, place in zip(new, places, strict=True)
                ]
        except Exception as error:
            self._name_the_failing(new, error)
            raise CannotApply(f"{new[0].position} to {new[-1].position}") from error
        applied = [each.event for each in new if each.position not in aside]
        try:
            if applied:
                with EVENT_SECONDS.labels(self.name).time():
                    await self._apply(connection, applied)
        except Exception as error:
            if not passes(error):
                raise Poison(f"{new[0].position} to {new[-1].position}") from error
            self._name_the_failing(new, error)
            raise CannotApply(f"{new[0].position} to {new[-1].position}") from error
        return list(new)

    async def apply_again(self, connection: Connection, event: Received) -> None:
        """Apply an event that was parked, when somebody has asked for it."""
        await self._apply(connection, [event])

    async def lock(self, connection: Connection) -> None:
        """Hold up this read model until the transaction ends."""
        await connection.execute(_LOCK_CHECKPOINT, self.name, [])

    async def take_off(self, connection: Connection) -> None:
        """Do nothing more: while the checkpoint is held, nothing is parked either."""

    def _name_the_failing(self, taken: Sequence[Taken], error: Exception) -> None:
        """Say what failed; then take its neighbours one by one, until the culprit is alone."""
        first, last = taken[0].position, taken[-1].position
        self._careful_until = max(self._careful_until, last)
        if first == last:
            FAILING.labels(self.name).set(first)
        _LOG.error(
            "event_not_applied",
            consumer=self.name,
            stream=self.stream,
            first=first,
            last=last,
            event_id=taken[0].event.envelope["id"] if first == last else None,
            error=type(error).__name__,
        )

    def _count(self, messages: Sequence[Msg], result: str) -> None:
        for message in messages:
            EVENTS_CONSUMED.labels(self.name, kind_of(message.headers), result).inc()

    async def _ask_again(self, messages: Sequence[Msg]) -> None:
        delay = _DELAYS[min(self._failures, len(_DELAYS) - 1)]
        for message in messages:
            await message.nak(delay=delay)


def _aside(
    new: Sequence[Taken], parked: set[str], at_fault: Mapping[int, str]
) -> dict[int, str | None]:
    """Say what is set aside, and for what fault: None for what waits behind another."""
    keys, aside = set(parked), dict[int, str | None]()
    for each in new:
        behind = each.key in keys
        fault = each.fault or at_fault.get(each.position)
        if behind or fault:
            keys.add(each.key)
            aside[each.position] = fault
    return aside


def _sequence(message: Msg) -> int:
    return message.metadata.sequence.stream
