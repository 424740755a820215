"""The unprivileged account that Postgres needs where we are root."""

import os
import pwd
import shutil
import subprocess

from ht_local.trouble import Trouble

_NAME = "ht-postgres"


def account() -> tuple[int, int] | None:
    """Give the account that Postgres runs as; nothing where we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(_NAME)
    except KeyError:
        _make()
        found = pwd.getpwnam(_NAME)
    return found.pw_uid, found.pw_gid


def _make() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        raise Trouble(
            "Postgres refuses to run as root and no account can be made here (useradd is "
            "missing). Run this as another account."
        )
    made = subprocess.run(  # noqa: S603 - a fixed command
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", _NAME],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    already_there = 9
    if made.returncode not in {0, already_there}:
        raise Trouble(
            f"Postgres refuses to run as root, and making the account {_NAME} failed: "
            f"{made.stderr.strip()}"
        )
