"""Where everything on this machine lives: the data folder, the ports, the environment."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ht_local.trouble import Trouble

SERVICES = ("intake", "plans", "referrals", "reporting")
DEFAULT_PORT_BASE = 8000
_LOWEST = 1024
_HIGHEST = 65535 - 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One installation on this machine."""

    data: Path
    port_base: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Place":
        """Read HT_DATA_DIR and HT_PORT_BASE, or choose where nothing private is opened."""
        told = os.environ if environment is None else environment
        _refuse_production(told)
        folder = told.get("HT_DATA_DIR")
        return cls(
            data=Path(folder).expanduser().resolve() if folder else _usual_folder(),
            port_base=_port_base(told.get("HT_PORT_BASE", str(DEFAULT_PORT_BASE))),
        )

    def port(self, service: str) -> int:
        """Where a service answers."""
        return self.port_base + 1 + SERVICES.index(service)

    def operations_port(self, service: str) -> int:
        """Where a service tells whether it is well."""
        return self.port(service) + 10

    @property
    def identity_port(self) -> int:
        """Where the development identity provider answers."""
        return self.port_base + 5

    @property
    def nats_port(self) -> int:
        """Where NATS answers."""
        return self.port_base + 22

    @property
    def nats_monitoring_port(self) -> int:
        """Where NATS tells about itself."""
        return self.port_base + 23

    @property
    def postgres_port(self) -> int:
        """Where Postgres answers."""
        return self.port_base + 32

    def url(self, service: str) -> str:
        """Give the address of a service's API."""
        return f"http://127.0.0.1:{self.port(service)}"

    @property
    def identity_url(self) -> str:
        """The issuer of every token."""
        return f"http://127.0.0.1:{self.identity_port}"

    def all_ports(self) -> dict[str, int]:
        """Name every port that is needed."""
        return {
            **{service: self.port(service) for service in SERVICES},
            **{f"{service} operations": self.operations_port(service) for service in SERVICES},
            "identity provider": self.identity_port,
            "NATS": self.nats_port,
            "NATS monitoring": self.nats_monitoring_port,
            "Postgres": self.postgres_port,
        }

    @property
    def logs(self) -> Path:
        """Where every process writes its log."""
        return self.data / "logs"


def command_line() -> str:
    """Give the words that run `ht` on this machine, for the person to copy."""
    if shutil.which("uv"):
        return "uv run ht"
    if Path(".tools/bin/uv").exists():
        return ".tools/bin/uv run ht"
    return str(Path(sys.executable).parent / "ht")


def _usual_folder() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/ht-local")
    return Path.home() / ".local" / "share" / "ht-local"


def _port_base(text: str) -> int:
    if not text.isdigit() or not _LOWEST <= int(text) <= _HIGHEST:
        raise Trouble(
            f"HT_PORT_BASE is {text!r}; it must be a number from {_LOWEST} to {_HIGHEST}."
        )
    return int(text)


def _refuse_production(told: Mapping[str, str]) -> None:
    for name, value in told.items():
        if name.startswith("HT_") and name.endswith("ENVIRONMENT") and value == "production":
            raise Trouble(
                f"{name} says production. This signs tokens for anybody who asks and must "
                "never run there."
            )
