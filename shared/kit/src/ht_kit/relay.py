"""The relay: every stored event becomes one message, in order, at the sequence of its position.

It keeps no checkpoint: where the stream ends is where it goes on. After anything unusual it
looks again, and compares the last message with the event at that position.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import structlog
from nats.aio.client import Client
from prometheus_client import Gauge

from ht_kit.clock import now
from ht_kit.leadership import LEASE, Connection, leading
from ht_kit.metrics import EVENTS_PUBLISHED, OUTBOX_AGE, OUTBOX_PENDING
from ht_kit.nats_connection import connect
from ht_kit.pacing import RELAYED, Pace
from ht_kit.publishing import Outgoing, StoredEvent
from ht_kit.relay_store import RelayStore
from ht_kit.stopping import stop_if_cancelled
from ht_kit.stream_writer import StreamState, StreamWriter
from ht_kit.topology import EventStream, TopologyDiffers

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

RELAY_HALTED = Gauge(
    "ht_relay_halted", "1 while stream and store disagree and nothing is told: see the log."
)
RELAY_POSITION = Gauge("ht_relay_position", "The last position that the stream has.")

BATCH = 200
_CHANNEL = "events"
_DELAYS = (0.1, 0.5, 1.0, 2.0, 5.0)


class Halted(Exception):  # noqa: N818 - named for its reason
    """Stream and store disagree. A person has to look; nothing is told until then."""


class _Batch(NamedTuple):
    since: datetime | None
    messages: list[Outgoing]


class Relay:
    """Tells one service's events to its stream.

    Copies of it wait for the lock. When stream and store disagree it tells nothing, sets
    `ht_relay_halted`, says why in the log and in `halted`, and looks again now and then, so
    that it goes on by itself once an operator has put the matter right.
    """

    def __init__(
        self,
        service: str,
        relay_url: str,
        nats_url: str,
        to_message: Callable[[StoredEvent], Outgoing],
        *,
        replicas: int = 1,
        poll: float = 0.5,
        look_again: float = 10.0,
        lease: float = LEASE,
        writer: Callable[[Client, EventStream], StreamWriter] = StreamWriter,
    ) -> None:
        self.halted: str | None = None
        self._service, self._relay_url, self._nats_url = service, relay_url, nats_url
        self._to_message, self._writer = to_message, writer
        self._stream = EventStream(service=service, replicas=replicas)
        self._poll, self._look_again, self._lease = poll, look_again, lease
        self._wake, self._pace = asyncio.Event(), Pace(RELAYED)
        self._failures = 0
        self._waiting_since: datetime | None = None
        OUTBOX_AGE.set_function(self._age)

    async def run(self) -> None:
        """Work until cancelled."""
        self._waiting_since = now()  # until it is known that nothing waits
        client = await connect(self._nats_url, name=f"{self._service} relay")
        try:
            while True:
                stop_if_cancelled()
                await self._lead_once(client)
        finally:
            with contextlib.suppress(Exception):
                await client.close()

    async def _lead_once(self, client: Client) -> None:
        """Lead until something unusual happens, and wait a little before the next attempt."""
        try:
            async with leading(
                self._relay_url,
                f"relay {self._service}",
                lease=self._lease,
                standing_by=self._stand_by,
            ) as connection:
                await self._lead(connection, self._writer(client, self._stream))
        except (Halted, TopologyDiffers) as reason:
            self.halted = str(reason)
            RELAY_HALTED.set(1)
            _LOG.critical("relay_halted", service=self._service, reason=self.halted)
            await asyncio.sleep(self._look_again)
        except Exception as error:  # noqa: BLE001 - whatever it was, the stream decides again
            self._failures += 1
            self._waiting_since = self._waiting_since or now()
            _LOG.warning(
                "relay_interrupted",
                service=self._service,
                error=type(error).__name__,
                reason=str(error),
                failures=self._failures,
            )
            await asyncio.sleep(_DELAYS[min(self._failures, len(_DELAYS)) - 1])

    async def _lead(self, connection: Connection, stream: StreamWriter) -> None:
        store = RelayStore(connection)
        await connection.add_listener(_CHANNEL, self._heard)
        await store.take_over()
        await stream.check()
        last = await self._where_we_are(store, stream)
        self._has_resumed()
        batch = await self._read(store, last)
        idle = 0.0
        while True:
            stop_if_cancelled()
            OUTBOX_PENDING.set(store.head - last)
            if batch.messages:
                last, batch = await self._tell(store, stream, batch, after=last)
                idle = 0.0
                continue
            self._waiting_since = None
            if not await self._woken():
                idle += self._poll
            await self._pace.rest()
            if idle >= self._look_again:
                last, idle = await self._where_we_are(store, stream), 0.0
            batch = await self._read(store, last)

    async def _read(self, store: RelayStore, after: int) -> "_Batch":
        """Read what comes after a position, and put it into messages."""
        self._pace.begin()
        self._wake.clear()
        events = await store.after(after, BATCH)
        if [event.position for event in events] != [*range(after + 1, after + 1 + len(events))]:
            raise Halted(f"the store has a hole after position {after}")
        return _Batch(
            since=events[0].recorded_at if events else None,
            messages=[self._to_message(event) for event in events],
        )

    async def _tell(
        self, store: RelayStore, stream: StreamWriter, batch: "_Batch", *, after: int
    ) -> tuple[int, "_Batch"]:
        """Tell a batch, and read the one that follows while the server writes this one."""
        self._waiting_since = batch.since
        last = after + len(batch.messages)
        following = asyncio.create_task(self._follow(store, last, behind=_is_full(batch)))
        try:
            sequence = await stream.append(batch.messages, after=after)
            if sequence != last:
                raise Halted(f"position {last} got the sequence {sequence}")
            told = Counter(message.headers["ce-type"] for message in batch.messages)
            for kind, count in told.items():
                EVENTS_PUBLISHED.labels(kind).inc(count)
            RELAY_POSITION.set(last)
            self._failures = 0
            return last, await following
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def _follow(self, store: RelayStore, after: int, *, behind: bool) -> "_Batch":
        """Read the next batch: at once while behind, and otherwise when its turn has come."""
        if not behind:
            await self._pace.rest()
        return await self._read(store, after)

    async def _where_we_are(self, store: RelayStore, stream: StreamWriter) -> int:
        """Read where the stream ends, and make sure that what is there is ours."""
        state = await stream.state()
        there = await store.standing(state.last if state else 0)
        if state is not None and state.last > there.head:
            raise Halted(f"the stream is at {state.last}, the store only at {there.head}")
        if state is None or not state.messages:
            return await self._begin(stream, state, first=there.first)
        if state.first != there.first or state.messages != state.last - state.first + 1:
            raise Halted("messages are missing from the stream: delete it to have it refilled")
        if there.hash is None or await stream.hash_at(state.last) != there.hash:
            raise Halted(f"the message at {state.last} is not the event at that position")
        return state.last

    async def _begin(
        self, stream: StreamWriter, state: StreamState | None, *, first: int
    ) -> int:
        """See that the stream is there, empty, and counts from the store's first position."""
        if state is not None and state.last == first - 1:
            return state.last
        if state is not None:
            await stream.drop()
        await stream.make(first=first)
        _LOG.warning(
            "stream_made", service=self._service, stream=self._stream.name, first=first
        )
        return first - 1

    def _has_resumed(self) -> None:
        self.halted = None
        RELAY_HALTED.set(0)

    def _stand_by(self) -> None:
        """Leave the measuring to the copy that is at work."""
        self._waiting_since = None

    def _heard(self, *_: object) -> None:
        self._wake.set()

    async def _woken(self) -> bool:
        try:
            async with asyncio.timeout(self._poll):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True

    def _age(self) -> float:
        waiting = self._waiting_since
        return 0.0 if waiting is None else max(0.0, (now() - waiting).total_seconds())


def _is_full(batch: _Batch) -> bool:
    return len(batch.messages) == BATCH
