"""Live projection into reporting's facts, beside the same loop with the ledger insert alone.

The golden lives, as the three services publish them, wait in their streams. Three projectors
follow them side by side, as in the service, into a database of reporting's own that is new
in every round. The yardstick decodes and enters the events in the ledger, and makes no facts.
"""

import asyncio
import time
from collections.abc import Callable, Sequence

import asyncpg
from nats.aio.client import Client
from services.reporting.tests.golden_events import found, goes_onward, is_supported, joins
from services.reporting.tests.lives import Life
from services.reporting.tests.streams import Streams
from tests.bench.bed import Bed
from tests.bench.measuring import Comparison, in_turn

from ht_contracts.envelope import CONTENT_TYPE
from ht_kit.leadership import Connection
from ht_kit.nats_connection import connect
from ht_kit.projector import Apply, Projector, Received
from ht_kit.publishing import Outgoing
from ht_kit.relay import BATCH
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream
from ht_local.pytest_engines import Database
from ht_reporting.ledger import enter
from ht_reporting.projections import SERVICES, taking_in

_LONGEST = 180
_LOOK = 0.01
_VISIBLE = "SELECT coalesce(sum(position), 0) FROM consumer_position"


async def measure_projection(bed: Bed, *, rounds: int, lives: int) -> tuple[Comparison, int]:
    """Compare the two; give also how many events there were."""
    account = bed.nats.account()
    client = await connect(account, name="bench")
    try:
        events = await _publish(client, lives)
        await bed.postgres.database_for("reporting")  # so that no round makes the template

        async def subject() -> float:
            return await _follow(bed, client, events, taking_in)

        async def yardstick() -> float:
            return await _follow(bed, client, events, _ledger_only)

        return await in_turn(rounds, subject=subject, yardstick=yardstick), events
    finally:
        await client.close()


async def _publish(client: Client, lives: int) -> int:
    """Put the lives into the streams, as relays would have."""
    streams = golden_lives(lives)
    for stream in streams:
        live = EventStream(service=stream.service)
        writer = StreamWriter(client, live)
        await writer.make(first=1)
        messages = [_message(stream.service, event) for event in stream.events]
        for first in range(0, len(messages), BATCH):
            await writer.append(messages[first : first + BATCH], after=first)
    return len(streams)


def golden_lives(count: int) -> Streams:
    """Give the events of so many lives."""
    streams = Streams()
    found(streams)
    # Spread over the whole set, whose numbers decide how a life goes.
    for place in range(count):
        number = place * 1040 // count
        life = Life(streams, f"G{number:04}")
        joins(life, number)
        is_supported(life, number)
        goes_onward(life, number)
    return streams


def _message(service: str, event: Received) -> Outgoing:
    envelope = event.envelope
    return Outgoing(
        subject=f"evt.{service}.{envelope['organisation']}.life.{envelope['subject']}",
        payload=event.body,
        headers={
            "Nats-Msg-Id": envelope["id"],
            "Content-Type": CONTENT_TYPE,
            "ce-id": envelope["id"],
            "ce-type": envelope["type"],
            "ce-source": envelope["source"],
            "Ht-Hash": event.hash.hex(),
        },
    )


def _ledger_only(service: str) -> Apply:
    async def take_in(connection: Connection, events: Sequence[Received]) -> None:
        await enter(connection, service, events)

    return take_in


async def _follow(
    bed: Bed, client: Client, events: int, apply: Callable[[str], Apply]
) -> float:
    """Follow all three streams from the beginning, and give the events per second."""
    database = await bed.postgres.database_for("reporting")
    projectors = [
        Projector(f"reporting_{service}", f"EVT_{service.upper()}", apply(service))
        for service in SERVICES
    ]
    start = time.perf_counter()
    running = [
        asyncio.create_task(each.run(database.url("worker"), client)) for each in projectors
    ]
    try:
        async with asyncio.timeout(_LONGEST):
            await _until_visible(database, events)
        return events / (time.perf_counter() - start)
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _until_visible(database: Database, events: int) -> None:
    connection = await asyncpg.connect(database.url("worker"))
    try:
        visible = 0
        while visible < events:
            await asyncio.sleep(_LOOK)
            visible = int(await connection.fetchval(_VISIBLE))
    finally:
        await connection.close()
