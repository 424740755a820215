"""One whole installation, started as a person starts it, shared by every journey.

Each state is reached once, and what was seen there is kept: so no test depends on another.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from ht_local.engines.ports import is_free
from ht_local.place import Place

HT = str(Path(sys.executable).parent / "ht")
DECIDING = ("intake", "plans", "referrals")
YEAR = ("--programme", "dcrs-headline", "--period", "2010-11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A data folder and ports of its own, and `ht` used on them."""

    place: Place

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HT_")}
        return {
            **kept,
            "HT_DATA_DIR": str(self.place.data),
            "HT_PORT_BASE": str(self.place.port_base),
            "COLUMNS": "200",
        }

    def start(self, *arguments: str, output: Path) -> subprocess.Popen[bytes]:
        with output.open("wb") as out:
            return subprocess.Popen(
                [HT, *arguments], env=self.environment, stdout=out, stderr=subprocess.STDOUT
            )

    def run(self, *arguments: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HT, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def ht(self, *arguments: str, seconds: float = 600) -> str:
        ran = self.run(*arguments, seconds=seconds)
        assert ran.returncode == 0, f"ht {' '.join(arguments)}:\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def headline(self, *arguments: str) -> Mapping[str, object]:
        told: Mapping[str, object] = json.loads(
            self.ht("report", "headline", *arguments, "--format", "json")
        )
        return told

    async def heads(self) -> dict[str, int]:
        """How many events each service has recorded."""
        found = {}
        for service in DECIDING:
            connection = await asyncpg.connect(self.ht("dsn", service).strip())
            found[service] = await connection.fetchval("SELECT position FROM head")
            await connection.close()
        return found

    async def forget_keys(self) -> None:
        """Do what seven days do: no service remembers what it was asked."""
        for service in DECIDING:
            connection = await asyncpg.connect(self.ht("dsn", service).strip())
            await connection.execute("DELETE FROM idempotency")
            await connection.close()


def wait_for(what: Callable[[], bool], *, seconds: float, why: Callable[[], str]) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, why()
        time.sleep(0.1)


def free_base() -> int:
    """A start of ports of which none is taken, away from where people start."""
    for base in range(21000, 29000, 100):
        place = Place(data=Path("/nowhere"), port_base=base)
        if all(is_free(port) for port in place.all_ports().values()):
            return base
    raise RuntimeError("no free ports")


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """An installation that has not been started."""
    folder = Path(tempfile.mkdtemp(prefix="ht-journey-"))
    folder.chmod(0o711)
    try:
        yield Installation(place=Place(data=folder / "ht", port_base=free_base()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What `ht demo` showed, and the process that stays."""

    shown: str
    process: subprocess.Popen[bytes]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """What was seen after the golden data set was loaded: interrupted, then to the end."""

    lives_when_killed: int
    report: Mapping[str, object]
    heads: Mapping[str, int]
    heads_after_loading_again: Mapping[str, int]


@pytest.fixture(scope="session")
def golden(installation: Installation, demonstration: Demonstration) -> Golden:
    """The golden data set: killed half-way, keys forgotten, loaded to the end, and again."""
    assert demonstration.process.poll() is None
    output = installation.place.data.parent / "load.txt"
    loading = installation.start("fixture", "load", "dcrs-headline", output=output)
    time.sleep(15)
    loading.kill()
    loading.wait()
    asyncio.run(installation.forget_keys())
    lives = asyncio.run(_cases(installation))
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


async def _cases(installation: Installation) -> int:
    connection = await asyncpg.connect(installation.ht("dsn", "plans").strip())
    try:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM cases WHERE programme = 'dcrs-headline'"
        )
        return count
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def edges(installation: Installation, golden: Golden) -> Mapping[str, object]:
    """The year's report after the lives beside the year were loaded as well."""
    assert golden.report
    installation.ht("fixture", "load", "dcrs-headline-edges")
    return installation.headline(*YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """The year's report after the late sign-off, as now known and as known just before."""

    now: Mapping[str, object]
    before: Mapping[str, object]


@pytest.fixture(scope="session")
def late(installation: Installation, edges: Mapping[str, object]) -> Late:
    """One sign-off, entered long after the year."""
    position = str(edges["position"])
    installation.ht("fixture", "load", "dcrs-headline-late")
    return Late(
        now=installation.headline(*YEAR),
        before=installation.headline(*YEAR, "--as-at", position),
    )


@pytest.fixture
def elsewhere() -> Iterator[Installation]:
    """Another installation, for what must fail before it starts."""
    folder = Path(tempfile.mkdtemp(prefix="ht-journey-"))
    folder.chmod(0o711)
    try:
        yield Installation(place=Place(data=folder / "ht", port_base=free_base()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
