"""Scores that come from another system as one number, without the answers behind it.

Nobody can look at the answers again, and nobody knows how that system added them up. So each
has an algorithm id of its own, and never makes a pair with a score of ours.

who5_per_cent    0 to 100
who5_raw         0 to 25, told in per cent as ours is
ngse_mean        1 to 5
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.refusals import NotPlausible
from ht_plans.domain.scoring.scores import Score

TotalKind: TypeAlias = Literal["who5_per_cent", "who5_raw", "ngse_mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One number that another system gives for a whole instrument."""

    kind: TotalKind
    number: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    instrument: Instrument
    algorithm: str
    unit: str
    lowest: int
    highest: int
    times: int = 1


_RULES: dict[TotalKind, _Rule] = {
    "who5_per_cent": _Rule(
        instrument="who5",
        algorithm="who5.per_cent_imported.v1",
        unit="%",
        lowest=0,
        highest=100,
    ),
    "who5_raw": _Rule(
        instrument="who5",
        algorithm="who5.raw_imported.v1",
        unit="%",
        lowest=0,
        highest=25,
        times=4,
    ),
    "ngse_mean": _Rule(
        instrument="ngse",
        algorithm="ngse.mean_imported.v1",
        unit="mean 1-5",
        lowest=1,
        highest=5,
    ),
}


def score_of_total(total: Total) -> Score:
    """Take a total as it is, or refuse one that the instrument cannot give."""
    rule = _RULES[total.kind]
    if not rule.lowest <= total.number <= rule.highest:
        raise NotPlausible(total.kind, Decimal(rule.lowest), Decimal(rule.highest))
    return Score(
        instrument=rule.instrument,
        algorithm=rule.algorithm,
        unit=rule.unit,
        value=total.number * rule.times,
        answers={total.kind: str(total.number)},
    )
