"""Rates of a cohort: everybody who set a quit date in a period, the lost among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ht_plans.domain.quit.codes import CarbonMonoxide, QuitOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """How many set a quit date, how many say they quit, and of how many it is confirmed."""

    setting: int
    quit: int
    co_confirmed: int
    not_quit: int
    lost: int
    awaited: int

    @property
    def quit_rate(self) -> Decimal | None:
        """Give the self-reported quits among all who set a date, in per cent."""
        return _per_cent(self.quit, self.setting)

    @property
    def co_rate(self) -> Decimal | None:
        """Give the confirmed quits among all who set a date, in per cent."""
        return _per_cent(self.co_confirmed, self.setting)

    @property
    def verification_rate(self) -> Decimal | None:
        """Give the confirmed quits among the self-reported ones, in per cent."""
        return _per_cent(self.co_confirmed, self.quit)


def cohort_of(episodes: Iterable[tuple[QuitOutcome | None, CarbonMonoxide | None]]) -> Cohort:
    """Count episodes by their outcome. One without any is awaited, and counts as set."""
    told = list(episodes)
    outcomes = [outcome for outcome, _ in told]
    return Cohort(
        setting=len(told),
        quit=outcomes.count("quit_co") + outcomes.count("quit_self"),
        co_confirmed=sum(co == "Y" for _, co in told),
        not_quit=outcomes.count("not_quit"),
        lost=outcomes.count("lost"),
        awaited=outcomes.count(None),
    )


def _per_cent(part: int, whole: int) -> Decimal | None:
    """Round half up to one decimal. Of nothing there is no rate."""
    if not whole:
        return None
    rate = Decimal(100) * part / whole
    return rate.quantize(Decimal("0.1"), ROUND_HALF_UP)
