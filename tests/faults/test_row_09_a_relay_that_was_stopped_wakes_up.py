"""Row 9: a relay that slept while another took over cannot write any more."""

import pytest

from .system import System, eventually

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("point", ["before the first message", "in the middle of a batch"])
async def test_what_a_sleeper_had_in_hand_is_refused(system: System, point: str) -> None:
    await system.happen(30)
    sleeper = system.start("relay", die_at=f"stop {point}")
    await sleeper.stopped()

    system.start("relay")
    system.start("projector")
    await system.seen(30)
    sleeper.thaw()

    async def found_out() -> bool:
        return sleeper.said("relay_interrupted")

    await eventually(found_out, "the sleeper finds out that it was replaced")
    await system.happen(10)
    await system.seen(40)

    assert sleeper.said("StreamRefused"), sleeper.log.read_text()
    assert sleeper.runs()
    assert not sleeper.said("relay_halted")
    await system.assert_nothing_lost_or_doubled()
