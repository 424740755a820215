"""Does a process grow? Its memory and its open files, sampled while it lives."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from statistics import median
from typing import NamedTuple

import psutil

from .troupe import Troupe

EVERY = 3.0  # seconds
_WARM = 60.0  # what is loaded and cached at first is no growth
_TELLING = 120.0
_MEGABYTE = 1 << 20


class Sample(NamedTuple):
    """What a process holds at one moment."""

    at: float
    memory: float  # megabytes
    files: int


class Growth(NamedTuple):
    """What a process held in the first third of its life, and in the last."""

    name: str
    first: Sample
    last: Sample

    @property
    def is_flat(self) -> bool:
        return self.last.memory <= 1.1 * self.first.memory + 4

    @property
    def verdict(self) -> str:
        if self.last.at - self.first.at < _TELLING:
            return "too short to tell"
        return "flat" if self.is_flat else "GROWS"

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.first.memory:.0f} MB, then {self.last.memory:.0f} MB "
            f"({self.verdict}); {self.first.files} files, then {self.last.files}"
        )


class Memory:
    """Samples every process of a troupe."""

    def __init__(self, troupe: Troupe) -> None:
        self._troupe = troupe
        self._samples: dict[tuple[str, int], list[Sample]] = defaultdict(list)

    async def watch(self) -> None:
        """Sample until cancelled."""
        while True:
            for actor in self._troupe.actors:
                if actor.is_spared:
                    self._sample(actor.name, actor.child.pid)
            await asyncio.sleep(EVERY)

    def growth(self) -> list[Growth]:
        """Give the growth of every process that was never killed.

        Where one died by itself, that of its longest life.
        """
        longest: dict[str, list[Sample]] = {}
        for (name, _), samples in self._samples.items():
            longest[name] = max(longest.get(name, []), samples, key=len)
        return [growth_of(name, samples) for name, samples in longest.items()]

    def _sample(self, name: str, pid: int) -> None:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            memory = process.memory_info().rss / _MEGABYTE
            sample = Sample(time.monotonic(), memory, process.num_fds())
            self._samples[name, pid].append(sample)


def growth_of(name: str, samples: Sequence[Sample]) -> Growth:
    """Compare the first third of a life with the last. The very beginning does not count."""
    life = samples[-1].at - samples[0].at
    start = samples[0].at + min(_WARM, life / 10)
    third = (samples[-1].at - start) / 3
    return Growth(
        name,
        _middle([each for each in samples if start <= each.at <= start + third]),
        _middle([each for each in samples if each.at >= samples[-1].at - third]),
    )


def _middle(samples: Sequence[Sample]) -> Sample:
    return Sample(
        samples[-1].at,
        median(each.memory for each in samples),
        int(median(each.files for each in samples)),
    )
