"""Whole commands: 16 callers through our handler, 16 threads through pyeventsourcing.

Both load a diary of one to five events, decide, and save one event more. Diaries are opened,
and what is asked is put into words, beforehand. A reader tails the log beside each.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.bench.bed import Bed, asked, diaries
from tests.bench.diary import BEST_MOOD, WORDS, Diaries, OpenDiary, WriteEntry
from tests.bench.measuring import Comparison, in_turn, set_aside_what_is_there
from tests.bench.tail import Log, tailing
from tests.bench.yardstick_diary import Diaries as YardstickDiaries
from tests.bench.yardstick_diary import diaries_in

from ht_kit.asked import Asked
from ht_kit.ids import new_id

CALLERS = 16
ENTRIES = 5
_MOODS = random.Random(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """The comparison, and how many events the tailing readers missed."""

    comparison: Comparison
    missed: int
    seen: int
    yardstick_missed: int

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            **self.comparison.to_json(),
            "tail_seen": self.seen,
            "tail_missed": self.missed,
            "yardstick_tail_missed": self.yardstick_missed,
        }


async def measure_commands(bed: Bed, *, rounds: int, diaries_each: int) -> Commands:
    """Compare whole commands. The yardstick gets a quarter of the diaries: it is slower."""
    database = await bed.diaries_database()
    yardstick_url = await bed.postgres.empty_database()
    ours = Log(url=database.url("relay"), table="events", number="position")
    missed: list[int] = []
    seen: list[int] = []
    yardstick_missed: list[int] = []

    async with diaries(database) as handler:
        with diaries_in(yardstick_url, callers=CALLERS) as application:
            theirs = Log(url=yardstick_url, table="diaries_events", number="notification_id")

            async def subject() -> float:
                opened = await _open(handler, diaries_each)
                with tailing(ours) as tailed:
                    rate = await _write_entries(handler, opened)
                missed.append(tailed.missed)
                seen.append(tailed.seen)
                return rate

            async def yardstick() -> float:
                opened = await asyncio.to_thread(_open_there, application, diaries_each // 4)
                with tailing(theirs) as tailed:
                    rate = await asyncio.to_thread(_write_there, application, opened)
                yardstick_missed.append(tailed.missed)
                return rate

            comparison = await in_turn(rounds, subject=subject, yardstick=yardstick)
    return Commands(
        comparison=comparison,
        missed=sum(missed),
        seen=sum(seen),
        yardstick_missed=sum(yardstick_missed),
    )


async def _open(handler: Diaries, count: int) -> list[UUID]:
    async def some(ids: Sequence[UUID]) -> None:
        for each in ids:
            await handler.create(
                each, OpenDiary(client=new_id(), name="Rose Example"), asked=asked()
            )

    made = [new_id() for _ in range(count)]
    await asyncio.gather(*(some(made[caller::64]) for caller in range(64)))
    return made


async def _write_entries(handler: Diaries, opened: Sequence[UUID]) -> float:
    async def call(mine: Sequence[tuple[UUID, WriteEntry, Asked]]) -> None:
        for diary, command, circumstances in mine:
            await handler.handle(diary, command, asked=circumstances)

    calls = [
        [
            (diary, WriteEntry(entry=new_id(), mood=_mood(), words=WORDS), asked())
            for diary in opened[caller::CALLERS]
            for _ in range(ENTRIES)
        ]
        for caller in range(CALLERS)
    ]
    set_aside_what_is_there()
    start = time.perf_counter()
    await asyncio.gather(*map(call, calls))
    return len(opened) * ENTRIES / (time.perf_counter() - start)


def _open_there(application: YardstickDiaries, count: int) -> list[UUID]:
    def open_one(_: int) -> UUID:
        return application.open_diary(new_id(), "Rose Example")

    with ThreadPoolExecutor(CALLERS) as threads:
        return list(threads.map(open_one, range(count)))


def _write_there(application: YardstickDiaries, opened: Sequence[UUID]) -> float:
    def call(mine: Sequence[tuple[UUID, UUID, int]]) -> None:
        for diary, entry, mood in mine:
            application.write_entry(diary, entry, mood, WORDS)

    calls = [
        [
            (diary, new_id(), _mood())
            for diary in opened[caller::CALLERS]
            for _ in range(ENTRIES)
        ]
        for caller in range(CALLERS)
    ]
    set_aside_what_is_there()
    with ThreadPoolExecutor(CALLERS) as threads:
        start = time.perf_counter()
        list(threads.map(call, calls))
        return len(opened) * ENTRIES / (time.perf_counter() - start)


def _mood() -> int:
    return _MOODS.randint(0, BEST_MOOD)
