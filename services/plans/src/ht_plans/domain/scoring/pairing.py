"""Change from before support to its end, as pairs: never across two rules of scoring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from ht_plans.domain.codes import Instrument, Phase
from ht_plans.domain.scoring.instruments import INSTRUMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure of one instrument, by one rule, at one moment."""

    instrument: Instrument
    algorithm: str
    phase: Phase
    value: Decimal
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The earliest reading before support and the latest at its end, by the same rule."""

    before: Reading
    after: Reading

    @property
    def change(self) -> Decimal:
        """Give the difference, unrounded."""
        return self.after.value - self.before.value

    @property
    def went(self) -> Literal["better", "same", "worse"] | None:
        """Say whether things went well, where the instrument says what is well."""
        better = INSTRUMENTS[self.before.instrument].better
        if better is None:
            return None
        if not self.change:
            return "same"
        return "better" if (self.change > 0) == (better == "higher") else "worse"

    @property
    def notable(self) -> bool | None:
        """Say whether so small a change says something of one person, where that is known."""
        least = INSTRUMENTS[self.before.instrument].notable_change
        return None if least is None else abs(self.change) >= least


def pairs_of(readings: Iterable[Reading]) -> list[Pair]:
    """Pair readings of each instrument and rule. Reviews and maintenance make no pair."""
    ordered = sorted(readings, key=lambda reading: reading.taken_at)
    before: dict[tuple[Instrument, str], Reading] = {}
    after: dict[tuple[Instrument, str], Reading] = {}
    for reading in ordered:
        made_by = (reading.instrument, reading.algorithm)
        if reading.phase == "pre":
            before.setdefault(made_by, reading)
        elif reading.phase == "post":
            after[made_by] = reading
    return [
        Pair(before=reading, after=after[made_by])
        for made_by, reading in before.items()
        if made_by in after
    ]
