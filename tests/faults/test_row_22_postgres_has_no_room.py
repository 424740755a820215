"""Row 22: the disk of Postgres is full: it refuses or stops, and keeps what it acknowledged."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from ht_kit.event_store import Request, Seen, Written
from ht_kit.ids import new_id
from ht_kit.verify import verify
from ht_local.engines.nats import Nats
from ht_local.engines.ports import free_port
from ht_local.engines.postgres import Postgres
from ht_local.pytest_engines import PostgresServer

from .conftest import a_system
from .system import System, eventually
from .things import request

pytestmark = pytest.mark.engines
ROOM = "600m"
AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


class Disk:
    """A disk of its own in a folder, which can be filled to the last byte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with contextlib.suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while file.write(bytes(1 << 20)):
                """Until nothing more goes in."""

    def clear(self) -> None:
        self._ballast.unlink()

    def is_full(self) -> bool:
        return os.statvfs(self.folder).f_bavail == 0


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Mount a small disk, where that is allowed."""
    folder = Path(tempfile.mkdtemp(prefix="ht-test-"))
    mount = shutil.which("mount")
    options = f"size={ROOM},mode=0711"
    try:
        if (
            mount is None
            or subprocess.run(
                [mount, "-t", "tmpfs", "-o", options, "tmpfs", folder],
                capture_output=True,
                check=False,
            ).returncode
        ):
            pytest.skip("this account may not mount a small disk, so there is none to fill")
        try:
            yield Disk(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


@pytest.fixture
def postgres_on_it(disk: Disk) -> Iterator[Postgres]:
    engine = Postgres(disk.folder, free_port())
    engine.start()
    try:
        yield engine
    finally:
        engine.kill9()


@pytest.fixture
async def system(
    postgres_on_it: Postgres, own_nats: Nats, tmp_path: Path
) -> AsyncIterator[System]:
    async for each in a_system(PostgresServer(postgres_on_it), own_nats.url("core"), tmp_path):
        yield each


class Writer:
    """Asks again with the same key until it is answered."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.acknowledged = 0
        self.errors: list[str] = []
        self.refused, self.enough = asyncio.Event(), asyncio.Event()

    async def write(self) -> None:
        while not self.enough.is_set():
            asked = request(new_id(), expected=0, count=100)
            while not await self._answered(asked):  # noqa: ASYNC110 - it asks each time
                await asyncio.sleep(0.2)
            self.acknowledged += 100

    async def _answered(self, asked: Request) -> bool:
        try:
            outcome = await self._system.store.write(asked)
        except AWAY as error:
            self.errors.append(type(error).__name__)
            self.refused.set()
            return False
        assert isinstance(outcome, Written | Seen)
        return True


async def use_up_the_log(url: str) -> None:
    """Have Postgres ask for room for its own log, until there is none."""
    with contextlib.suppress(*AWAY):
        connection = await asyncpg.connect(url)
        while True:
            await connection.execute("SELECT pg_logical_emit_message(true, 'full', '')")
            await connection.execute("SELECT pg_switch_wal()")


async def has_ended(engine: Postgres) -> bool:
    return engine.ended() is not None


@pytest.mark.parametrize("room_in_its_log", [True, False])
async def test_what_was_acknowledged_stays_and_the_rest_goes_in_when_there_is_room(
    system: System, disk: Disk, postgres_on_it: Postgres, room_in_its_log: bool
) -> None:
    relay, projector = system.start("relay"), system.start("projector")
    await system.happen(30)
    await system.seen(30)
    writer = Writer(system)
    writing = asyncio.create_task(writer.write())

    await asyncio.to_thread(disk.fill)
    await writer.refused.wait()
    if room_in_its_log:
        await asyncio.sleep(1)
        assert disk.is_full()
        assert set(writer.errors) == {"DiskFullError"}
    else:
        await use_up_the_log(system.database.admin_url)
        await eventually(lambda: has_ended(postgres_on_it), "Postgres gives up")
    disk.clear()
    if not room_in_its_log:
        await asyncio.to_thread(postgres_on_it.start)
    before = writer.acknowledged
    while writer.acknowledged < before + 300:  # noqa: ASYNC110 - it is another task's count
        await asyncio.sleep(0.05)
    writer.enough.set()
    await writing

    assert await system.written() == 30 + writer.acknowledged
    await system.told()
    await system.seen()
    assert relay.runs()
    assert projector.runs()
    assert await verify(system.database.url("relay")) == []
    await system.assert_nothing_lost_or_doubled()
