"""What stands in the way is said plainly, and nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ht_local.engines.ports import is_free

from .installation import HT, Demonstration, Installation, wait_for

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_second_copy_says_that_the_first_runs(
    installation: Installation, demonstration: Demonstration
) -> None:
    second = installation.run("up")
    assert second.returncode == 1
    assert "A copy already runs" in second.stderr
    assert f"process {demonstration.process.pid}" in second.stderr
    assert demonstration.process.poll() is None


def test_a_token_is_printed_alone(
    installation: Installation, demonstration: Demonstration
) -> None:
    assert demonstration.process.poll() is None
    told = installation.ht("token", "--as", "wanda-health-trainer")
    assert told.count(".") == 2
    assert len(told.split()) == 1


def test_nobody_signs_in_who_is_not_known(
    installation: Installation, demonstration: Demonstration
) -> None:
    assert demonstration.process.poll() is None
    refused = installation.run("token", "--as", "somebody-else")
    assert refused.returncode == 1
    assert "Nobody signs in here as somebody-else" in refused.stderr


def test_the_record_is_untouched(
    installation: Installation, demonstration: Demonstration
) -> None:
    assert demonstration.process.poll() is None
    assert "plans: untouched" in installation.ht("verify")
    assert "Every stream is as it must be." in installation.ht("topology", "assert")


def test_a_busy_port_is_named_and_nothing_is_left(elsewhere: Installation) -> None:
    with socket.socket() as busy:
        # A connection of a server that has ended may still be fading away at this port.
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        busy.bind(("127.0.0.1", elsewhere.place.postgres_port))
        busy.listen()
        refused = elsewhere.run("up")
    assert refused.returncode == 1
    assert f"port {elsewhere.place.postgres_port} (Postgres)" in refused.stderr
    assert not elsewhere.place.data.exists()


def test_a_folder_of_another_version_is_said_so(elsewhere: Installation) -> None:
    elsewhere.place.data.mkdir()
    (elsewhere.place.data / "version").write_text("0\n")
    refused = elsewhere.run("up")
    assert refused.returncode == 1
    assert "made by another version" in refused.stderr
    assert {path.name for path in elsewhere.place.data.iterdir()} <= {"version", "lock"}


def test_a_folder_that_cannot_be_written_is_said_so(elsewhere: Installation) -> None:
    refused = subprocess.run(
        [HT, "up"],
        env={**elsewhere.environment, "HT_DATA_DIR": "/proc/ht-local"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "No permission to write to /proc/ht-local" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a disk that is full")
def test_a_full_disk_is_said_so(elsewhere: Installation) -> None:
    elsewhere.place.data.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(elsewhere.place.data)]
    if subprocess.run(small, check=False, capture_output=True).returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        refused = elsewhere.run("up")
        assert refused.returncode == 1
        assert "is full" in refused.stderr
        assert list(elsewhere.place.data.iterdir()) == []
    finally:
        subprocess.run(["umount", str(elsewhere.place.data)], check=True)


def test_production_is_refused(elsewhere: Installation) -> None:
    refused = subprocess.run(
        [HT, "up"],
        env={**elsewhere.environment, "HT_ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "production" in refused.stderr


def test_ctrl_c_leaves_nothing_running_and_the_next_start_goes_on(
    elsewhere: Installation,
) -> None:
    output = elsewhere.place.data.parent / "up.txt"
    up = elsewhere.start("up", output=output)
    wait_for(
        lambda: "runs here" in output.read_text() or up.poll() is not None,
        seconds=120,
        why=output.read_text,
    )
    family = _family(up.pid)
    up.send_signal(signal.SIGINT)
    assert up.wait(60) == 0, output.read_text()
    assert _still_there(family) == []
    assert all(is_free(port) for port in elsewhere.place.all_ports().values())
    assert "began" in {path.name for path in elsewhere.place.data.iterdir()}
    assert "Traceback" not in output.read_text()

    assert elsewhere.run("dsn", "plans").stdout.startswith("postgresql://")
    elsewhere.ht("reset", "--yes")
    assert list(elsewhere.place.data.iterdir()) == []


def test_a_supervisor_that_is_killed_takes_everything_with_it(elsewhere: Installation) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a child that its parent died")
    output = elsewhere.place.data.parent / "up.txt"
    up = elsewhere.start("up", output=output)
    wait_for(
        lambda: "runs here" in output.read_text() or up.poll() is not None,
        seconds=120,
        why=output.read_text,
    )
    family = _family(up.pid)
    up.kill()
    up.wait()
    wait_for(
        lambda: not _still_there(family), seconds=30, why=lambda: str(_still_there(family))
    )


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 7, children
    return [int(child) for child in children]


def _still_there(family: list[int]) -> list[int]:
    return [pid for pid in family if Path(f"/proc/{pid}/cmdline").exists()]
