"""One soak: everything runs and everything breaks; then all comes to rest, and is compared."""

import asyncio
import contextlib
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from ht_kit.topology import stream_of

from .checker import KINDS, Evidence, Finding, check
from .evidence import connected, gather
from .faults import Faults
from .memory import Growth, Memory
from .place import Place
from .troupe import Troupe

PATIENCE = 180.0  # seconds in which something must have moved, as long as all is not at rest
_SHOWN = 10


@dataclass
class Result:
    """What one soak came to."""

    seed: int
    minutes: float
    evidence: Evidence
    findings: list[Finding]
    faults: Counter[str]
    died_by_themselves: Counter[str]
    halted: int
    rested_after: float
    growth: list[Growth] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        there = self.evidence
        return {
            "written": len(there.things),
            "published": len(there.things_stream),
            "counted": len(there.seen),
        }

    @property
    def is_clean(self) -> bool:
        return (
            not self.findings
            and len(set(self.counts.values())) == 1
            and all(growth.verdict != "GROWS" for growth in self.growth)
        )

    def lines(self) -> Iterator[str]:
        """Say it: what was found, what was done, and the counts last."""
        found = Counter(finding.kind for finding in self.findings)
        for kind in KINDS:
            for finding in [each for each in self.findings if each.kind == kind][:_SHOWN]:
                yield f"{kind}: {finding.what}"
        asked = self.evidence.diaries.asked.values()
        yield (
            f"commands {len(asked)}: acknowledged {sum(bool(a.told) for a in asked)}, refused "
            f"{sum(bool(a.refused) for a in asked)}, unknown at first "
            f"{sum(bool(a.unknown) for a in asked)}, "
            f"unsettled {sum(not a.is_settled for a in asked)}"
        )
        yield f"shapes {_listed(Counter(a.intent.do for a in asked))}"
        for growth in self.growth:
            yield f"memory of {growth}"
        yield f"died by themselves: {_listed(self.died_by_themselves) or 'none'}"
        yield f"relay halted {self.halted} times, at rest after {self.rested_after:.1f} s"
        yield f"faults: {_listed(self.faults)}"
        due = sum(each.type == "thing_fell_due" for each in self.evidence.things)
        yield f"reactions {len(self.evidence.echoes)}, due work {due}"
        yield f"seed {self.seed}, {self.minutes:g} minutes"
        yield ", ".join(f"{name} {count}" for name, count in self.counts.items())
        yield ", ".join(f"{kind} {found[kind]}" for kind in KINDS)


def say(*lines: str) -> None:
    """Tell whoever started the soak, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


async def soak(*, minutes: float, seed: int, pause: float, every: float) -> Result:
    """Run one soak. The folder is kept where something was found, or went wrong."""
    troupe = Troupe(seed, pause)
    try:
        result = await _run(troupe, minutes, seed, every)
    except BaseException:
        say(f"everything is in {troupe.folder}")
        raise
    finally:
        troupe.end()
    if result.is_clean:
        shutil.rmtree(troupe.folder, ignore_errors=True)
    else:
        say(f"everything is in {troupe.folder}")
    return result


async def _run(troupe: Troupe, minutes: float, seed: int, every: float) -> Result:
    await troupe.begin()
    memory, faults = Memory(troupe), Faults(troupe, random.Random(seed), every=every)
    async with _beside(troupe.watch(), memory.watch(), _tell(troupe)):
        await troupe.all_write()
        end = time.monotonic() + 60 * minutes
        await faults.until(end, lose_nats=max(1, round(minutes / 6)))
        await faults.over()
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            await troupe.finish_writing()
        await _at_rest(troupe.place)
        rested_after = time.monotonic() - began
        evidence = await gather(troupe.place)
    return Result(
        seed=seed,
        minutes=minutes,
        evidence=evidence,
        findings=list(check(evidence)),
        faults=faults.counts,
        died_by_themselves=troupe.died_by_themselves,
        halted=_said(troupe.folder, "relay_halted"),
        rested_after=rested_after,
        growth=memory.growth(),
    )


@contextlib.asynccontextmanager
async def _beside(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(troupe: Troupe) -> None:
    """Say now and then how far everything is."""
    began = time.monotonic()
    while True:
        await asyncio.sleep(30)
        if stands := await _stands_now(troupe.place):
            say(f"{time.monotonic() - began:.0f} s: {stands}")


async def _at_rest(place: Place) -> None:
    """Wait until every reader is where its store is, and nothing more falls due."""
    before, moved_at = None, time.monotonic()
    while True:
        stands = await _stands_now(place)
        if stands and stands == before and stands.is_level:
            return
        if stands != before:
            moved_at = time.monotonic()
        if time.monotonic() > moved_at + PATIENCE:
            raise AssertionError(f"nothing moves any more: {before}")
        before = stands
        await asyncio.sleep(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How far everything is."""

    things: int
    echoes: int
    things_stream: int
    echoes_stream: int
    readers: dict[str, int]
    due: int

    @property
    def is_level(self) -> bool:
        echoes = self.readers.get("reading_heard", 0)
        things = {self.readers.get(name, 0) for name in _READERS}
        return (
            self.things_stream == self.things
            and self.echoes_stream == self.echoes == echoes
            and things == {self.things}
            and not self.due
        )


_READERS = ("reading_seen", "reading_tally", "echoes_answer_thing")


async def _stands_now(place: Place) -> Stands | None:
    """Say how far everything is; nothing, while a server is away in whatever manner."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(20):
            return await _stands(place)
    return None


async def _stands(place: Place) -> Stands:
    readers: dict[str, int] = {}
    for urls in (place.reading, place.echoes):
        for row in await _ask(urls, "SELECT consumer, position FROM consumer_position"):
            readers[row["consumer"]] = row["position"]
    async with connected(place.nats_url) as client:
        ends = {
            service: (await client.jetstream().stream_info(stream_of(service))).state.last_seq
            for service in ("things", "echoes")
        }
    due = "SELECT count(*) FROM due WHERE done_at IS NULL"
    head = "SELECT position FROM head"
    return Stands(
        things=(await _ask(place.things, head))[0][0],
        echoes=(await _ask(place.echoes, head))[0][0],
        things_stream=ends["things"],
        echoes_stream=ends["echoes"],
        readers=readers,
        due=(await _ask(place.things, due))[0][0],
    )


async def _ask(urls: dict[str, str], query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(urls["admin"], timeout=5)
    try:
        return await connection.fetch(query, timeout=10)
    finally:
        await connection.close(timeout=5)


def _said(folder: Path, words: str) -> int:
    return sum(log.read_text(errors="replace").count(words) for log in folder.glob("*.log"))
