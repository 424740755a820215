"""Reactors: what we do here when something happened elsewhere.

Each has a durable of its own and takes one message at a time, in order: the next is handed
out only when the last is done (`max_ack_pending` 1), so its position is enough to know what
is done. The position is stored before the message is acknowledged, without waiting for the
disk: after a crash of the database it may be a little too low, and what comes again changes
nothing. A reaction that fails is
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
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import asyncpg
import structlog
from faststream import AckPolicy, ContextRepo, StreamMessage
from faststream.nats import JStream, NatsBroker, NatsRouter, PullSub
from faststream.nats.subscriber.usecases import PullStreamSubscriber
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from ht_contracts.envelope import Published
from ht_kit.because import asked_because_of
from ht_kit.cloudevents import read_event
from ht_kit.durables import durable_config, ensure_durable
from ht_kit.react_again import ReactAgain
from ht_kit.reactor_delivery import Delivery, Reading
from ht_kit.reactor_progress import Progress
from ht_kit.received import Key, partition_key
from ht_kit.stopping import stop_if_cancelled
from ht_kit.topology import stream_of

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Reaction = TypeVar("Reaction", bound=Callable[..., Awaitable[None]])

__all__ = ["Reactors", "asked_because_of"]

_DELAYS = (1.0, 5.0, 30.0, 60.0)
# After a crash the message in hand holds up the rest for so long. A reaction takes
# milliseconds, and one that is delivered twice does no harm.
_ACK_WAIT = 10.0
_ATTEMPTS = 4


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
        self._reactions: dict[str, dict[str, Callable[..., Awaitable[None]]]] = {}
        self._router = NatsRouter()
        self._subscribers: dict[str, PullStreamSubscriber] = {}
        self._streams: dict[str, str] = {}
        self._readings: dict[str, Reading] = {}

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
            self._reactions[durable][fact.type] = reaction
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
        self._readings = {
            durable: self._reading(durable, self.progress(pool, durable))
            for durable in self._streams
        }
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

    def progress(self, pool: "asyncpg.Pool[asyncpg.Record]", durable: str) -> Progress:
        """Give where it is kept how far a durable is."""
        return Progress(pool, durable)

    def again(self, durable: str, context: Mapping[str, object]) -> ReactAgain:
        """Give the way to react to a parked event when somebody has asked for it."""
        return ReactAgain(durable, self._reactions[durable], context)

    def _reading(self, durable: str, progress: Progress) -> Reading:
        return Reading(
            source=self._streams[durable],
            key=self._keys.get(durable, partition_key),
            acts_on=self._reactions[durable].keys(),
            progress=progress,
            attempts=self.attempts,
            delays=self.delays,
        )

    def _subscriber(self, durable: str, source: str) -> PullStreamSubscriber:
        if durable not in self._subscribers:
            self._streams[durable], self._reactions[durable] = source, {}
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
            for durable, reading in self._readings.items():
                await ensure_durable(
                    js,
                    stream_of(reading.source),
                    durable_config(durable, in_flight=1, ack_wait=_ACK_WAIT),
                    position=await reading.progress.look(),
                    alone=False,
                )
        except Exception as error:  # noqa: BLE001 - the stream or a server is away: wait for it
            _LOG.warning("reactors_waiting", service=self.service, error=type(error).__name__)
            return False
        return True

    def _delivery(self, message: Msg | None, /, *, context: ContextRepo) -> Delivery:
        if message is None:
            raise ValueError("reactors publish nothing through the broker")
        reading = self._readings[message.metadata.consumer]
        return Delivery(message, context=context, reading=reading)


async def _decode(message: StreamMessage[Msg]) -> dict[str, Any]:
    return read_event(message.headers, message.body)


async def _pass_over() -> None:
    """Acknowledge an event of another type."""
