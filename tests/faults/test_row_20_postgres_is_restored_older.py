"""Row 20: a database restored to an earlier moment tells nothing until a person has decided."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from ht_local.engines.postgres import Postgres

from .system import System

pytestmark = pytest.mark.engines


def copy(source: Path, target: Path) -> None:
    """Copy a data folder with its owner, who is not ours."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


async def test_the_relay_stops_with_its_reason_and_goes_on_when_the_record_is_whole_again(
    whole: System, own_postgres: Postgres
) -> None:
    system, folder = whole, own_postgres.folder
    relay = system.start("relay")
    system.start("projector")
    await system.happen(20)
    await system.seen(20)
    await asyncio.to_thread(own_postgres.stop)
    copy(own_postgres.data, folder / "five-minutes-ago")
    await asyncio.to_thread(own_postgres.start)
    await system.happen(10)
    await system.seen(30)

    await asyncio.to_thread(own_postgres.kill9)
    own_postgres.data.rename(folder / "newest")
    (folder / "five-minutes-ago").rename(own_postgres.data)
    await asyncio.to_thread(own_postgres.start)
    await relay.says("the stream is at 30, the store only at 20")
    # Written meanwhile is kept, and not told: the stream has other events at its positions.
    await system.happen(15)
    await relay.says("the message at 30 is not the event at that position")
    assert await system.last_told() == 30
    assert relay.runs()

    # What a person does: the newest copy that there is, put in its place.
    await asyncio.to_thread(own_postgres.stop)
    own_postgres.data.rename(folder / "set-aside")
    (folder / "newest").rename(own_postgres.data)
    await asyncio.to_thread(own_postgres.start)
    await system.happen(5)
    await system.seen(35)
    await system.assert_nothing_lost_or_doubled()
