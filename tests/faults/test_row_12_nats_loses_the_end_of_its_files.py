"""Row 12, as near as a test comes: NATS stops, and the end of its newest file is gone."""

import pytest

from ht_local.engines.nats import Nats

from .system import System

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("gone", [100, 3000])
async def test_what_nats_lost_is_told_again(
    breakable: System, own_nats: Nats, gone: int
) -> None:
    system = breakable
    relay = system.start("relay")
    system.start("projector")
    await system.happen(30)
    await system.seen(30)

    own_nats.kill9()
    (block,) = own_nats.data.glob("**/EVT_THINGS/msgs/*.blk")
    with block.open("r+b") as file:
        file.truncate(block.stat().st_size - gone)
    own_nats.start()
    await system.happen(10)
    await system.told(40)
    await system.seen(40)

    assert not relay.said("relay_halted")
    await system.assert_nothing_lost_or_doubled()
