"""An installation of its own, used as a person uses `ht`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg

from ht_local.engines.ports import is_free
from ht_local.place import Place

HT = str(Path(sys.executable).parent / "ht")
DECIDING = ("intake", "plans", "referrals")
YEAR = ("--programme", "dcrs-headline", "--period", "2010-11")
Report: TypeAlias = Mapping[str, object]


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


JOURNEYS, ATTACKS = range(21000, 29000, 100), range(29100, 32600, 100)


def free_base(among: range = JOURNEYS) -> int:
    """A start of ports of which none is taken, away from where people and callers start."""
    for base in among:
        place = Place(data=Path("/nowhere"), port_base=base)
        if all(is_free(port) for port in place.all_ports().values()):
            return base
    raise RuntimeError("no free ports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What `ht demo` showed, and the process that stays."""

    shown: str
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """What was seen after the golden data set was loaded: interrupted, then to the end."""

    lives_when_killed: int
    report: Report
    heads: Mapping[str, int]
    heads_after_loading_again: Mapping[str, int]
