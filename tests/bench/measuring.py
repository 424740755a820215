"""Rounds in which yardstick and subject take turns, and what comes of them."""

import gc
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Measure = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Spread:
    """What several rounds gave."""

    rounds: Sequence[float]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return median(self.rounds)

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "median": round(self.median, 3),
            "min": round(min(self.rounds), 3),
            "max": round(max(self.rounds), 3),
            "rounds": [round(each, 3) for each in self.rounds],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A subject beside its yardstick, both in things per second."""

    subject: Spread
    yardstick: Spread

    @property
    def ratio(self) -> Spread:
        """Subject over yardstick, round by round: both had the same neighbours then."""
        pairs = zip(self.subject.rounds, self.yardstick.rounds, strict=True)
        return Spread([subject / yardstick for subject, yardstick in pairs])

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "ratio": self.ratio.to_json(),
            "subject_per_s": self.subject.to_json(),
            "yardstick_per_s": self.yardstick.to_json(),
        }


async def in_turn(rounds: int, *, subject: Measure, yardstick: Measure) -> Comparison:
    """Measure both in every round; who goes first changes, so that neither always does."""
    subjects: list[float] = []
    yardsticks: list[float] = []
    for number in range(rounds):
        turns = [(yardstick, yardsticks), (subject, subjects)]
        for measure, results in turns if number % 2 == 0 else reversed(turns):
            set_aside_what_is_there()
            results.append(await measure())
    return Comparison(subject=Spread(subjects), yardstick=Spread(yardsticks))


def set_aside_what_is_there() -> None:
    """Collect the garbage, and have the collector never look through the rest again.

    Services do so when they have started. What was prepared for a measurement would be looked
    through while it is taken otherwise, which is none of its business.
    """
    gc.collect()
    gc.freeze()


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that this share of the values does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
