"""What follows closely waits for its turn; what comes after a rest does not."""

import asyncio

import pytest

from ht_kit.pacing import Pace


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note how long is waited, and do not wait."""
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(round(seconds, 3))

    monkeypatch.setattr(asyncio, "sleep", rest)
    return rested


async def test_turns_keep_apart_from_beginning_to_beginning(rests: list[float]) -> None:
    at = 100.0
    pace = Pace(0.05, clock=lambda: at)
    await pace.rest()
    pace.begin()
    at += 0.02
    await pace.rest()

    assert rests == [0.03]


async def test_who_took_longer_than_a_turn_or_had_nothing_to_do_goes_at_once(
    rests: list[float],
) -> None:
    at = 100.0
    pace = Pace(0.05, clock=lambda: at)
    pace.begin()
    for later in (0.05, 60.0):
        at += later
        await pace.rest()

    assert rests == []
