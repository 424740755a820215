"""Row 14: what was not committed comes again."""

import pytest

from .system import System

pytestmark = pytest.mark.engines


async def test_what_was_not_committed_comes_again(system: System) -> None:
    system.start("relay")
    await system.happen(30)
    await system.start("projector", die_at="kill before the commit").died()
    assert await system.pool.fetchval("SELECT count(*) FROM seen") == 0

    system.start("projector")
    await system.seen(30)

    await system.assert_nothing_lost_or_doubled()
