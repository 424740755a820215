"""A rebuild beside running projectors, and one whose process is killed in the middle."""

import asyncio
import os
import signal
import sys

import asyncpg
import pytest
from nats.aio.client import Client

from ht_contracts.envelope import CONTENT_TYPE
from ht_kit.nats_connection import connect
from ht_kit.publishing import Outgoing
from ht_kit.stream_writer import StreamWriter
from ht_kit.topology import EventStream, apply
from ht_local.pytest_engines import Database, NatsServer
from ht_reporting.projections import SERVICES
from ht_reporting.rebuilding.rebuild import LOCK, AtWork, rebuild

from .databases import acting_as
from .looking_at_facts import every_row
from .streams import Streams
from .test_following_the_streams import following, has_received

pytestmark = pytest.mark.engines


async def publish(client: Client, streams: Streams, *, after: int, until: int) -> None:
    """Put events on the streams in batches, as relays do."""
    for stream in streams:
        writer = StreamWriter(client, EventStream(service=stream.service))
        messages = [
            Outgoing(
                subject=f"evt.{stream.service}.some.thing.{event.envelope['subject']}",
                payload=event.body,
                headers={
                    "Nats-Msg-Id": event.envelope["id"],
                    "Content-Type": CONTENT_TYPE,
                    "Ht-Hash": event.hash.hex(),
                },
            )
            for event in stream.events[after:until]
        ]
        for first in range(0, len(messages), 200):
            await writer.append(messages[first : first + 200], after=after + first)


async def test_the_switch_loses_nothing_while_projectors_are_at_work(
    empty_database: Database, golden: Streams, nats_server: NatsServer
) -> None:
    client = await connect(nats_server.account(), name="test", reconnect_wait=0.1)
    await apply(client.jetstream(), [EventStream(service=service) for service in SERVICES])
    try:
        async with following(empty_database, client):
            publishing = asyncio.create_task(publish(client, golden, after=0, until=1_000))
            await has_received(empty_database, 600)
            done = await rebuild(empty_database.admin_url, stretch=400)
            await publishing
            await publish(client, golden, after=1_000, until=1_500)
            await has_received(
                empty_database, sum(min(1_500, n) for n in golden.lengths().values())
            )
    finally:
        await client.close()

    assert done.differences.count == 0
    live = await every_row(empty_database)
    await rebuild(empty_database.admin_url)
    assert await every_row(empty_database) == live
    assert sum(map(len, live.values())) > 1_000


async def run(database: Database, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "ht_reporting", "rebuild", *arguments),
        env={**os.environ, "HT_REPORTING_MIGRATE_URL": database.admin_url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def test_it_goes_on_where_it_was_killed(
    golden_database: Database, golden: Streams
) -> None:
    before = await every_row(golden_database)
    killed = await run(golden_database, "--stretch", "500")
    assert killed.stdout is not None
    async for line in killed.stdout:
        if b" of 27,964 events" in line and int(line.split()[0].replace(b",", b"")) > 4_000:
            break
    killed.send_signal(signal.SIGKILL)
    await killed.wait()
    async with acting_as(golden_database, "worker") as worker:
        reached = await worker.fetchval(
            "SELECT position FROM fact_generation WHERE state = 'building'"
        )
    assert 4_000 < reached < len(golden)

    second = await run(golden_database)
    said, _ = await second.communicate()

    assert second.returncode == 0, said
    assert f"Generation 2, from ledger position {reached}\n" in said.decode()
    assert "Generation 2 is live at ledger position 27,964" in said.decode()
    assert await every_row(golden_database) == before


async def test_only_one_runs_at_a_time(golden_database: Database) -> None:
    other = await asyncpg.connect(golden_database.admin_url)
    try:
        await other.execute(LOCK)
        with pytest.raises(AtWork):
            await rebuild(golden_database.admin_url)
    finally:
        await other.close()
