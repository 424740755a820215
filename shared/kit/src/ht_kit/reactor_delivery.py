"""One message on its way through a reactor: done, stored, acknowledged; or asked for again."""

import time
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import structlog
from faststream import BaseMiddleware, ContextRepo, StreamMessage
from nats.aio.msg import Msg

from ht_kit.attempts import DEATHS, NEVER_ENDED, OFTEN
from ht_kit.cloudevents import NotAnEvent
from ht_kit.metrics import EVENTS_CONSUMED, FAILING, FAILURES, PROJECTION_LAG
from ht_kit.passing import DATABASE_FAULTS, passes
from ht_kit.reactor_progress import OutOfTurn, Progress
from ht_kit.received import Key, Message, Received, Taken, kind_of, take
from ht_kit.taking import has_read
from ht_kit.tracing import processing

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a durable reads, what it acts on, and how it deals with what fails."""

    source: str
    key: Key
    acts_on: AbstractSet[str]
    progress: Progress
    attempts: int
    delays: tuple[float, ...]

    def take(self, message: Msg) -> Taken:
        """Read a message, as far as it can be."""
        return take(Message.of(message), self.key)

    def acts(self, event: Received) -> bool:
        """Say whether anything is done because of this event."""
        told = event.envelope.get("data") is not None
        return told and event.envelope["type"] in self.acts_on


class Delivery(BaseMiddleware[Any, Msg | None]):
    """What is done with a message, whatever the reaction to it."""

    def __init__(self, msg: Msg, /, *, context: ContextRepo, reading: Reading) -> None:
        super().__init__(msg, context=context)
        self._reading, self._progress = reading, reading.progress
        self._message = msg
        self._durable = msg.metadata.consumer
        self._position = msg.metadata.sequence.stream
        self._result = "done"
        self._began, self._acts = time.perf_counter(), False
        self._correlation: str | None = None
        self._noted = False

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Any]
    ) -> Any:
        """Pass over what is done already; park what may not or cannot be done now."""
        if self._progress.has_done(self._position):
            return None
        taken = self._reading.take(self._message)
        self._correlation = taken.event.envelope.get("correlationid")
        self._acts = self._reading.acts(taken.event)
        if not self._acts and taken.fault is None:
            return None
        if self._acts and await self._aside(taken):
            self._result = "parked"
            return None
        with processing(self._reading.source, self._durable, [self._message]):
            return await call_next(msg)

    async def after_processed(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,  # noqa: ARG002 - FastStream's signature
    ) -> bool | None:
        """Store the position, then acknowledge."""
        try:
            if exc_type is None:
                await self._done()
            elif isinstance(exc_val, Exception):
                await self._failed(exc_val)
        except (*DATABASE_FAULTS, OutOfTurn) as error:
            await self._ask_again(type(error))
        return False

    async def _aside(self, taken: Taken) -> bool:
        """Park what is behind another of its key, or what processes die of."""
        if await self._progress.parked_behind(taken):
            return True
        if self._message.metadata.num_delivered < OFTEN:
            return False
        if await self._progress.begun(self._position) > DEATHS:
            await self._progress.park(taken, NEVER_ENDED)
            await self._progress.ended()
            return True
        self._noted = True
        return False

    async def _done(self) -> None:
        await self._end()
        await self._progress.moved(self._position)
        await self._message.ack()
        self._count(self._result)
        self._note()
        FAILING.labels(self._durable).set(0)
        PROJECTION_LAG.labels(self._durable).set(self._message.metadata.num_pending)

    def _note(self) -> None:
        has_read(self._durable, self._message)
        (_LOG.info if self._acts else _LOG.debug)(
            f"reaction_{self._result}" if self._acts else "event_passed_over",
            consumer=self._durable,
            position=self._position,
            event_id=(self._message.headers or {}).get("ce-id"),
            event_type=kind_of(self._message.headers),
            correlation_id=self._correlation,
            milliseconds=round((time.perf_counter() - self._began) * 1000, 1),
        )

    async def _failed(self, error: Exception) -> None:
        """Ask again; or park it, if it failed too often for a reason that does not pass."""
        await self._end()
        if passes(error):
            await self._ask_again(type(error))
            return
        failures = self._progress.failed(self._position)
        if failures < self._reading.attempts and not isinstance(error, NotAnEvent):
            await self._ask_again(type(error))
            return
        taken = self._reading.take(self._message)
        await self._progress.park(taken, type(error).__name__)
        self._result = "parked"
        await self._done()

    async def _end(self) -> None:
        if self._noted:
            self._noted = False
            await self._progress.ended()

    def _count(self, result: str) -> None:
        kind = kind_of(self._message.headers)
        EVENTS_CONSUMED.labels(self._durable, kind, result).inc()

    async def _ask_again(self, error: type[BaseException]) -> None:
        delivered = self._message.metadata.num_delivered
        delay = self._reading.delays[min(delivered, len(self._reading.delays)) - 1]
        self._count("failed")
        FAILURES.labels(self._durable).inc()
        FAILING.labels(self._durable).set(self._position)
        _LOG.error(
            "reaction_failed",
            consumer=self._durable,
            position=self._position,
            event_id=(self._message.headers or {}).get("ce-id"),
            event_type=(self._message.headers or {}).get("ce-type"),
            error=error.__name__,
            delivered=delivered,
            again_in=delay,
        )
        await self._message.nak(delay=delay)
