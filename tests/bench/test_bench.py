"""The bench itself works: not how fast anything is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JUDGED = {
    "append_vs_pyeventsourcing",
    "append_vs_pgbench",
    "tail_missed",
    "relay_vs_ceiling",
    "projector_vs_ceiling",
    "lag_p99_ms",
    "http_p99_ms",
    "restart_ready_s",
    "booking_per_s",
    "session_per_s",
    "review_per_s",
    "search_p50_ms",
    "search_p95_ms",
}


@pytest.mark.engines
@pytest.mark.slow
@pytest.mark.timeout(420)
def test_a_quick_bench_measures_everything_and_its_reader_misses_nothing(
    tmp_path: Path,
) -> None:
    into = tmp_path / "bench.json"
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", "--into", str(into)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(into.read_text())
    assert told.keys() >= JUDGED | {"hardware", "fsync", "replicas", "versions"}
    assert told["tail_missed"] == 0
    assert told["search_missed"] == 0
    assert told["details"]["append_vs_pyeventsourcing"]["tail_seen"] == 64 * 5
