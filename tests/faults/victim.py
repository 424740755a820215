"""One relay or one projector in a process of its own, which dies where it is told to.

Only the tests here know of points to die at; what runs in production knows of none.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from nats.aio.client import Client
from nats.aio.msg import Msg

from ht_kit.leadership import Connection
from ht_kit.nats_connection import connect
from ht_kit.projector import Projector, Received
from ht_kit.publishing import Outgoing
from ht_kit.relay import Relay
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import stream_of

from .things import PUBLISHER

READER = "reading_things"
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
        os.environ["RELAY_URL"],
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
        os.environ["WORKER_URL"], client
    )


if __name__ == "__main__":
    asyncio.run({"relay": relay, "projector": projector}[sys.argv[1]](os.environ["NATS_URL"]))
