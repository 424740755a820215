"""Row 18: of two copies of a projector one works, and the other takes over."""

import pytest

from .system import System, eventually

pytestmark = pytest.mark.engines


async def test_the_second_takes_over_when_the_first_is_killed(system: System) -> None:
    system.start("relay")
    first = system.start("projector")
    await system.happen(30)
    await system.seen()
    system.start("projector")

    first.kill9()
    await system.happen(30)
    await system.seen(60)

    await system.assert_nothing_lost_or_doubled()


async def test_one_that_slept_in_the_middle_of_a_batch_cannot_commit_it(
    system: System,
) -> None:
    system.start("relay")
    await system.happen(30)
    sleeper = system.start("projector", die_at="stop before the commit")
    await sleeper.stopped()

    system.start("projector")
    await system.seen(30)
    sleeper.thaw()

    async def found_out() -> bool:
        return sleeper.said("projector_interrupted")

    await eventually(found_out, "the sleeper finds out that it was replaced")
    await system.happen(10)
    await system.seen(40)

    assert sleeper.runs()
    await system.assert_nothing_lost_or_doubled()
