"""The relay, beside atomic batches of messages that were made beforehand.

Both fill a new stream with the same events, 200 to a batch, everything on disk before it is
acknowledged. The relay reads the store, makes the messages and checks what came of them; the
yardstick has its messages in memory and sends them by nats-py with nothing besides.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
from nats.aio.client import Client
from tests.bench.bed import Bed, asked, diaries
from tests.bench.diary import PUBLISHER, WORDS, OpenDiary, WriteEntry
from tests.bench.measuring import Comparison, in_turn

from ht_kit.ids import new_id
from ht_kit.nats_connection import connect
from ht_kit.publishing import Outgoing, StoredEvent
from ht_kit.relay import BATCH, Relay
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream
from ht_local.pytest_engines import Database

STREAM = EventStream(service="bench")
_LONGEST = 120


async def measure_relay(bed: Bed, *, rounds: int, events: int) -> Comparison:
    """Compare the two."""
    database = await bed.diaries_database()
    await _fill(database, events)
    ready = [PUBLISHER.to_message(event) for event in await _stored(database)]

    async def subject() -> float:
        return await _relayed(database, bed.nats.account(), len(ready))

    async def yardstick() -> float:
        return await _sent(ready, bed.nats.account())

    return await in_turn(rounds, subject=subject, yardstick=yardstick)


async def _fill(database: Database, events: int) -> None:
    """Keep diaries of ten events, until there are enough."""
    async with diaries(database) as handler:

        async def keep(count: int) -> None:
            for _ in range(count):
                diary = new_id()
                opening = OpenDiary(client=new_id(), name="Rose Example")
                await handler.create(diary, opening, asked=asked())
                for mood in range(9):
                    entry = WriteEntry(entry=new_id(), mood=mood, words=WORDS)
                    await handler.handle(diary, entry, asked=asked())

        await asyncio.gather(*(keep(max(1, events // 640)) for _ in range(64)))


async def _stored(database: Database) -> list[StoredEvent]:
    connection = await asyncpg.connect(database.url("relay"))
    try:
        names = StoredEvent._fields
        rows = await connection.fetch(
            f"SELECT {', '.join(names)} FROM events ORDER BY position"
        )
        return [StoredEvent._make(row) for row in rows]
    finally:
        await connection.close()


class _Watched(StreamWriter):
    """Notes when the stream was made and when the last event had been written."""

    began: float
    ended: asyncio.Future[float]
    last: int

    async def make(self, *, first: int) -> None:
        await super().make(first=first)
        type(self).began = time.perf_counter()

    async def append(self, messages: Sequence[Outgoing], *, after: int) -> int:
        written = await super().append(messages, after=after)
        if written == self.last:
            self.ended.set_result(time.perf_counter())
        return written


async def _relayed(database: Database, account: str, events: int) -> float:
    class Watched(_Watched):
        ended = asyncio.get_running_loop().create_future()
        last = events

    relay = Relay("bench", database.url("relay"), account, PUBLISHER.to_message, writer=Watched)
    running = asyncio.create_task(relay.run())
    try:
        async with asyncio.timeout(_LONGEST):
            ended: float = await Watched.ended
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return events / (ended - Watched.began)


async def _sent(messages: Sequence[Outgoing], account: str) -> float:
    client = await connect(account, name="bench")
    try:
        await client.jetstream().add_stream(STREAM.config())
        start = time.perf_counter()
        for first in range(0, len(messages), BATCH):
            await _send_batch(client, messages[first : first + BATCH], after=first)
        return len(messages) / (time.perf_counter() - start)
    finally:
        await client.close()


async def _send_batch(client: Client, messages: Sequence[Outgoing], *, after: int) -> None:
    batch, last = uuid4().hex, len(messages)
    for number, message in enumerate(messages, 1):
        headers = {
            **message.headers,
            "Nats-Batch-Id": batch,
            "Nats-Batch-Sequence": str(number),
        }
        if number == 1:
            headers["Nats-Expected-Last-Sequence"] = str(after)
        if number == last:
            headers["Nats-Batch-Commit"] = "1"
        if number in {1, last}:
            answer = await client.request(
                message.subject, message.payload, timeout=5, headers=headers
            )
            if b'"error"' in answer.data:
                raise RuntimeError(answer.data.decode())
        else:
            await client.publish(message.subject, message.payload, headers=headers)
    if json.loads(answer.data)["seq"] != after + last:
        raise RuntimeError("the batch did not end where it should")
