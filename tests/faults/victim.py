"""One part of a service in a process of its own, which dies where it is told to.

Only the tests here know of points to die at; what runs in production knows of none.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from faststream import Context
from nats.aio.client import Client
from nats.aio.msg import Msg

from ht_contracts.envelope import Envelope
from ht_kit.asked import Asked
from ht_kit.clock import london_day, now
from ht_kit.due import DueItem, DueRunner, DueWork
from ht_kit.leadership import Connection
from ht_kit.nats_connection import connect
from ht_kit.pools import open_pool
from ht_kit.projector import Projector, Received
from ht_kit.publishing import Outgoing, Publisher, Told
from ht_kit.reactor_progress import Progress
from ht_kit.reactors import Reactors, asked_because_of
from ht_kit.reading import Pool
from ht_kit.relay import Relay
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream, stream_of

from . import promises, things
from .promises import KIND, MakePromise, MarkPromiseDue, Promises, keeping_promises
from .things import READER, ThingHappened

PUBLISHER = Publisher(
    "things",
    {
        "thing": Told(things.CODEC, things.tell),
        "promise": Told(promises.PROMISE.codec, lambda _: None),
    },
)
PROMISER = "reading_promise"
LEASE = 2.0
POINT = os.environ.get("DIE_AT", "")


def reached(point: str) -> None:
    """Die here, if this is where: `kill` at once, `stop` until somebody says go on."""
    if f"kill {point}" == POINT:
        os.kill(os.getpid(), signal.SIGKILL)
    if f"stop {point}" == POINT:
        os.kill(os.getpid(), signal.SIGSTOP)


class FatedWriter(StreamWriter):
    """Writes batches, until its time has come."""

    def __init__(self, client: Client, stream: EventStream) -> None:
        super().__init__(client, stream, timeout=2)

    async def append(self, messages: Sequence[Outgoing], *, after: int) -> int:
        reached("before the first message")
        last = await super().append(messages, after=after)
        reached("after the batch is in the stream")
        return last

    async def _send(self, message: Outgoing, headers: dict[str, str]) -> None:
        await super()._send(message, headers)
        if headers["Nats-Batch-Sequence"] == "5":
            await self._client.flush()
            reached("in the middle of a batch")


class FatedProjector(Projector):
    """Commits batches, until its time has come."""

    async def _commit(self, connection: Connection, messages: Sequence[Msg]) -> int:
        taken = await super()._commit(connection, messages)
        reached("after the commit")
        await _held_back()
        return taken


class FatedProgress(Progress):
    """Stores positions, until its time has come."""

    async def moved(self, position: int) -> None:
        reached("before the position")
        await super().moved(position)
        reached("after the position")


class FatedReactors(Reactors):
    """Acts where its time will come."""

    def progress(self, pool: Pool, durable: str) -> Progress:
        return FatedProgress(pool, durable)


class FatedRunner(DueRunner):
    """Does what is due, until its time has come."""

    async def _finish(self, pool: Pool, item: DueItem) -> None:
        reached("after the command")
        await super()._finish(pool, item)


async def _held_back() -> None:
    """Keep the acknowledgements back between two words of the test, where it asks for that."""
    held = os.environ.get("HOLD")
    if not held or (release := Path(held).with_suffix(".go")).exists():
        return
    Path(held).touch()  # noqa: ASYNC240 - one file, in a test
    while not release.exists():  # noqa: ASYNC110 - the word comes from another process
        await asyncio.sleep(0.02)


def poisoned(events: Sequence[Received]) -> None:
    """Fail at the event at some position (`raise at 7`), or have the process end (`exit`)."""
    what, _, position = POINT.partition(" at ")
    if position.isdigit() and int(position) in {event.position for event in events}:
        if what == "exit":
            os._exit(70)
        raise ValueError(position)


async def write_down(connection: Connection, events: Sequence[Received]) -> None:
    poisoned(events)
    await connection.executemany(
        "INSERT INTO seen VALUES ($1, $2, $3, $4)",
        [
            (
                event.position,
                event.envelope["id"],
                event.envelope["subject"],
                int(event.envelope["sequence"]),
            )
            for event in events
        ],
    )
    reached("before the commit")


async def relay(nats_url: str) -> None:
    await Relay(
        "things",
        _url("RELAY"),
        nats_url,
        PUBLISHER.to_message,
        replicas=int(os.environ["REPLICAS"]),
        poll=0.1,
        look_again=0.5,
        lease=LEASE,
        writer=FatedWriter,
    ).run()


async def projector(nats_url: str) -> None:
    client: Client = await connect(nats_url, name="projector", reconnect_wait=0.1)
    await FatedProjector(READER, stream_of("things"), write_down, lease=LEASE).run(
        _url("WORKER"), client
    )


async def reactor(nats_url: str) -> None:
    """Promise something to every thing that something happens to."""
    reactors = FatedReactors("reading", look_again=0.2, delays=(0.2, 0.5))

    @reactors.when(ThingHappened, durable=PROMISER)
    async def promise_something(
        event: Envelope[ThingHappened], made: Annotated[Promises, Context("made")]
    ) -> None:
        reached("before the command")
        asked = asked_because_of(event, PROMISER)
        command = MakePromise(due_on=london_day(now()), to="Rose Invented")
        await made.create(asked.new_id, command, asked=asked)

    async with _handler() as made, await open_pool(_url("WORKER"), at_most=2) as worker:
        await reactors.run(worker, nats_url, {"made": made})


async def due(_: str) -> None:
    """Mark promises when their day has come, by a clock that may be wrong."""
    wrong = timedelta(days=int(os.environ.get("CLOCK_DAYS", "0")))
    async with _handler() as made, await open_pool(_url("WORKER"), at_most=2) as worker:

        async def mark(item: DueItem, asked: Asked) -> None:
            reached("before the command")
            command = MarkPromiseDue(today=london_day(asked.at))
            await made.handle(item.aggregate, command, asked=asked)

        await FatedRunner(
            "things",
            [DueWork(KIND, mark)],
            poll=0.1,
            lease=LEASE / 2,
            clock=lambda: now() + wrong,
        ).run(worker)


def _handler() -> AbstractAsyncContextManager[Promises]:
    return keeping_promises(_url("WRITER"), _url("READER"), _url("KEYS"))


def _url(role: str) -> str:
    return os.environ[f"{role}_URL"]


if __name__ == "__main__":
    parts = {"relay": relay, "projector": projector, "reactor": reactor, "due": due}
    asyncio.run(parts[sys.argv[1]](os.environ["NATS_URL"]))
