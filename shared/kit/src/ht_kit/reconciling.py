"""Reconciliation now and then, beside the other work of a process: it only ever alerts."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeAlias

import asyncpg
import structlog
from nats.aio.client import Client
from prometheus_client import Gauge

from ht_kit.leadership import Connection
from ht_kit.nats_connection import connect
from ht_kit.reconciliation import Finding, Keeper, compare
from ht_kit.stopping import stop_if_cancelled

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

DIFFERENCES = Gauge(
    "ht_reconciliation_differences",
    "Differences found when keepers of a service's events were last compared.",
    ["of", "between"],
)
LAST_DONE = Gauge(
    "ht_reconciliation_last_done_timestamp_seconds", "When the last comparison was finished."
)

EVERY = 60.0
COUNTED_EVERY = 60
"""Of so many comparisons one counts every event; the others look at ends and hashes."""
_PATIENCE = 120.0

Pair: TypeAlias = tuple[str, Keeper, Keeper]
"""A service, who has its events first, and who has them from there."""
Pairs: TypeAlias = Callable[[Connection, Client], Sequence[Pair]]


async def keep_reconciling(
    database_url: str, nats_url: str, pairs: Pairs, *, every: float = EVERY
) -> None:
    """Compare again and again, until cancelled. What cannot be reached is tried next time."""
    turn = 0
    while True:
        stop_if_cancelled()
        try:
            async with asyncio.timeout(_PATIENCE):
                await reconcile_once(
                    database_url, nats_url, pairs, counted=turn % COUNTED_EVERY == 0
                )
            turn += 1
        except Exception as error:  # noqa: BLE001 - alerting must not end the work beside it
            _LOG.warning("reconciliation_not_done", error=type(error).__name__)
        await asyncio.sleep(every)


async def reconcile_once(
    database_url: str, nats_url: str, pairs: Pairs, *, counted: bool = True
) -> list[Finding]:
    """Compare each pair, and have metric and log say what differs."""
    client = await connect(nats_url, name="reconciliation")
    try:
        connection = await asyncpg.connect(database_url, timeout=10)
        try:
            found = [
                await compare(service, ahead, after, counted=counted)
                for service, ahead, after in pairs(connection, client)
            ]
        finally:
            await connection.close()
    finally:
        await client.close()
    for finding in found:
        _tell(finding)
    LAST_DONE.set_to_current_time()
    return found


def _tell(finding: Finding) -> None:
    between = f"{finding.ahead} and {finding.after}"
    DIFFERENCES.labels(finding.service, between).set(len(finding.differences))
    if finding.differences:
        _LOG.critical(
            "reconciliation_differs",
            of=finding.service,
            between=between,
            last=finding.last,
            differences=list(finding.differences),
        )
