"""A soak of half a minute: written = published = counted while everything is killed."""

import random

import pytest

from .soak import soak

pytestmark = [pytest.mark.engines, pytest.mark.slow]
MINUTES = 0.5


@pytest.mark.timeout(600)
async def test_nothing_is_lost_doubled_or_out_of_order_in_half_a_minute() -> None:
    seed = random.SystemRandom().randrange(2**32)

    result = await soak(minutes=MINUTES, seed=seed, pause=0.5, every=1.0)

    assert result.is_clean, "\n".join(result.lines())
    assert result.counts["written"] > 0
    assert result.faults["lose nats"] == 1
