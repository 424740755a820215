"""From commit to visible in reporting, with 200 events a second offered to plans.

The services run as processes of their own. Sessions are recorded by plans' own handler; the
service's relay tells them, reporting's projector enters ledger and facts. It counts from
`recorded_at`, taken under the lock and so a little before the commit, until another
connection to reporting's database sees the checkpoint there.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from tests.bench.measuring import Spread, percentile
from tests.bench.offering import offer
from tests.bench.stack import cases_of, open_cases, record_session

from ht_kit.clock import now
from ht_local.service_process import environment
from ht_local.system import System
from ht_plans.handling import CaseHandler

RATE = 200
CASES = 800
_LOOK = 0.002
_LONGEST = 60
_CHECKPOINT = "SELECT position FROM consumer_position WHERE consumer = 'reporting_plans'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Milliseconds from commit to visible, of every event of a round."""

    p50: Spread
    p99: Spread

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "offered_per_s": RATE,
            "p50_ms": self.p50.to_json(),
            "p99_ms": self.p99.to_json(),
        }


@dataclass(slots=True)
class _Watch:
    """When reporting was seen to be how far."""

    reached: list[tuple[int, datetime]] = field(default_factory=list)
    further: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, url: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            while True:
                position = int(await connection.fetchval(_CHECKPOINT) or 0)
                if not self.reached or position > self.reached[-1][0]:
                    self.reached.append((position, now()))
                    self.further.set()
                await asyncio.sleep(_LOOK)
        finally:
            await connection.close()

    async def until(self, position: int) -> None:
        async with asyncio.timeout(_LONGEST):
            while not self.reached or self.reached[-1][0] < position:
                self.further.clear()
                await self.further.wait()


async def measure_lag(system: System, *, rounds: int, seconds: float) -> Lag:
    """Offer events and watch them arrive."""
    p50: list[float] = []
    p99: list[float] = []
    async with cases_of(system) as cases:
        opened = await open_cases(cases, CASES)
        await _round(system, cases, opened, count=RATE)  # warm, and caught up
        for _ in range(rounds):
            lags = await _round(system, cases, opened, count=round(RATE * seconds))
            p50.append(percentile(lags, 0.5))
            p99.append(percentile(lags, 0.99))
    return Lag(p50=Spread(p50), p99=Spread(p99))


async def _round(
    system: System, cases: CaseHandler, opened: Sequence[UUID], *, count: int
) -> list[float]:
    positions: list[int] = []
    watch = _Watch()

    async def record(number: int, _: float) -> None:
        positions.append(await record_session(cases, opened[number % len(opened)], number))

    told = environment(system.place, "reporting", system.postgres, system.nats)
    looking = asyncio.create_task(watch.look(told["HT_REPORTING_WORKER_URL"]))
    try:
        await offer(RATE, count, record)
        await watch.until(max(positions))
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
    recorded = await _recorded_at(system, positions)
    return _lags(sorted(recorded.items()), watch.reached)


async def _recorded_at(system: System, positions: Sequence[int]) -> dict[int, datetime]:
    told = environment(system.place, "plans", system.postgres, system.nats)
    connection = await asyncpg.connect(told["HT_PLANS_RELAY_URL"])
    try:
        rows = await connection.fetch(
            "SELECT position, recorded_at FROM events WHERE position = ANY ($1)", positions
        )
    finally:
        await connection.close()
    return {row["position"]: row["recorded_at"] for row in rows}


def _lags(
    recorded: Sequence[tuple[int, datetime]], reached: Sequence[tuple[int, datetime]]
) -> list[float]:
    """Pair every event with the first look that found it; in milliseconds."""
    looks = iter(reached)
    position, seen_at = next(looks)
    lags: list[float] = []
    for event, at in recorded:
        while position < event:
            position, seen_at = next(looks)
        lags.append((seen_at - at).total_seconds() * 1000)
    return lags
