"""NATS with JetStream from the environment: everything is on disk before it is acknowledged."""

import json
import secrets
import shutil
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from ht_local.engines.process import Child
from ht_local.trouble import Trouble

SYSTEM_ACCOUNT = "SYS"
_GIGABYTE = 1024**3


def _binary() -> Path:
    beside_python = Path(sys.executable).parent / "nats-server"
    if beside_python.exists():
        return beside_python
    found = shutil.which("nats-server")
    if found is None:
        raise Trouble("The embedded NATS server is not installed. Run `make install`.")
    return Path(found)


class Nats:
    """One NATS server with its streams, accounts and log in one folder.

    `accounts` are the names of accounts with JetStream, each with one login of the same name.
    `cluster` is what the server's configuration says of other servers; alone it says nothing.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        monitoring_port: int,
        *,
        accounts: tuple[str, ...],
        name: str = "ht_local",
        cluster: str = "",
        room: int = 20 * _GIGABYTE,
    ) -> None:
        self.folder = folder
        self.port = port
        self.monitoring_port = monitoring_port
        self.accounts = accounts
        self.name = name
        self.room = room
        self._cluster = cluster
        self._child = Child("NATS", folder / "nats.log", stop_signal=signal.SIGTERM)

    @property
    def data(self) -> Path:
        """Where the streams are kept."""
        return self.folder / "jetstream"

    @property
    def logins(self) -> Path:
        """Where the passwords are kept."""
        return self.folder / "nats-passwords.json"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self._child.log

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._child.pid

    @property
    def monitoring_url(self) -> str:
        """Where the server tells about itself."""
        return f"http://127.0.0.1:{self.monitoring_port}"

    def url(self, account: str) -> str:
        """Give an account's address, its login included."""
        return f"nats://{account}:{self._passwords()[account]}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the server without waiting: one of several is ready only with the others."""
        self.data.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "nats.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration(self._passwords()))
        self._child.start([_binary(), "--config", configuration])

    def wait_until_ready(self) -> None:
        """Wait until the server takes events."""
        self._child.wait_until(self._is_ready, seconds=30)

    def stop(self) -> None:
        """Stop in good order."""
        self._child.stop()

    def kill9(self) -> None:
        """End the server at once."""
        self._child.kill()

    def sigstop(self) -> None:
        """Freeze the server."""
        self._child.freeze()

    def sigcont(self) -> None:
        """Let a frozen server go on."""
        self._child.thaw()

    def ended(self) -> int | None:
        """Give the exit code of a server that ended, or nothing."""
        return self._child.ended()

    def delete_data(self) -> None:
        """Destroy every stream of a server that does not run."""
        shutil.rmtree(self.data)

    def _passwords(self) -> Mapping[str, str]:
        kept = self.logins
        known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
        missing = {*self.accounts, SYSTEM_ACCOUNT} - known.keys()
        if missing:
            known |= {name: secrets.token_urlsafe(18) for name in sorted(missing)}
            kept.touch(mode=0o600)
            kept.write_text(json.dumps(known))
        return known

    def _configuration(self, passwords: Mapping[str, str]) -> str:
        def account(name: str, jetstream: str) -> str:
            login = f'{{ user: "{name}", password: "{passwords[name]}" }}'
            return f'  "{name}": {{ {jetstream}users: [{login}] }}\n'

        accounts = "".join(account(name, "jetstream: enabled, ") for name in self.accounts)
        return (
            f"server_name: {self.name}\n"
            f"listen: 127.0.0.1:{self.port}\n"
            f"http: 127.0.0.1:{self.monitoring_port}\n"
            "max_payload: 1MB\n"
            f'jetstream {{ store_dir: "{self.data}", max_file_store: {self.room}, '
            f"max_memory_store: {_GIGABYTE}, sync_interval: always, strict: true }}\n"
            f"system_account: {SYSTEM_ACCOUNT}\n"
            f"accounts {{\n{account(SYSTEM_ACCOUNT, '')}{accounts}}}\n"
            f"{self._cluster}"
        )

    def _is_ready(self) -> bool:
        try:
            health = f"{self.monitoring_url}/healthz"
            with urllib.request.urlopen(health, timeout=1) as answer:  # noqa: S310 - our own
                healthy = 200
                return bool(answer.status == healthy)
        except (OSError, urllib.error.URLError):
            return False
