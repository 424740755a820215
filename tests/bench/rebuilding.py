"""A rebuild of all facts from the ledger: how many events a second become facts.

The ledger holds the golden lives several times over, each time with ids of its own, and no
fact has been made of it. In every round a new generation is made, compared and switched to;
what counts is how fast events became facts, from the first to the head of the ledger. What
comparing and switching took besides is in the details.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import orjson
from services.reporting.tests.streams import Streams
from tests.bench.bed import Bed
from tests.bench.measuring import Spread, set_aside_what_is_there
from tests.bench.projecting import golden_lives

from ht_kit.projector import Received
from ht_local.pytest_engines import Database
from ht_reporting.ledger import enter
from ht_reporting.rebuilding.rebuild import drop, rebuild

_BATCH = 5_000
_IDS = re.compile(rb'"([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilding:
    """How fast events became facts, and how long all of it took."""

    events: int
    per_second: Spread
    whole_seconds: Spread
    stood_still_ms: Spread

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "events": self.events,
            "events_per_s": self.per_second.to_json(),
            "with_comparing_s": self.whole_seconds.to_json(),
            "live_facts_stood_still_ms": self.stood_still_ms.to_json(),
        }


async def measure_rebuild(bed: Bed, *, rounds: int, count: int, copies: int) -> Rebuilding:
    """Rebuild over and over from one ledger."""
    database = await bed.postgres.database_for("reporting")
    events = await _fill_ledger(database, golden_lives(count), copies)
    speeds, wholes, still = [], [], []
    for _ in range(rounds):
        set_aside_what_is_there()
        start = time.perf_counter()
        done = await rebuild(database.admin_url, accept_differences=True)
        wholes.append(time.perf_counter() - start)
        speeds.append(done.events_per_second)
        still.append(done.stood_still * 1000)
        await drop(database.admin_url)
    return Rebuilding(
        events=events,
        per_second=Spread(speeds),
        whole_seconds=Spread(wholes),
        stood_still_ms=Spread(still),
    )


async def _fill_ledger(database: Database, streams: Streams, copies: int) -> int:
    connection = await asyncpg.connect(database.url("worker"))
    try:
        for copy in range(copies):
            for service, events in streams.batches(seed=copy, largest=_BATCH):
                again = list(_with_own_ids(events, copy, len(streams)))
                async with connection.transaction():
                    await enter(connection, service, again)
        return int(await connection.fetchval("SELECT position FROM ledger_head"))
    finally:
        await connection.close()


def _with_own_ids(events: list[Received], copy: int, apart: int) -> Iterator[Received]:
    """Give the events as of other people: every id changed alike."""
    for event in events:
        body = _IDS.sub(lambda found: _changed(found, copy), event.body)
        yield replace(
            event,
            body=body,
            envelope=orjson.loads(body),
            position=event.position + copy * apart,
        )


def _changed(found: re.Match[bytes], copy: int) -> bytes:
    return b'"%08x%b"' % (int(found[1], 16) ^ copy, found[2])
