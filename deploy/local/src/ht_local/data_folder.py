"""The data folder: of one version, used by one copy at a time, never left half made."""

import contextlib
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ht_local.place import Place, command_line
from ht_local.trouble import Trouble

VERSION = "1"
_NEEDED_BYTES = 300 * 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The copy that runs here."""

    pid: int
    port_base: int


@contextlib.contextmanager
def taken(place: Place) -> Iterator[None]:
    """Hold the data folder for one copy; a folder that this copy could not fill is removed."""
    folder = place.data
    fresh = not _is_ours(folder)
    _check_free_space(folder)
    first_new = _make(folder)
    with _lock(place) as lock_file:
        _check_version(folder)
        try:
            (folder / "version").write_text(VERSION + "\n")
            lock_file.truncate(0)
            lock_file.write(json.dumps({"pid": os.getpid(), "port_base": place.port_base}))
            lock_file.flush()
            yield
        finally:
            if fresh and not (folder / "began").exists():
                _empty(folder, first_new)


def began(place: Place) -> None:
    """Note that everything has once started: from now on the data are worth keeping."""
    (place.data / "began").touch()


def running(place: Place) -> Running | None:
    """Say which copy holds the folder, if any."""
    path = place.data / "lock"
    try:
        with path.open("r") as lock_file:
            if _try_lock(lock_file.fileno()):
                return None
            told = json.loads(lock_file.read() or "{}")
    except FileNotFoundError:
        return None
    except PermissionError:
        raise _not_ours(place.data) from None
    return Running(pid=told.get("pid", 0), port_base=told.get("port_base", place.port_base))


def remove(place: Place) -> None:
    """Remove everything, so that the next start is the first."""
    if not place.data.exists():
        return
    if not _is_ours(place.data) and any(place.data.iterdir()):
        raise Trouble(f"{place.data} holds something that is not ours, so it is left alone.")
    with _lock(place):
        _empty(place.data, None)


def _is_ours(folder: Path) -> bool:
    return (folder / "version").exists()


def _make(folder: Path) -> Path | None:
    """Make the folder, and tell the uppermost one that was missing."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # As root Postgres runs as another account, which must pass through here.
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if not os.access(folder, os.W_OK):
            raise _not_ours(folder)
    except PermissionError:
        raise _not_ours(folder) from None
    except (FileExistsError, NotADirectoryError):
        raise Trouble(f"{folder} is not a folder. Set HT_DATA_DIR to one.") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise _not_ours(folder) from None
    if not _is_ours(folder) and any(part.name != "lock" for part in folder.iterdir()):
        raise Trouble(
            f"{folder} holds something that is not ours. Set HT_DATA_DIR to an empty folder."
        )
    return missing[-1] if missing else None


def _not_ours(folder: Path) -> Trouble:
    return Trouble(f"No permission to write to {folder}. Set HT_DATA_DIR to a folder of yours.")


def _check_free_space(folder: Path) -> None:
    there = next(part for part in (folder, *folder.parents) if part.exists())
    total, _, free = shutil.disk_usage(there)
    if total and free < _NEEDED_BYTES:
        raise Trouble(
            f"The disk that holds {folder} is full: {_NEEDED_BYTES // 1024**2} MB must be "
            "free. Make room, or set HT_DATA_DIR to a folder on another disk."
        )


def _check_version(folder: Path) -> None:
    try:
        found = (folder / "version").read_text().strip()
    except FileNotFoundError:
        return
    if found != VERSION:
        raise of_another_version(folder)


def of_another_version(folder: Path) -> Trouble:
    """Say that these data were made by another program than this."""
    return Trouble(
        f"{folder} was made by another version of this program. Use that one, or start afresh "
        f"with `{command_line()} reset`."
    )


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _lock(place: Place) -> Iterator[TextIO]:
    with (place.data / "lock").open("a+") as lock_file:
        if not _try_lock(lock_file.fileno()):
            lock_file.seek(0)
            told = json.loads(lock_file.read() or "{}")
            raise Trouble(
                f"A copy already runs with {place.data} (process {told.get('pid', 'unknown')}, "
                f"ports from {told.get('port_base', 'unknown')}). Use that one, stop it with "
                "Ctrl-C, or set HT_DATA_DIR and HT_PORT_BASE for another."
            )
        yield lock_file


def _empty(folder: Path, first_new: Path | None) -> None:
    for part in folder.iterdir():
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink()
    if first_new is not None:
        shutil.rmtree(first_new)
