"""The checks behind /readyz, which tells whether a process may be sent work."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nats.aio.client import Client
from nats.js.errors import NotFoundError

from ht_kit.jwks import IssuerKeys
from ht_kit.migrations import not_run
from ht_kit.operations import Check, NotReady
from ht_kit.parking import count_parked
from ht_kit.reading import Pool
from ht_kit.relay import Relay
from ht_kit.topology import EventStream, assert_live, server_fault, stream_of

_POSITIONS = """
SELECT consumer, position FROM consumer_position WHERE consumer = ANY ($1::text[])
"""


def database(pool: Pool) -> Check:
    """Check that the database answers."""

    async def check() -> None:
        await pool.fetchval("SELECT 1")

    return check


def migrations(pool: Pool, folders: Sequence[Path]) -> Check:
    """Check that every migration that this code knows has been run."""

    async def check() -> None:
        missing = await not_run(pool, folders)
        if missing:
            raise NotReady(f"{len(missing)} migrations have not been run")

    return check


def issuer(keys: IssuerKeys) -> Check:
    """Check that some key of the issuer is known."""

    async def check() -> None:
        if not keys.known:
            await keys.refresh()
        if not keys.known:
            raise NotReady("no key of the issuer is known")

    return check


def connected(client: Client) -> Check:
    """Check that NATS is connected."""

    async def check() -> None:
        if not client.is_connected:
            raise NotReady("not connected")

    return check


def durable(monitoring_url: str) -> Check:
    """Check that the NATS server writes to disk before it acknowledges."""

    async def check() -> None:
        if fault := await server_fault(monitoring_url):
            raise NotReady(fault)

    return check


def topology(client: Client, streams: Sequence[EventStream]) -> Check:
    """Check that the live streams are as the definition says."""

    async def check() -> None:
        await assert_live(client.jetstream(), streams, may_be_missing=True)

    return check


def relaying(relay: Relay) -> Check:
    """Check that stream and store agree."""

    async def check() -> None:
        if relay.halted:
            raise NotReady(f"halted: {relay.halted}")

    return check


def lag(
    pool: Pool, client: Client, consumers: Mapping[str, Sequence[str]], highest: int
) -> Check:
    """Check that no consumer is far behind its stream."""

    async def check() -> None:
        names = [name for read in consumers.values() for name in read]
        rows = await pool.fetch(_POSITIONS, names)
        reached = {row["consumer"]: row["position"] for row in rows}
        for service, readers in consumers.items():
            last = await _last_of(client, service)
            for name in readers:
                behind = last - reached.get(name, 0)
                if behind > highest:
                    raise NotReady(f"{name} is {behind} events behind")

    return check


def parked(pool: Pool) -> Check:
    """Say what is parked. It stops nothing else, and so does not stop this process."""

    async def check() -> str | None:
        found = await count_parked(pool)
        return ", ".join(f"{count} parked by {name}" for name, count in found.items()) or None

    return check


async def _last_of(client: Client, service: str) -> int:
    try:
        info = await client.jetstream().stream_info(stream_of(service))
    except NotFoundError:
        return 0
    return info.state.last_seq
