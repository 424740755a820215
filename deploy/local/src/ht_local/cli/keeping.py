"""Keep the record trustworthy: streams as they must be, stores untouched."""

import asyncio

from ht_kit.topology import TopologyDiffers, assert_live
from ht_kit.verify import verify as verify_store
from ht_local.cli.screen import OUT
from ht_local.place import Place
from ht_local.system import DECIDING, STREAMS, System, engines_only, jetstream
from ht_local.trouble import Trouble


def topology_apply() -> None:
    """Make the streams what the definition says."""
    with engines_only(Place.from_environment()) as system:
        done = asyncio.run(system.apply_topology())
    for line in done or ["Every stream is as it must be."]:
        OUT.print(line)


def topology_assert() -> None:
    """Say whether the streams are what the definition says."""
    with engines_only(Place.from_environment()) as system:
        asyncio.run(_assert(system))
    OUT.print("Every stream is as it must be.")


async def _assert(system: System) -> None:
    async with jetstream(system.nats) as streams:
        try:
            await assert_live(streams, STREAMS)
        except TopologyDiffers as differs:
            raise Trouble(str(differs).replace("; ", "\n")) from None


def verify() -> None:
    """Recompute every digest and chain, and say where the record was altered."""
    with engines_only(Place.from_environment()) as system:
        faults = {
            service: asyncio.run(verify_store(system.postgres.admin_url(f"ht_{service}")))
            for service in DECIDING
        }
    for service, found in faults.items():
        OUT.print(f"{service}: {'untouched' if not found else f'{len(found)} faults'}")
        for fault in found[:50]:
            OUT.print(f"  {fault}")
    if any(faults.values()):
        raise Trouble("The record is not what was written.")
