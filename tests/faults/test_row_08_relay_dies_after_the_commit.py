"""Row 8: what is in the stream is not told again, although no relay lived to know of it."""

import pytest

from .system import System

pytestmark = pytest.mark.engines


async def test_the_stream_itself_says_how_far_it_is(system: System) -> None:
    await system.happen(30)
    await system.start("relay", die_at="kill after the batch is in the stream").died()
    await system.told(30)
    await system.happen(10)

    system.start("relay")
    system.start("projector")
    await system.seen(40)

    await system.assert_nothing_lost_or_doubled()
