"""A reader that tails a log beside its writers, in a process of its own: does it miss any?

It does what subscriptions do: ask for what is above the last number it has seen.
"""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

import asyncpg

_PAUSE = 0.001
_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A table of events, and the column that numbers them."""

    url: str
    table: str
    number: str


@dataclass(slots=True)
class Tailed:
    """What came of it; known when the reader has ended."""

    seen: int = 0
    missed: int = 0


@contextmanager
def tailing(log: Log) -> Iterator[Tailed]:
    """Have a reader beside whatever is done meanwhile, and count what it missed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    over = context.Event()
    reader = context.Process(target=_run, args=(log, over, theirs), daemon=True)
    reader.start()
    tailed = Tailed()
    try:
        if not ours.poll(30) or ours.recv() != "ready":
            raise RuntimeError("the tailing reader did not start")
        yield tailed
        over.set()
        if not ours.poll(60):
            raise RuntimeError("the tailing reader did not come to an end")
        tailed.seen, tailed.missed = ours.recv()
    finally:
        over.set()
        reader.join(10)
        if reader.is_alive():
            reader.kill()


def _run(log: Log, over: Event, told: Connection) -> None:
    asyncio.run(_follow(log, over, told))


async def _follow(log: Log, over: Event, told: Connection) -> None:
    connection = await asyncpg.connect(log.url)
    try:
        start = last = await connection.fetchval(
            f"SELECT coalesce(max({log.number}), 0) FROM {log.table}"
        )
        following = await connection.prepare(
            f"SELECT {log.number} FROM {log.table} WHERE {log.number} > $1"
            f" ORDER BY {log.number} LIMIT {_MANY}"
        )
        seen: set[int] = set()
        told.send("ready")
        while True:
            ending = over.is_set()
            found = [row[0] for row in await following.fetch(last)]
            if found:
                seen.update(found)
                last = found[-1]
            elif ending:
                break
            else:
                await asyncio.sleep(_PAUSE)
        stored = await connection.fetch(
            f"SELECT {log.number} FROM {log.table} WHERE {log.number} > $1", start
        )
        told.send((len(seen), len({row[0] for row in stored} - seen)))
    finally:
        await connection.close()
