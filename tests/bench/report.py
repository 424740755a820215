"""The file and the table."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.bench.commands import Commands
from tests.bench.http_load import HttpLoad
from tests.bench.lag import Lag
from tests.bench.measuring import Comparison, Spread
from tests.bench.plans_work import Work
from tests.bench.rebuilding import Rebuilding
from tests.bench.restarting import Restarting
from tests.bench.searching import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that was measured."""

    machine: dict[str, Any]
    rounds: int
    took_seconds: float
    commands: Commands
    work: Work
    ceiling: Comparison
    relay: Comparison
    projector: Comparison
    projected_events: int
    rebuild: Rebuilding
    lag: Lag
    http: HttpLoad
    restart: Restarting
    search: Search

    def to_json(self) -> dict[str, Any]:
        """Give it for the file: what is judged first, then what it was made of."""
        return {
            "append_vs_pyeventsourcing": round(self.commands.comparison.ratio.median, 2),
            "append_vs_pgbench": round(self.ceiling.ratio.median, 3),
            "booking_per_s": round(self.work.booking.median),
            "session_per_s": round(self.work.session.median),
            "review_per_s": round(self.work.review.median),
            "tail_missed": self.commands.missed,
            "relay_vs_ceiling": round(self.relay.ratio.median, 3),
            "projector_vs_ceiling": round(self.projector.ratio.median, 3),
            "rebuild_events_per_s": round(self.rebuild.per_second.median),
            "lag_p99_ms": round(self.lag.p99.median, 1),
            "http_p99_ms": round(self.http.p99.median, 1),
            "restart_ready_s": round(self.restart.slower.median, 2),
            "search_p50_ms": round(self.search.p50.median, 1),
            "search_p95_ms": round(self.search.p95.median, 1),
            "search_missed": self.search.missed,
            "rounds": self.rounds,
            "took_seconds": round(self.took_seconds),
            "details": {
                "append_vs_pyeventsourcing": self.commands.to_json(),
                "append_vs_pgbench": self.ceiling.to_json(),
                "relay_vs_ceiling": self.relay.to_json(),
                "projector_vs_ceiling": {
                    "events": self.projected_events,
                    **self.projector.to_json(),
                },
                "rebuild": self.rebuild.to_json(),
                "lag": self.lag.to_json(),
                "http": self.http.to_json(),
                "restart": self.restart.to_json(),
                "work": self.work.to_json(),
                "search": self.search.to_json(),
            },
            **self.machine,
        }


def write(results: Results, path: Path) -> None:
    """Write the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results.to_json(), indent=1) + "\n")


def show(results: Results, console: Console) -> None:
    """Print the table."""
    table = Table(title="Speed, against yardsticks in the same run")
    for name in ("path", "subject /s", "yardstick /s", "ratio or figure", "rounds", "target"):
        table.add_column(name, justify="left" if name == "path" else "right")

    def compared(path: str, comparison: Comparison, target: str) -> None:
        ratio = comparison.ratio
        table.add_row(
            path,
            f"{comparison.subject.median:,.0f}",
            f"{comparison.yardstick.median:,.0f}",
            f"{ratio.median:.2f}",
            _between(ratio, 2),
            target,
        )

    def timed(path: str, spread: Spread, target: str) -> None:
        table.add_row(path, "", "", f"{spread.median:.1f} ms", _between(spread, 1), target)

    compared("whole command, to pyeventsourcing", results.commands.comparison, "≥ 5")
    compared("write ceiling, to pgbench", results.ceiling, "≥ 0.4")
    table.add_row(
        "events that a tailing reader missed",
        f"of {results.commands.seen:,}",
        "",
        str(results.commands.missed),
        "",
        "0",
    )
    compared("relay, to ready-made batches", results.relay, "≥ 0.75")
    compared("projection into facts, to the ledger alone", results.projector, "≥ 0.5")
    for what, rate in (
        ("book a session", results.work.booking),
        ("record a session", results.work.session),
        ("review a plan", results.work.review),
    ):
        table.add_row(
            f"{what}, 16 callers", f"{rate.median:,.0f}", "", "", _between(rate, 0), "-"
        )
    rebuilt = results.rebuild.per_second
    table.add_row(
        f"rebuild of all facts, {results.rebuild.events:,} events",
        f"{rebuilt.median:,.0f}",
        "",
        f"{rebuilt.median:,.0f}/s",
        _between(rebuilt, 0),
        "≥ 40,000/s",
    )
    timed("commit to visible, 200 events/s, p99", results.lag.p99, "< 250 ms")
    timed("HTTP command, 100 requests/s, p99", results.http.p99, "< 75 ms")
    restart = results.restart
    table.add_row(
        f"restart to ready, {restart.events:,} events stored",
        "",
        "",
        f"{restart.slower.median:.2f} s",
        _between(restart.slower, 2),
        "< 3 s",
    )
    among = f"search among {results.search.clients:,} clients"
    timed(f"{among}, p50", results.search.p50, "tens of ms")
    timed(f"{among}, p95", results.search.p95, "tens of ms")
    console.print(table)
    hardware = results.machine["hardware"]
    console.print(
        f"{hardware['processor']}, {hardware['cores']} cores, fsync {hardware['fsync_ms']} ms;"
        f" Postgres fsync {results.machine['fsync']['postgres']['fsync']}, NATS sync_interval"
        f" {results.machine['fsync']['nats_sync_interval']}, {results.machine['replicas']}"
        f" replica; {results.rounds} rounds, {results.took_seconds:.0f} s.",
        soft_wrap=True,
    )


def _between(spread: Spread, digits: int) -> str:
    return f"{min(spread.rounds):.{digits}f}-{max(spread.rounds):.{digits}f}"
