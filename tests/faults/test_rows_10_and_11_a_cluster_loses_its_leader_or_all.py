"""Rows 10 and 11: of three NATS servers the leader is killed, then all three at once."""

import asyncio

import pytest

from ht_kit.ids import new_id
from ht_local.engines.nats_cluster import NatsCluster

from .system import STREAM, System
from .things import happen

pytestmark = [pytest.mark.engines, pytest.mark.slow]


async def leader(system: System) -> str:
    client = await system.connected()
    try:
        info = await client.jetstream().stream_info(STREAM)
    finally:
        await client.close()
    assert info.config.num_replicas == 3
    assert info.cluster is not None
    assert info.cluster.leader is not None
    return info.cluster.leader


async def go_on_happening(system: System, until: asyncio.Event) -> None:
    while not until.is_set():
        await happen(system.store, new_id(), expected=0, count=5)
        await asyncio.sleep(0.01)


async def test_row_10_when_the_leader_dies_another_takes_over(
    clustered: System, own_cluster: NatsCluster
) -> None:
    system, enough = clustered, asyncio.Event()
    system.start("relay")
    system.start("projector")
    await system.happen(30)
    await system.seen(30)
    writing = asyncio.create_task(go_on_happening(system, enough))

    for _ in range(2):
        lost = own_cluster.server(await leader(system))
        await asyncio.to_thread(lost.kill9)
        written = await system.written()
        await system.happen(30)
        await system.seen_at_least(written + 30)
        await asyncio.to_thread(lost.start)
    enough.set()
    await writing
    await system.told()
    await system.seen()

    await system.assert_nothing_lost_or_doubled()


async def test_row_11_when_all_three_die_they_go_on_where_they_were(
    clustered: System, own_cluster: NatsCluster
) -> None:
    system, enough = clustered, asyncio.Event()
    system.start("relay")
    system.start("projector")
    await system.happen(30)
    await system.seen(30)
    writing = asyncio.create_task(go_on_happening(system, enough))

    for _ in range(2):
        await asyncio.sleep(0.3)
        await asyncio.to_thread(own_cluster.kill9)
        written = await system.written()
        await asyncio.to_thread(own_cluster.start)
        await system.seen_at_least(written)
    enough.set()
    await writing
    await system.told()
    await system.seen()

    await system.assert_nothing_lost_or_doubled()
