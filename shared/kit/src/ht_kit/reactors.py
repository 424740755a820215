"""Reactors: what we do here when something happened elsewhere.

Each has a durable of its own and takes one message at a time, in order: the next is handed
out only when the last is done (`max_ack_pending` 1), so its position is enough to know what
is done. The position is stored before the message is acknowledged. A reaction that fails is
asked for again, with a delay that grows; what follows waits behind it, and
`ht_consumer_failing_position` and a log line name it. A fault that passes (`passing.py`) is
waited for without end. A message that fails for another reason is parked after some attempts,
with everything after it of the same key (`parking.py`). What the domain may refuse in a
reaction is for the reaction to decide: a refusal that it lets through is a fault like any
other.

FastStream is set up once, here: it acknowledges nothing itself (its default would end a
message for good at the first error), alters no stream, and reads CloudEvents.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, TypeVar

import asyncpg
import structlog
from faststream import AckPolicy, BaseMiddleware, ContextRepo, StreamMessage
from faststream.nats import JStream, NatsBroker, NatsRouter, PullSub
from faststream.nats.subscriber.usecases import PullStreamSubscriber
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from ht_contracts.envelope import Published
from ht_kit import parking
from ht_kit.because import asked_because_of
from ht_kit.cloudevents import NotAnEvent, read_event
from ht_kit.durables import durable_config, ensure_durable
from ht_kit.metrics import EVENTS_CONSUMED, PROJECTION_LAG
from ht_kit.passing import passes
from ht_kit.projector import FAILING, FAILURES, POSITION
from ht_kit.react_again import ReactAgain
from ht_kit.received import Key, Message, Received, Taken, kind_of, partition_key, take
from ht_kit.stopping import stop_if_cancelled
from ht_kit.taking import has_read
from ht_kit.topology import stream_of
from ht_kit.tracing import processing

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Reaction = TypeVar("Reaction", bound=Callable[..., Awaitable[None]])

__all__ = ["Reactors", "asked_because_of"]

_DELAYS = (1.0, 5.0, 30.0, 60.0)
# After a crash the message in hand holds up the rest for so long. A reaction takes
# milliseconds, and one that is delivered twice does no harm.
_ACK_WAIT = 10.0
_ATTEMPTS = 4

_MOVE = """
INSERT INTO consumer_position (consumer, position) VALUES ($1, $2)
ON CONFLICT (consumer) DO UPDATE SET position = EXCLUDED.position
WHERE consumer_position.position < EXCLUDED.position
"""
_POSITIONS = """
SELECT consumer, position FROM consumer_position WHERE consumer = ANY($1::text[])
"""


class Reactors:
    """All that one service does because of what happened elsewhere.

    `keys` says, by durable, what must keep its order (otherwise: the event's partition key);
    `attempts` is how often a reaction is tried before its message is parked.
    """

    def __init__(
        self,
        service: str,
        *,
        keys: Mapping[str, Key] | None = None,
        attempts: int = _ATTEMPTS,
        look_again: float = 1.0,
        delays: tuple[float, ...] = _DELAYS,
    ) -> None:
        self.service, self.attempts = service, attempts
        self._keys = dict(keys or {})
        self._look_again, self.delays = look_again, delays
        self._reactions: dict[tuple[str, str], Callable[..., Awaitable[None]]] = {}
        self._router = NatsRouter()
        self._subscribers: dict[str, PullStreamSubscriber] = {}
        self._streams: dict[str, str] = {}
        self._failures: dict[str, tuple[int, int]] = {}
        self.positions: dict[str, int] = {}

    def consumers(self) -> Mapping[str, list[str]]:
        """Give the durables by the service whose stream they read (for `wait_for`)."""
        found: dict[str, list[str]] = {}
        for durable, source in self._streams.items():
            found.setdefault(source, []).append(durable)
        return found

    def when(self, fact: type[Published], *, durable: str) -> Callable[[Reaction], Reaction]:
        """Have a function called for every event of this type, in the order they happened.

        It is called only where there is something told: `event.data` is never None.
        `durable` names the reader, for ever: another name would start from the beginning.
        """
        source = fact.type.split(".")[1]
        subscriber = self._subscriber(durable, source)

        async def of_this_type(message: StreamMessage[Msg]) -> bool:
            envelope = await message.decode()
            return (
                isinstance(envelope, dict)
                and envelope.get("type") == fact.type
                and envelope.get("data") is not None
            )

        def register(reaction: Reaction) -> Reaction:
            subscriber(reaction, filter=of_this_type)
            self._reactions[durable, fact.type] = reaction
            return reaction

        return register

    def broker(self, nats_url: str, context: Mapping[str, object] | None = None) -> NatsBroker:
        """Give the FastStream broker: its AsyncAPI document tells what is read here."""
        for subscriber in self._subscribers.values():
            subscriber(_pass_over)
        broker = NatsBroker(
            nats_url.split(","),
            name=f"{self.service} reactors",
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            ping_interval=10,
            max_outstanding_pings=2,
            drain_timeout=20,
            graceful_timeout=20,
            ack_policy=AckPolicy.MANUAL,
            decoder=_decode,
            middlewares=[self._delivery],
            context=ContextRepo(dict(context or {})),
            logger=None,
        )
        broker.include_router(self._router)
        return broker

    async def run(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        nats_url: str,
        context: Mapping[str, object] | None = None,
    ) -> None:
        """Work until cancelled. `context` is what reactions may ask for, by name."""
        if not self._subscribers:
            await asyncio.Event().wait()
        self._pool = pool
        broker = self.broker(nats_url, context)
        js = (await broker.connect()).jetstream()
        try:
            started = False
            while True:
                stop_if_cancelled()
                ready = await self._ensure(js)
                if ready and not started:
                    await broker.start()
                    started = True
                await asyncio.sleep(self._look_again)
        finally:
            await broker.stop()

    def source(self, durable: str) -> str:
        """Name the service whose stream a durable reads."""
        return self._streams[durable]

    async def moved(self, durable: str, position: int) -> None:
        """Store that everything up to here is done."""
        await self._pool.execute(_MOVE, durable, position)
        self.positions[durable] = max(position, self.positions.get(durable, 0))
        POSITION.labels(durable).set(position)

    def reacts(self, durable: str, event: Received) -> bool:
        """Say whether anything is done because of this event."""
        told = event.envelope.get("data") is not None
        return told and (durable, event.envelope["type"]) in self._reactions

    def read(self, message: Msg) -> Taken:
        """Read a message, as far as it can be."""
        key = self._keys.get(message.metadata.consumer, partition_key)
        return take(Message.of(message), key)

    async def parked_behind(self, durable: str, taken: Taken) -> bool:
        """Park an event that others of its key are parked before; say whether it was."""
        if not await parking.parked_keys(self._pool, durable, [taken.key]):
            return False
        return await self.park(durable, taken, None)

    async def park(self, durable: str, taken: Taken, error: str | None) -> bool:
        """Set a message aside and store that it is dealt with, at once."""
        async with self._pool.acquire() as connection, connection.transaction():
            await parking.hold_parking(connection, durable)
            # Whoever tried the others again may have done the last of them just now.
            if error is None and not await parking.parked_keys(
                connection, durable, [taken.key]
            ):
                return False
            await parking.park(connection, durable, taken, error)
            await connection.execute(_MOVE, durable, taken.position)
        parking.tell_parked(durable, [(taken, error)])
        return True

    def failed(self, durable: str, position: int) -> int:
        """Count a failure, and give how often this message has failed here."""
        before, failures = self._failures.get(durable, (0, 0))
        failures = failures + 1 if before == position else 1
        self._failures[durable] = (position, failures)
        return failures

    async def begun(self, durable: str, position: int) -> int:
        """Note that a message is begun, and say how often it was and never ended."""
        return await parking.begin(self._pool, durable, position, 1)

    async def ended(self, durable: str) -> None:
        """Note that what was begun has ended, well or ill."""
        await parking.end(self._pool, durable)

    def again(self, durable: str, context: Mapping[str, object]) -> "ReactAgain":
        """Give the way to react to a parked event when somebody has asked for it."""
        reactions = {
            kind: reaction
            for (name, kind), reaction in self._reactions.items()
            if name == durable
        }
        return ReactAgain(durable, reactions, context)

    def _subscriber(self, durable: str, source: str) -> PullStreamSubscriber:
        if durable not in self._subscribers:
            self._streams[durable] = source
            self._subscribers[durable] = self._router.subscriber(
                f"evt.{source}.>",
                durable=durable,
                config=durable_config(durable, in_flight=1, ack_wait=_ACK_WAIT),
                stream=JStream(stream_of(source), declare=False),
                pull_sub=PullSub(batch_size=1, timeout=5),
                ack_policy=AckPolicy.MANUAL,
                title=durable,
            )
        if self._streams[durable] != source:
            raise ValueError(f"{durable} reads {self._streams[durable]}, not {source}")
        return self._subscribers[durable]

    async def _ensure(self, js: JetStreamContext) -> bool:
        """See that every durable is there: FastStream would never make a lost one anew."""
        try:
            rows = await self._pool.fetch(_POSITIONS, list(self._streams))
            stored = {row["consumer"]: int(row["position"]) for row in rows}
            for durable, source in self._streams.items():
                position = self.positions[durable] = stored.get(durable, 0)
                await ensure_durable(
                    js,
                    stream_of(source),
                    durable_config(durable, in_flight=1, ack_wait=_ACK_WAIT),
                    position=position,
                    alone=False,
                )
        except Exception as error:  # noqa: BLE001 - the stream or a server is away: wait for it
            _LOG.warning("reactors_waiting", service=self.service, error=type(error).__name__)
            return False
        return True

    def _delivery(self, message: Msg | None, /, *, context: ContextRepo) -> "Delivery":
        if message is None:
            raise ValueError("reactors publish nothing through the broker")
        return Delivery(message, context=context, reactors=self)


class Delivery(BaseMiddleware[Any, Msg | None]):
    """One message on its way through: done, stored, acknowledged; or asked for again."""

    def __init__(self, msg: Msg, /, *, context: ContextRepo, reactors: Reactors) -> None:
        super().__init__(msg, context=context)
        self._reactors = reactors
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
        if self._position <= self._reactors.positions.get(self._durable, 0):
            return None
        taken = self._reactors.read(self._message)
        self._correlation = taken.event.envelope.get("correlationid")
        self._acts = self._reactors.reacts(self._durable, taken.event)
        if self._acts and await self._aside(taken):
            self._result = "parked"
            return None
        with processing(self._reactors.source(self._durable), self._durable, [self._message]):
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
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            await self._ask_again(type(error))
        return False

    async def _aside(self, taken: Taken) -> bool:
        """Park what is behind another of its key, or what processes die of."""
        if await self._reactors.parked_behind(self._durable, taken):
            return True
        if self._message.metadata.num_delivered < parking.OFTEN:
            return False
        if await self._reactors.begun(self._durable, self._position) > 1:
            await self._reactors.park(self._durable, taken, parking.NEVER_ENDED)
            await self._reactors.ended(self._durable)
            return True
        self._noted = True
        return False

    async def _done(self) -> None:
        await self._end()
        await self._reactors.moved(self._durable, self._position)
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
        failures = self._reactors.failed(self._durable, self._position)
        if failures < self._reactors.attempts and not isinstance(error, NotAnEvent):
            await self._ask_again(type(error))
            return
        taken = self._reactors.read(self._message)
        await self._reactors.park(self._durable, taken, type(error).__name__)
        self._result = "parked"
        await self._done()

    async def _end(self) -> None:
        if self._noted:
            self._noted = False
            await self._reactors.ended(self._durable)

    def _count(self, result: str) -> None:
        kind = kind_of(self._message.headers)
        EVENTS_CONSUMED.labels(self._durable, kind, result).inc()

    async def _ask_again(self, error: type[BaseException]) -> None:
        delivered = self._message.metadata.num_delivered
        delay = self._reactors.delays[min(delivered, len(self._reactors.delays)) - 1]
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


async def _decode(message: StreamMessage[Msg]) -> dict[str, Any]:
    return read_event(message.headers, message.body)


async def _pass_over() -> None:
    """Acknowledge an event of another type."""
