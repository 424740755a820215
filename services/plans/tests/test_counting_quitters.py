"""Rates of everybody who set a quit date: the lost count, and nobody is left out.

"1000 set dates, 420 code 1, 300 CO=Y -> 42.0%, 30.0%, 71.4%."
"""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.quit.codes import CarbonMonoxide, QuitOutcome
from ht_plans.domain.quit.cohort import cohort_of

Told = tuple[QuitOutcome | None, CarbonMonoxide | None]
EVERY: tuple[Told, ...] = (
    ("quit_co", "Y"),
    ("quit_self", "N"),
    ("quit_self", "X"),
    ("not_quit", "X"),
    ("lost", "X"),
    (None, None),
)


def test_a_thousand_quit_dates_give_the_rates_of_the_return() -> None:
    many: tuple[tuple[Told, int], ...] = (
        (("quit_co", "Y"), 300),
        (("quit_self", "X"), 120),
        (("not_quit", "X"), 380),
        (("lost", "X"), 200),
    )

    cohort = cohort_of(told for told, times in many for _ in range(times))

    assert (cohort.setting, cohort.quit, cohort.co_confirmed) == (1000, 420, 300)
    rates = (cohort.quit_rate, cohort.co_rate, cohort.verification_rate)
    assert rates == (Decimal("42.0"), Decimal("30.0"), Decimal("71.4"))


def test_of_nobody_there_is_no_rate() -> None:
    nobody = cohort_of([])
    nobody_quit = cohort_of([("lost", "X")])

    assert (nobody.quit_rate, nobody.co_rate, nobody.verification_rate) == (None, None, None)
    assert (nobody_quit.quit_rate, nobody_quit.verification_rate) == (Decimal("0.0"), None)


@given(st.lists(st.sampled_from(EVERY)))
def test_everybody_who_set_a_date_is_counted_once(told: list[Told]) -> None:
    cohort = cohort_of(told)

    assert cohort.setting == len(told)
    assert cohort.quit + cohort.not_quit + cohort.lost + cohort.awaited == cohort.setting
    assert cohort.co_confirmed <= cohort.quit
