"""One child process that we start, watch and stop, and that never outlives us."""

import contextlib
import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from ht_local.trouble import Trouble

_PR_SET_PDEATHSIG = 1


def last_lines(log: Path, count: int = 12) -> str:
    """Give the end of a log, for the person who has to find out what happened."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""


def _when_we_die(send: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def tell_the_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, int(send))

    return tell_the_kernel


class Child:
    """A process with a log file, in a session of its own so that Ctrl-C reaches only us."""

    def __init__(self, name: str, log: Path, *, stop_signal: signal.Signals) -> None:
        self.name = name
        self.log = log
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of what runs."""
        if self._process is None:
            raise RuntimeError(f"{self.name} does not run")
        return self._process.pid

    def start(
        self,
        command: Sequence[str | Path],
        *,
        account: tuple[int, int] | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start it; as another account where one is given."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own commands
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=None if environment is None else dict(environment),
                cwd=folder,
                start_new_session=True,
                user=None if account is None else account[0],
                group=None if account is None else account[1],
                extra_groups=None if account is None else [],
                # Only one system call, made before any thread of the child exists.
                preexec_fn=_when_we_die(self._stop_signal),  # noqa: PLW1509
            )

    def ended(self) -> int | None:
        """Give the exit code, or nothing while it runs."""
        return None if self._process is None else self._process.poll()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until it is ready, or say why it is not."""
        end = time.monotonic() + seconds
        while not ready():
            if self.ended() is not None or time.monotonic() > end:
                self.kill()
                raise Trouble(f"{self.name} did not start:\n{last_lines(self.log)}")
            time.sleep(0.02)

    def ask_to_stop(self) -> None:
        """Send the signal at which it ends in good order."""
        if self._process is not None and self.ended() is None:
            self._process.send_signal(self._stop_signal)

    def stop(self, *, seconds: float = 20) -> None:
        """Ask it to stop, wait, and insist in the end."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def _family(self) -> list[psutil.Process]:
        if self._process is None or self.ended() is not None:
            return []
        try:
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        family = self._family()
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        if self._process is not None:
            self._process.wait()
        psutil.wait_procs(family, timeout=10)
        self._process = None

    def freeze(self) -> None:
        """Stop it where it stands, children too; it notices nothing."""
        for member in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                member.suspend()

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        for member in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                member.resume()


def reachable_by_everybody(path: Path) -> bool:
    """Say whether another account may pass through every folder down to this path."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))
