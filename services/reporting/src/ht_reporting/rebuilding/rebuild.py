"""A rebuild from beginning to end: fill, catch up, compare, and put the facts in their place.

The live facts go on all the while; they stand still only for the moment of the switch.
"""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg
import structlog

from ht_kit.leadership import Connection
from ht_reporting.facts.kinds import FACTS
from ht_reporting.rebuilding.comparing import (
    Differences,
    differing_figures,
    differing_rows,
)
from ht_reporting.rebuilding.filling import STRETCH, Filling
from ht_reporting.rebuilding.generations import (
    begin_or_go_on,
    drop_others,
    go_live,
    make_indexes,
)

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

LOCK = "SELECT pg_try_advisory_lock(hashtextextended('rebuild of the facts', 0))"
_HEAD = "SELECT position FROM ledger_head"
# In the order in which a projector takes them, so that neither waits for the other in a ring.
_STOP_PROJECTORS = "SELECT FROM consumer_position ORDER BY consumer FOR UPDATE"
_STOP_LEDGER = "SELECT position FROM ledger_head FOR UPDATE"
_STOP_READERS = f"LOCK TABLE {', '.join(fact.table for fact in FACTS)} IN ACCESS EXCLUSIVE MODE"
# Shorter than Postgres waits before it looks for deadlocks: a report that needs what is locked
# here, while this waits for the report, is let by, not shot.
_PATIENCE = "SET LOCAL lock_timeout = '800ms'"
_ATTEMPTS = 60
# As many events as may be left for the moment in which everything stands still.
_NEARLY_THERE = 500

Tell = Callable[[str], None]


class AtWork(Exception):  # noqa: N818 - named for its reason
    """Another rebuild is at work here. Wait for it."""


class Differ(Exception):  # noqa: N818
    """The rebuilt facts are not the live ones; the live ones were left as they are."""

    def __init__(self, differences: Differences) -> None:
        self.differences = differences
        super().__init__(self.__doc__)


class NeverFree(Exception):  # noqa: N818
    """Reports kept the live facts busy, and there was no moment for the switch. Try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A generation that has gone live."""

    generation: int
    former: int
    position: int
    events: int
    seconds: float
    stood_still: float
    differences: Differences

    @property
    def events_per_second(self) -> float:
        """How fast events became facts, comparing and switching not counted."""
        return self.events / self.seconds if self.seconds else 0.0


