"""A reactor that dies before its command, or anywhere after it: what follows is done once."""

import pytest

from .system import System, eventually
from .victim import PROMISER

pytestmark = pytest.mark.engines


async def test_every_promise_is_made_once_wherever_the_reactor_dies(system: System) -> None:
    """The promises are events of the same stream, which the reactor passes over."""
    system.start("relay")
    await system.happen(12)
    for point in (
        "before the command",
        "before the position",  # the command is done, and nobody noted that
        "after the position",  # it is noted, and not acknowledged
    ):
        await system.start("reactor", die_at=f"kill {point}").died()
    system.start("reactor")

    async def done() -> bool:
        query = "SELECT position FROM consumer_position WHERE consumer = $1"
        return bool(await system.pool.fetchval(query, PROMISER) == 24)

    await eventually(done, "the reactor has taken in all things and all promises")
    made = await system.pool.fetch(
        "SELECT type, body FROM events WHERE stream_type = 'promise' ORDER BY position"
    )
    assert [row["type"] for row in made] == ["promise_made"] * 12
    system.start("projector")
    await system.seen(24)
    await system.assert_nothing_lost_or_doubled()
