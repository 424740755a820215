"""Row 6: a relay that dies before its first message leaves nothing behind."""

import pytest

from .system import System

pytestmark = pytest.mark.engines


async def test_the_next_relay_reads_the_same_events(system: System) -> None:
    await system.happen(30)
    await system.start("relay", die_at="kill before the first message").died()

    system.start("relay")
    system.start("projector")
    await system.seen()

    await system.assert_nothing_lost_or_doubled()
