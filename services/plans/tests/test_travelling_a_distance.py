"""Distance travelled over domains that a programme chooses: the latest reading, not the best.

"per domain delta = latest - baseline; moved_forward = count(delta >= threshold);
headroom_pct = 100 * sum(delta) / sum(max - baseline) over domains with headroom."
"""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.work.distance import Domain, Travelled, travelled

FIVE = tuple(Domain(code=code, lowest=1, highest=5) for code in "abcde")


def readings(steps: list[int]) -> dict[str, int]:
    return {domain.code: step for domain, step in zip(FIVE, steps, strict=True)}


def test_five_domains_of_five_steps_give_what_the_formulas_say() -> None:
    way = travelled(
        readings([2, 3, 4, 1, 5]), readings([3, 3, 4, 3, 4]), domains=FIVE, threshold=1
    )

    assert way == Travelled(
        deltas={"a": 1, "b": 0, "c": 0, "d": 2, "e": -1},
        moved_forward=2,
        regressed=1,
        total=2,
        headroom_pct=Decimal(20),
    )


def test_a_domain_that_was_rated_once_is_left_out() -> None:
    way = travelled({"a": 2}, {"a": 4, "b": 5}, domains=FIVE, threshold=1)

    assert way.deltas == {"a": 2}
    assert way.headroom_pct == Decimal(200) / 3


def test_who_stood_at_the_top_had_no_way_to_go() -> None:
    way = travelled({"a": 5}, {"a": 5}, domains=FIVE, threshold=1)

    assert (way.moved_forward, way.headroom_pct) == (0, None)


STEPS = st.lists(st.integers(1, 5), min_size=5, max_size=5)


@given(STEPS, STEPS, st.integers(1, 4))
def test_nobody_goes_further_than_all_of_the_way(
    baseline: list[int], latest: list[int], threshold: int
) -> None:
    way = travelled(readings(baseline), readings(latest), domains=FIVE, threshold=threshold)

    assert way.moved_forward + way.regressed <= len(FIVE)
    assert way.total == sum(latest) - sum(baseline)
    assert way.headroom_pct is None or way.headroom_pct <= 100


@given(STEPS, STEPS)
def test_the_way_back_is_the_way_there_turned_round(
    first: list[int], second: list[int]
) -> None:
    there = travelled(readings(first), readings(second), domains=FIVE, threshold=1)
    back = travelled(readings(second), readings(first), domains=FIVE, threshold=1)

    assert (there.moved_forward, there.regressed) == (back.regressed, back.moved_forward)
    assert there.total == -back.total
