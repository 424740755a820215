"""Row 17: an event that cannot be applied steps aside with its key, even if it kills."""

import pytest

from ht_kit.ids import new_id

from .system import System
from .things import happen

pytestmark = pytest.mark.engines


async def aside(system: System) -> list[tuple[int, str | None]]:
    rows = await system.pool.fetch("SELECT position, error FROM parked ORDER BY position")
    return [(row["position"], row["error"]) for row in rows]


async def applied(system: System) -> list[int]:
    rows = await system.pool.fetch("SELECT position FROM seen ORDER BY place")
    return [row["position"] for row in rows]


async def test_it_is_parked_with_its_tail_and_the_rest_flows(system: System) -> None:
    system.start("relay")
    for _ in range(3):
        await system.happen(10)

    system.start("projector", die_at="raise at 15")
    await system.seen(30)

    expected = [(15, "ValueError"), *((position, None) for position in range(16, 21))]
    assert await aside(system) == expected
    assert await applied(system) == [*range(1, 15), *range(21, 31)]


async def test_one_that_kills_the_process_is_taken_alone_and_then_parked(
    system: System,
) -> None:
    thing = new_id()
    system.start("relay")
    await system.happen(6)
    await happen(system.store, thing, expected=0, count=4)
    await system.told()

    lives = 0
    while True:
        projector = system.start("projector", die_at="exit at 7")
        lives += 1
        if not await projector.exits_before(system.seen(10)):
            break
        assert lives < 10

    await system.happen(5)
    await system.seen(15)
    assert lives == 5, "three deaths in company, one alone, and then it goes on"
    assert await aside(system) == [(7, "NeverEnded"), (8, None), (9, None), (10, None)]
    assert await applied(system) == [*range(1, 7), *range(11, 16)]


async def test_a_few_deaths_that_are_nobodys_fault_park_nothing(system: System) -> None:
    system.start("relay")
    await system.happen(30)
    for _ in range(3):
        await system.start("projector", die_at="kill before the commit").died()

    system.start("projector")
    await system.seen(30)

    await system.assert_nothing_lost_or_doubled()
    assert await aside(system) == []
