"""Row 16: acknowledgements that are lost with the connection double nothing."""

import pytest

from ht_local.engines.nats import Nats

from .system import System, eventually

pytestmark = pytest.mark.engines


async def test_a_server_that_dies_before_the_acknowledgement_doubles_nothing(
    breakable: System, own_nats: Nats
) -> None:
    system, held = breakable, breakable.folder / "held"
    system.start("relay")
    system.start("projector", hold=held)
    await system.happen(30)

    async def committed() -> bool:
        return held.exists()

    await eventually(committed, "a batch is committed and not yet acknowledged")
    own_nats.kill9()
    held.with_suffix(".go").touch()
    own_nats.start()
    await system.happen(10)
    await system.seen(40)

    await system.assert_nothing_lost_or_doubled()


async def test_a_server_that_dies_again_and_again_while_much_is_read_doubles_nothing(
    breakable: System, own_nats: Nats
) -> None:
    system = breakable
    system.start("relay")
    system.start("projector")
    for turn in range(1, 6):
        await system.happen(400)
        own_nats.kill9()
        own_nats.start()
        await system.seen(400 * turn)

    await system.assert_nothing_lost_or_doubled()