class Rebuild:
    """One run of the command, on a connection of the owner of the tables."""

    def __init__(
        self,
        connection: Connection,
        *,
        accept_differences: bool = False,
        tell: Tell = lambda _: None,
        stretch: int = STRETCH,
    ) -> None:
        self._connection, self._accept, self._tell = connection, accept_differences, tell
        self._stretch = stretch
        self._events, self._seconds = 0, 0.0

    async def run(self) -> Rebuilt:
        """Rebuild, or go on with a rebuild that was begun."""
        await self._prepare()
        generation = await begin_or_go_on(self._connection)
        self._tell(
            f"Generation {generation.number}, from ledger position {generation.position}"
        )
        filling = Filling(self._connection, generation, stretch=self._stretch)
        await self._fill(filling)
        self._tell("Making indexes")
        await make_indexes(self._connection, generation)
        await self._fill(filling)
        differences = await self._compare(filling)
        stood_still, former = await self._switch(filling)
        done = Rebuilt(
            generation=generation.number,
            former=former,
            position=generation.position,
            events=self._events,
            seconds=self._seconds,
            stood_still=stood_still,
            differences=differences,
        )
        _LOG.info(
            "facts_rebuilt",
            generation=done.generation,
            position=done.position,
            events=done.events,
            events_per_second=round(done.events_per_second),
            stood_still_ms=round(done.stood_still * 1000, 1),
            differences=differences.count,
        )
        return done

    async def drop(self) -> list[int]:
        """Drop every generation but the live one."""
        await self._prepare()
        return await drop_others(self._connection)

    async def _prepare(self) -> None:
        await self._connection.execute("SET ROLE reporting_owner")
        for setting in ("search_path = public", "statement_timeout = 0", "lock_timeout = 0"):
            await self._connection.execute(f"SET {setting}")
        await self._connection.execute("SET idle_in_transaction_session_timeout = 0")
        if not await self._connection.fetchval(LOCK):
            raise AtWork(AtWork.__doc__)

    async def _fill(self, filling: Filling) -> None:
        """Go on until the head of the ledger is reached, wherever it is by then."""
        with _without_collecting():
            await self._fill_to_the_head(filling)

    async def _fill_to_the_head(self, filling: Filling) -> None:
        began, first = time.perf_counter(), filling.generation.position
        while (
            head := int(await self._connection.fetchval(_HEAD))
        ) > filling.generation.position:
            await filling.further(head)
            position = filling.generation.position
            speed = (position - first) / (time.perf_counter() - began)
            self._tell(f"{position:,} of {head:,} events ({speed:,.0f}/s)")
            _LOG.info(
                "rebuild_progress",
                generation=filling.generation.number,
                position=position,
                head=head,
                events_per_second=round(speed),
            )
            if head - position <= _NEARLY_THERE:
                break
        self._events += filling.generation.position - first
        self._seconds += time.perf_counter() - began

    async def _compare(self, filling: Filling) -> Differences:
        """Compare everything as at where the rebuild is, while the live facts go on."""
        generation = filling.generation
        position = generation.position
        filling.touched = {}
        self._tell(f"Comparing every fact and every figure as at {position:,}")
        found = await differing_rows(self._connection, generation.schema, position)
        earlier = sorted(
            {position, position * 3 // 4, position // 2, position // 4}, reverse=True
        )
        found += await differing_figures(self._connection, generation.schema, earlier)
        self._judge(found)
        return found

    def _judge(self, found: Differences) -> None:
        if not found.count:
            return
        for line in found.listed:
            self._tell(f"DIFFERENT {line}")
        _LOG.warning("rebuild_differs", differences=found.count, accepted=self._accept)
        if not self._accept:
            raise Differ(found)

    async def _switch(self, filling: Filling) -> tuple[float, int]:
        """Wait for a moment in which nobody reads or writes, and use it."""
        for _ in range(_ATTEMPTS):
            await self._fill(filling)
            await self._compare_touched(filling)
            try:
                async with self._connection.transaction():
                    began = time.perf_counter()
                    await self._stand_still()
                    await self._last_stretch(filling)
                    former = await go_live(self._connection, filling.generation)
                return time.perf_counter() - began, former
            except asyncpg.LockNotAvailableError:
                await asyncio.sleep(0.2)
        raise NeverFree(NeverFree.__doc__)

    async def _stand_still(self) -> None:
        await self._connection.execute(_PATIENCE)
        for statement in (_STOP_PROJECTORS, _STOP_LEDGER, _STOP_READERS):
            await self._connection.execute(statement)

    async def _last_stretch(self, filling: Filling) -> None:
        head = int(await self._connection.fetchval(_HEAD))
        while filling.generation.position < head:
            await filling.further(head)
        await self._compare_touched(filling)

    async def _compare_touched(self, filling: Filling) -> None:
        """Compare what has changed since everything was compared."""
        generation = filling.generation
        if not filling.touched:
            return
        found = await differing_rows(
            self._connection, generation.schema, generation.position, filling.touched
        )
        filling.touched = {}
        self._judge(found)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no rings of garbage: facts make none, and there is much to look through."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


async def rebuild(
    url: str,
    *,
    accept_differences: bool = False,
    tell: Tell = lambda _: None,
    stretch: int = STRETCH,
) -> Rebuilt:
    """Rebuild the facts, on a login that may become the owner of reporting's tables."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    try:
        one = Rebuild(
            connection, accept_differences=accept_differences, tell=tell, stretch=stretch
        )
        return await one.run()
    finally:
        await connection.close()


async def drop(url: str) -> list[int]:
    """Drop every generation of the facts but the live one, and give their numbers."""
    connection = await asyncpg.connect(url)
    try:
        return await Rebuild(connection).drop()
    finally:
        await connection.close()
