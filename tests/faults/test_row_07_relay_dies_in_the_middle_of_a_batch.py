"""Row 7: of a batch that was begun and never committed, nothing is in the stream."""

import pytest

from .system import STREAM, System

pytestmark = pytest.mark.engines


async def test_a_batch_that_was_begun_is_not_there(system: System) -> None:
    await system.happen(30)
    await system.start("relay", die_at="kill in the middle of a batch").died()

    client = await system.connected()
    assert (await client.jetstream().stream_info(STREAM)).state.messages == 0
    await client.close()

    system.start("relay")
    system.start("projector")
    await system.seen()
    await system.assert_nothing_lost_or_doubled()
