"""How soon plans and reporting are ready again, with many events in store, stream and ledger.

Each is asked to stop, as a deployment does, and started anew; from the start of the process
until it says itself that it is ready: connected, migrated, its consumers in their places.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import asyncpg
from tests.bench.measuring import Spread
from tests.bench.stack import cases_of, open_cases, record_session

from ht_local.service_process import environment
from ht_local.system import System

_CALLERS = 64
_LONGEST = 300.0
_READ = "SELECT position FROM consumer_position WHERE consumer = 'reporting_plans'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarting:
    """Seconds from the start of a process until it was ready."""

    events: int
    plans: Spread
    reporting: Spread

    @property
    def slower(self) -> Spread:
        """The slower of the two."""
        return max(self.plans, self.reporting, key=lambda each: each.median)

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "events": self.events,
            "plans_s": self.plans.to_json(),
            "reporting_s": self.reporting.to_json(),
        }


async def measure_restart(system: System, *, rounds: int, events: int) -> Restarting:
    """Store so many events, wait until all are in the ledger, and start anew."""
    stored = await _store(system, events)
    await _in_the_ledger(system, stored)
    took = {
        service: Spread([_restart(system, service) for _ in range(rounds)])
        for service in ("plans", "reporting")
    }
    return Restarting(events=stored, plans=took["plans"], reporting=took["reporting"])


async def _store(system: System, events: int) -> int:
    """Record sessions until the store holds that many events; give its head."""
    async with cases_of(system) as cases:
        opened = await open_cases(cases, max(_CALLERS, events // 20))
        mine = [opened[caller::_CALLERS] for caller in range(_CALLERS)]
        head = 0

        async def record(caller: int) -> None:
            nonlocal head
            number = caller
            while head < events:
                case = mine[caller][number // _CALLERS % len(mine[caller])]
                head = max(head, await record_session(cases, case, number))
                number += _CALLERS

        await asyncio.gather(*map(record, range(_CALLERS)))
        return head


async def _in_the_ledger(system: System, position: int) -> None:
    told = environment(system.place, "reporting", system.postgres, system.nats)
    connection = await asyncpg.connect(told["HT_REPORTING_WORKER_URL"])
    try:
        async with asyncio.timeout(_LONGEST):
            while (await connection.fetchval(_READ) or 0) < position:  # noqa: ASYNC110
                await asyncio.sleep(0.1)  # another process reads
    finally:
        await connection.close()


def _restart(system: System, service: str) -> float:
    (process,) = (each for each in system._processes if each.name == service)
    process.child.stop()
    start = time.perf_counter()
    process.start("run")
    process.wait_until_ready()
    return time.perf_counter() - start
