"""Row 15: what was committed and never acknowledged comes again, and changes nothing."""

import pytest

from .system import System

pytestmark = pytest.mark.engines


async def test_what_was_committed_is_not_written_twice(system: System) -> None:
    system.start("relay")
    await system.happen(30)
    await system.start("projector", die_at="kill after the commit").died()
    assert await system.pool.fetchval("SELECT count(*) FROM seen") > 0

    system.start("projector")
    await system.happen(10)
    await system.seen(40)

    await system.assert_nothing_lost_or_doubled()
