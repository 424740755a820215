"""Keep the record trustworthy: streams as they must be, stores untouched."""

import asyncio
import subprocess
import sys
from contextlib import AsyncExitStack
from typing import Annotated

import asyncpg
import nats
import typer
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from ht_kit.leadership import Connection
from ht_kit.reconciliation import Finding, Store, Stream, compare
from ht_kit.topology import TopologyDiffers, assert_live, stream_of
from ht_kit.verify import Fault, Witness
from ht_kit.verify import verify as verify_store
from ht_local.cli.screen import OUT
from ht_local.place import Place
from ht_local.service_process import NATS_ACCOUNT, environment
from ht_local.system import DECIDING, STREAMS, System, engines_only, jetstream
from ht_local.trouble import Trouble
from ht_reporting.reconciling import Ledger

_SHOWN = 50


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
    """Recompute every digest and chain, and say where the record was altered.

    Each store is held against its stream as well: a log that was cut off together with its
    head still disagrees with what was told.
    """
    with engines_only(Place.from_environment()) as system:
        faults = {service: asyncio.run(_verify(system, service)) for service in DECIDING}
    for service, found in faults.items():
        OUT.print(f"{service}: {'untouched' if not found else f'{len(found)} faults'}")
        for fault in found[:_SHOWN]:
            where = f"position {fault.position}: " if fault.position else ""
            OUT.print(f"  {where}{fault.what}", highlight=False, soft_wrap=True)
        if len(found) > _SHOWN:
            OUT.print(f"  … and {len(found) - _SHOWN} more")
    if any(faults.values()):
        raise Trouble("The record is not what was written.")


async def _verify(system: System, service: str) -> list[Fault]:
    async with jetstream(system.nats) as streams:
        witness = await _witness(streams, stream_of(service))
    return await verify_store(system.postgres.admin_url(f"ht_{service}"), witness=witness)


async def _witness(streams: JetStreamContext, stream: str) -> Witness | None:
    """Give the last position and hash that were told; nothing where the stream is lost."""
    try:
        last = (await streams.stream_info(stream)).state.last_seq
        message = await streams.get_msg(stream, last)
    except NotFoundError:
        return None
    return Witness(last, bytes.fromhex((message.headers or {}).get("Ht-Hash", "")))


def report_rebuild(
    accept_differences: Annotated[
        bool, typer.Option(help="Switch even where the rebuilt facts differ.")
    ] = False,
    drop_former: Annotated[
        bool, typer.Option(help="Drop former generations, and what was begun.")
    ] = False,
) -> None:
    """Make the facts anew from the ledger, compare them with the live ones, and switch."""
    told = {"--accept-differences": accept_differences, "--drop-former": drop_former}
    with engines_only(Place.from_environment()) as system:
        ran = subprocess.run(  # noqa: S603 - our own service
            [sys.executable, "-m", "ht_reporting", "rebuild"]
            + [option for option, given in told.items() if given],
            env=environment(system.place, "reporting", system.postgres, system.nats),
            check=False,
        )
    if ran.returncode != 0:
        raise Trouble("The facts were left as they are.")


def reconcile() -> None:
    """Hold store, stream and ledger against each other; it says what differs, and no more."""
    with engines_only(Place.from_environment()) as system:
        found = asyncio.run(_reconcile(system))
    for finding in found:
        OUT.print(str(finding), highlight=False, soft_wrap=True)
    if any(finding.differences for finding in found):
        raise Trouble("Store, stream and ledger differ. Nothing was changed.")


async def _reconcile(system: System) -> list[Finding]:
    async with AsyncExitStack() as closing:

        async def database(service: str) -> Connection:
            connection = await asyncpg.connect(system.postgres.admin_url(f"ht_{service}"))
            closing.push_async_callback(connection.close)
            return connection

        client = await nats.connect(system.nats.url(NATS_ACCOUNT))
        closing.push_async_callback(client.close)
        reporting = await database("reporting")
        found = []
        for service in DECIDING:
            store, stream = Store(await database(service)), Stream(client, service)
            ledger = Ledger(reporting, service)
            for ahead, after in ((store, stream), (stream, ledger), (store, ledger)):
                found.append(await compare(service, ahead, after))
        return found
