"""One service as a process of its own, configured by environment as in production."""

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

from ht_local.engines.nats import Nats
from ht_local.engines.postgres import Postgres
from ht_local.engines.process import Child
from ht_local.made_once import key_encryption_key, password, secret_key
from ht_local.place import Place

ROLES = ("writer", "reader", "relay", "worker")
NATS_ACCOUNT = "core"


def environment(place: Place, service: str, postgres: Postgres, nats: Nats) -> dict[str, str]:
    """Say everything that a service needs to know; its other settings are passed on."""
    secrets = place.data / "secrets"
    keys_role = f"keys_{service}"
    database = f"ht_{service}"

    def database_url(role: str) -> str:
        return postgres.url(role, password(secrets, role), database)

    told = {
        **{f"{role.upper()}_URL": database_url(f"{service}_{role}") for role in ROLES},
        "MIGRATE_URL": postgres.admin_url(database),
        "KEYS_URL": postgres.url(keys_role, password(secrets, keys_role), "ht_keys"),
        "KEK_FILE": str(key_encryption_key(secrets)),
        "SEARCH_KEY_FILE": str(secret_key(secrets, "search")),
        "FINGERPRINT_KEY_FILE": str(secret_key(secrets, "fingerprint")),
        "NATS_URL": nats.url(NATS_ACCOUNT),
        "NATS_MONITORING_URL": nats.monitoring_url,
        "ISSUER": place.identity_url,
        "JWKS_URL": f"{place.identity_url}/jwks",
        "AUDIENCE": f"ht-{service}",
        "HOST": "127.0.0.1",
        "PORT": str(place.port(service)),
        "OPERATIONS_PORT": str(place.operations_port(service)),
        "ENVIRONMENT": "development",
        "LOG_FORMAT": "json",
    }
    prefix = f"HT_{service.upper()}_"
    return {
        **_inherited(),
        **{name: value for name, value in os.environ.items() if name.startswith(prefix)},
        **{f"{prefix}{name}": value for name, value in told.items()},
    }


def identity_environment(place: Place) -> dict[str, str]:
    """Say what the identity provider needs to know."""
    return {
        **_inherited(),
        "HT_PORT_BASE": str(place.port_base),
        "HT_DATA_DIR": str(place.data),
        "HT_IDENTITY_KEY_FILE": str(place.data / "secrets" / "identity.jwk"),
    }


def _inherited() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HT_")}
    return {**kept, "PYTHONUNBUFFERED": "1"}


class ServiceProcess:
    """A Python process of ours, with its log, and the address where it says it is ready."""

    def __init__(
        self, place: Place, name: str, module: str, told: Mapping[str, str], ready_url: str
    ) -> None:
        self.name = name
        self._module = module
        self._told = told
        self._ready_url = ready_url
        self.child = Child(name, place.logs / f"{name}.log", stop_signal=signal.SIGTERM)

    def start(self, *arguments: str) -> None:
        """Start `python -m <module> <arguments>`."""
        self.child.start(
            [sys.executable, "-m", self._module, *arguments], environment=self._told
        )

    def wait_until_ready(self) -> None:
        """Wait until it says that it is ready, or say why it is not."""
        self.child.wait_until(self._is_ready, seconds=60)

    def _is_ready(self) -> bool:
        return answers_well(self._ready_url)


def answers_well(url: str) -> bool:
    """Say whether this address of our own answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own
            well = 200
            return bool(answer.status == well)
    except (OSError, urllib.error.URLError):
        return False
