"""What a contract says (DOMAIN.md 2.7): days, prices, targets, and what is asked of plans."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from ht_intake.domain.codes import Instrument
from ht_intake.domain.refusals import (
    ContractEndsBeforeItBegins,
    OutsideTheContract,
    PricesOverlap,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What is paid for a period, in pence."""

    from_on: date
    to_on: date
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an indicator is to reach in a period."""

    indicator: str
    from_on: date
    to_on: date
    at_least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contract says; what is None it leaves to the programme. Last day: `to_on`."""

    commissioner: str
    provider: str
    from_on: date
    to_on: date
    prices: tuple[Price, ...] = ()
    targets: tuple[Target, ...] = ()
    eligibility_rule: str | None = None
    session_allowance: int | None = None
    maintenance_months: tuple[int, ...] | None = None
    required_measures: tuple[Instrument, ...] | None = None

    def check(self) -> None:
        """Refuse days that contradict one another."""
        if self.to_on < self.from_on:
            raise ContractEndsBeforeItBegins
        periods: list[Price | Target] = [*self.prices, *self.targets]
        if any(
            not self.from_on <= each.from_on <= each.to_on <= self.to_on for each in periods
        ):
            raise OutsideTheContract
        paid = sorted(self.prices, key=lambda each: each.from_on)
        if any(later.from_on <= earlier.to_on for earlier, later in pairwise(paid)):
            raise PricesOverlap
