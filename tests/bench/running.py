"""The order of things: the single paths on engines alone, then the whole system."""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop
from rich.console import Console
from tests.bench.bed import Bed, a_folder, engines
from tests.bench.ceiling import measure_ceiling
from tests.bench.commands import Commands, measure_commands
from tests.bench.http_load import HttpLoad, measure_http
from tests.bench.lag import Lag, measure_lag
from tests.bench.machine import describe
from tests.bench.measuring import Comparison
from tests.bench.plans_work import Work, measure_work
from tests.bench.projecting import measure_projection
from tests.bench.rebuilding import Rebuilding, measure_rebuild
from tests.bench.relaying import measure_relay
from tests.bench.report import Results, show, write
from tests.bench.restarting import Restarting, measure_restart
from tests.bench.searching import Search, measure_search
from tests.bench.stack import the_stack

from ht_kit.logging import configure
from ht_local.system import System

_ASIDE = Console(stderr=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is done in a round."""

    rounds: int
    diaries: int
    seconds: float
    relayed: int
    lives: int
    copies: int
    offered_seconds: float
    stored: int
    cases: int
    clients: int
    searches: int


WHOLE = Size(
    rounds=5,
    diaries=800,
    seconds=4.0,
    relayed=20_000,
    lives=1040,
    copies=4,
    offered_seconds=8.0,
    stored=100_000,
    cases=400,
    clients=250_000,
    searches=200,
)
QUICK = Size(
    rounds=1,
    diaries=64,
    seconds=0.5,
    relayed=640,
    lives=40,
    copies=1,
    offered_seconds=1.0,
    stored=2_000,
    cases=32,
    clients=2_000,
    searches=40,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paths:
    machine: dict[str, Any]
    commands: Commands
    work: Work
    ceiling: Comparison
    relay: Comparison
    projector: Comparison
    projected_events: int
    rebuild: Rebuilding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stack:
    lag: Lag
    http: HttpLoad
    search: Search
    restart: Restarting


def main() -> None:
    """Measure, write the file, print the table."""
    asked = _arguments()
    configure("bench", stream=sys.stderr)  # as much as services write down, and no more
    size = QUICK if asked.quick else WHOLE
    start = time.monotonic()
    with a_folder() as folder:
        with engines(folder) as bed, _runner() as runner:
            paths = runner.run(_measure_paths(bed, folder, size))
        with the_stack(folder) as system, _runner() as runner:
            stack = runner.run(_measure_stack(system, size))
    results = Results(
        machine=paths.machine,
        rounds=size.rounds,
        took_seconds=time.monotonic() - start,
        commands=paths.commands,
        work=paths.work,
        ceiling=paths.ceiling,
        relay=paths.relay,
        projector=paths.projector,
        projected_events=paths.projected_events,
        rebuild=paths.rebuild,
        lag=stack.lag,
        http=stack.http,
        restart=stack.restart,
        search=stack.search,
    )
    write(results, asked.into)
    show(results, Console(width=120))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one small round of each: a test of the bench"
    )
    parser.add_argument(
        "--into", type=Path, default=Path("var/bench.json"), help="the file to write"
    )
    return parser.parse_args()


def _runner() -> asyncio.Runner:
    """Run on the loop that the services run on."""
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def _measure_paths(bed: Bed, folder: Path, size: Size) -> _Paths:
    machine = await describe(bed, folder)
    _ASIDE.print("Whole commands, beside pyeventsourcing")
    commands = await measure_commands(bed, rounds=size.rounds, diaries_each=size.diaries)
    _ASIDE.print("Booking, recording a session, reviewing")
    work = await measure_work(bed, rounds=size.rounds, cases_each=size.cases)
    _ASIDE.print("The write ceiling, beside pgbench")
    ceiling = await measure_ceiling(bed, folder, rounds=size.rounds, seconds=size.seconds)
    _ASIDE.print("The relay, beside ready-made batches")
    relay = await measure_relay(bed, rounds=size.rounds, events=size.relayed)
    _ASIDE.print("Projection into facts, beside the ledger alone")
    projector, events = await measure_projection(bed, rounds=size.rounds, lives=size.lives)
    _ASIDE.print("A rebuild of all facts")
    rebuild = await measure_rebuild(
        bed, rounds=size.rounds, count=size.lives, copies=size.copies
    )
    return _Paths(
        machine=machine,
        commands=commands,
        work=work,
        ceiling=ceiling,
        relay=relay,
        projector=projector,
        projected_events=events,
        rebuild=rebuild,
    )


async def _measure_stack(system: System, size: Size) -> _Stack:
    _ASIDE.print("From commit to visible")
    lag = await measure_lag(system, rounds=size.rounds, seconds=size.offered_seconds)
    _ASIDE.print("Commands over HTTP")
    http = await measure_http(system, rounds=size.rounds, seconds=size.offered_seconds)
    _ASIDE.print(f"Search among {size.clients:,} clients")
    search = await measure_search(
        system, rounds=size.rounds, clients=size.clients, searches=size.searches
    )
    _ASIDE.print("Restarts with much stored")
    restart = await measure_restart(system, rounds=size.rounds, events=size.stored)
    return _Stack(lag=lag, http=http, search=search, restart=restart)
