"""One whole installation, started as a person starts it, shared by every journey.

Each state is reached once, and what was seen there is kept: so no test depends on another.
"""

import asyncio
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from ht_local.place import Place

from .installation import (
    YEAR,
    Demonstration,
    Golden,
    Installation,
    Report,
    free_base,
    wait_for,
)

_SOME = 150


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """An installation that has not been started."""
    folder = Path(tempfile.mkdtemp(prefix="ht-journey-"))
    folder.chmod(0o711)
    try:
        yield Installation(place=Place(data=folder / "ht", port_base=free_base()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def demonstration(installation: Installation) -> Iterator[Demonstration]:
    """The demonstration, lived through and running."""
    output = installation.place.data.parent / "demo.txt"
    process = installation.start("demo", output=output)
    try:
        wait_for(
            lambda: "runs here" in output.read_text() or process.poll() is not None,
            seconds=300,
            why=output.read_text,
        )
        assert process.poll() is None, output.read_text()
        yield Demonstration(shown=output.read_text(), process=process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def golden(installation: Installation, demonstration: Demonstration) -> Golden:
    """The golden data set: killed half-way, keys forgotten, loaded to the end, and again."""
    assert demonstration.process.poll() is None
    output = installation.place.data.parent / "load.txt"
    loading = installation.start("fixture", "load", "dcrs-headline", output=output)
    dsn = installation.ht("dsn", "plans").strip()
    wait_for(
        lambda: asyncio.run(_cases(dsn)) > _SOME or loading.poll() is not None,
        seconds=300,
        why=output.read_text,
    )
    loading.kill()
    loading.wait()
    asyncio.run(installation.forget_keys())
    lives = asyncio.run(_cases(dsn))
    installation.ht("fixture", "load", "dcrs-headline", seconds=1200)
    report = installation.headline(*YEAR)
    heads = asyncio.run(installation.heads())
    asyncio.run(installation.forget_keys())
    installation.ht("fixture", "load", "dcrs-headline", seconds=1200)
    return Golden(
        lives_when_killed=lives,
        report=report,
        heads=heads,
        heads_after_loading_again=asyncio.run(installation.heads()),
    )


async def _cases(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM cases WHERE programme = 'dcrs-headline'"
        )
        return count
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def edges(installation: Installation, golden: Golden) -> Report:
    """The year's report after the lives beside the year were loaded as well."""
    assert golden.report
    installation.ht("fixture", "load", "dcrs-headline-edges")
    return installation.headline(*YEAR)


@pytest.fixture(scope="session")
def late(installation: Installation, edges: Report) -> Report:
    """The year's report after one sign-off was entered long after the year."""
    assert edges
    installation.ht("fixture", "load", "dcrs-headline-late")
    return installation.headline(*YEAR)


@pytest.fixture(scope="session")
def before_late(installation: Installation, edges: Report, late: Report) -> Report:
    """The same report, as known just before that sign-off."""
    assert late
    return installation.headline(*YEAR, "--as-at", str(edges["position"]))


@pytest.fixture
def elsewhere() -> Iterator[Installation]:
    """Another installation, for what must fail before it starts."""
    folder = Path(tempfile.mkdtemp(prefix="ht-journey-"))
    folder.chmod(0o711)
    try:
        yield Installation(place=Place(data=folder / "ht", port_base=free_base()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
