"""The whole way of a fact, in processes that may be killed, and what must hold of it."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg
import nats
import orjson
import psutil
from nats.aio.client import Client
from nats.js.errors import Error as JetStreamError

from ht_kit.event_store import EventStore
from ht_kit.ids import new_id
from ht_kit.topology import stream_of
from ht_local.pytest_engines import Database

from .things import READER, happen

ROOT = Path(__file__).parents[2]
STREAM = stream_of("things")


async def eventually(
    holds: Callable[[], Awaitable[object]], what: str, *, within: float = 150.0
) -> None:
    """Wait until something holds. That it comes is asserted, never how fast."""
    deadline = time.monotonic() + within
    while not await holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"this never came: {what}")
        await asyncio.sleep(0.05)


class Victim:
    """A process of ours that the test may do anything to."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process, self.log = process, log

    def kill9(self) -> None:
        self.process.kill()
        self.process.wait()

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def runs(self) -> bool:
        return self.process.poll() is None

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    async def says(self, words: str) -> None:
        """Wait until it has said this."""

        async def was_said() -> bool:
            return self.said(words)

        await eventually(was_said, f"it says: {words}")

    async def died(self) -> None:
        """Wait until it has killed itself."""

        async def dead() -> bool:
            return self.process.poll() is not None

        await eventually(dead, "the process dies")
        assert self.process.returncode == -signal.SIGKILL, self.log.read_text()

    async def exits_before(self, work: Awaitable[None]) -> bool:
        """Say whether it ended by itself before some work was done."""
        done = asyncio.ensure_future(work)
        while self.runs() and not done.done():  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.05)
        if not self.runs():
            done.cancel()
            return True
        await done
        return False

    async def stopped(self) -> None:
        """Wait until it has stopped itself."""

        async def frozen() -> bool:
            assert self.runs(), self.log.read_text()
            return psutil.Process(self.process.pid).status() == psutil.STATUS_STOPPED

        await eventually(frozen, "the process stops itself")


@dataclass
class System:
    """A store, a stream, a read model, and the processes between them."""

    database: Database
    pool: "asyncpg.Pool[asyncpg.Record]"
    store: EventStore
    nats_url: str
    folder: Path
    keys_url: str
    replicas: int = 1
    victims: list[Victim] = field(default_factory=list)

    async def happen(self, count: int) -> None:
        """Have so many things happen to a new thing."""
        await happen(self.store, new_id(), expected=0, count=count)

    def start(
        self,
        what: str,
        *,
        die_at: str = "",
        hold: Path | None = None,
        clock_days: int = 0,
    ) -> Victim:
        """Start a relay, a projector, a reactor or a runner of due work."""
        roles = ("writer", "reader", "relay", "worker")
        environment = os.environ | {
            **{f"{role.upper()}_URL": self.database.url(role) for role in roles},
            "KEYS_URL": self.keys_url,
            "CLOCK_DAYS": str(clock_days),
            "NATS_URL": self.nats_url,
            "DIE_AT": die_at,
            "HOLD": str(hold or ""),
            "REPLICAS": str(self.replicas),
        }
        log = self.folder / f"{len(self.victims)}-{what}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.victim", what],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.victims.append(Victim(process, log))
        return self.victims[-1]

    async def written(self) -> int:
        """Give the position of the last event in the store."""
        return int(await self.pool.fetchval("SELECT position FROM head"))

    async def told(self, position: int | None = None) -> None:
        """Wait until the stream has everything that was written."""
        expected = await self.written() if position is None else position

        async def there() -> bool:
            return await self.last_told() == expected

        await eventually(there, f"{expected} messages in the stream")

    async def seen(self, position: int | None = None) -> None:
        """Wait until the read model has everything that was written."""
        expected = await self.written() if position is None else position

        async def there() -> bool:
            return await self.last_seen() == expected

        await eventually(there, f"{expected} events in the read model")

    async def seen_at_least(self, position: int) -> None:
        """Wait until the read model has come so far, while more goes on happening."""

        async def there() -> bool:
            return await self.last_seen() >= position

        await eventually(there, f"{position} events in the read model")

    async def last_seen(self) -> int:
        """Give how far the read model is."""
        query = "SELECT position FROM consumer_position WHERE consumer = $1"
        return int(await self.pool.fetchval(query, READER) or 0)

    async def last_told(self) -> int | None:
        """Give the last sequence of the stream; None when NATS or the stream is away."""
        try:
            client = await self.connected()
        except (OSError, nats.errors.Error):
            return None
        try:
            return int((await client.jetstream().stream_info(STREAM)).state.last_seq)
        except (JetStreamError, nats.errors.Error, OSError):
            return None
        finally:
            await client.close()

    async def connected(self) -> Client:
        """Connect to NATS once, without waiting for a server that is away."""

        async def quietly(_: Exception) -> None:
            """Errors are the caller's."""

        *others, last = self.nats_url.split(",")
        for url in others:
            with contextlib.suppress(OSError, nats.errors.Error):
                return await nats.connect(
                    url, allow_reconnect=False, connect_timeout=2, error_cb=quietly
                )
        return await nats.connect(
            last, allow_reconnect=False, connect_timeout=2, error_cb=quietly
        )

    async def assert_nothing_lost_or_doubled(self, *, read: bool = True) -> None:
        """Compare store, stream and (where it is `read`) read model, event by event."""
        events = await self.pool.fetch(
            "SELECT position, event_id, stream_id, version FROM events ORDER BY position"
        )
        expected = [(*event,) for event in events]
        assert [event[0] for event in expected] == [*range(1, len(expected) + 1)]
        assert await self._in_stream() == expected
        if read:
            rows = await self.pool.fetch(
                "SELECT position, event_id, thing, version FROM seen ORDER BY place"
            )
            assert [(*row,) for row in rows] == expected

    async def _in_stream(self) -> list[tuple[object, ...]]:
        """Read the stream from its beginning, as a new partner would."""
        found: list[tuple[object, ...]] = []
        client = await self.connected()
        try:
            js = client.jetstream()
            messages = (await js.stream_info(STREAM)).state.messages
            reader = await js.pull_subscribe("evt.things.>", stream=STREAM)
            while len(found) < messages:
                for message in await reader.fetch(500, timeout=10):
                    envelope = orjson.loads(message.data)
                    ids = (UUID(envelope[name]) for name in ("id", "subject"))
                    sequence = message.metadata.sequence.stream
                    found.append((sequence, *ids, int(envelope["sequence"])))
                    await message.ack()
        finally:
            await client.close()
        return found
