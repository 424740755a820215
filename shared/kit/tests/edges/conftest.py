"""The service of pots over real engines, run as a program, with an issuer of tokens."""

import base64
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from ht_kit.clock import now
from ht_kit.migrations import create_database, create_roles
from ht_local.engines.ports import free_port
from ht_local.pytest_engines import NatsServer, PostgresServer

from .an_interface import Seen, a_client, an_app

PROGRAM = Path(__file__).with_name("a_service.py")
KINDS = ("writer", "reader", "relay", "worker", "keys")
PASSWORD = "only-for-tests"
_NUMBERS = itertools.count(1)
KEY = ECKey.generate_key("P-256", {"kid": "first", "use": "sig"})
SECRET = base64.b64encode(b"s" * 32).decode()


class _Jwks(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Issuer:
    url: str

    def token(self, organisation: str, programme: str, *roles: str) -> str:
        present = int(now().timestamp())
        claims = {
            "iss": self.url,
            "aud": "ht-pots",
            "sub": "0192d1f4-0000-7000-8000-000000000001",
            "exp": present + 300,
            "employer": organisation,
            "memberships": [
                {"organisation": organisation, "programme": programme, "roles": [*roles]}
            ],
        }
        header = {"alg": "ES256", "typ": "at+jwt", "kid": "first"}
        return jws.serialize_compact(header, json.dumps(claims), KEY)


@dataclass(slots=True)
class Program:
    """The service as an operator starts it."""

    environment: Mapping[str, str]
    issuer: Issuer
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(PROGRAM), *arguments]

    def once(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(*arguments),
            env={**self.environment, **changes},
            capture_output=True,
            timeout=60,
            check=False,
        )

    def start(self, command: str, **changes: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            self.command(command),
            env={**self.environment, **changes},
            stdout=subprocess.PIPE,
        )
        self.started.append(process)
        return process

    def operations(self) -> str:
        return f"http://127.0.0.1:{self.environment['HT_POTS_OPERATIONS_PORT']}"

    def until_ready(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        last = "no answer"
        while time.monotonic() < deadline:
            try:
                answer = httpx.get(f"{self.operations()}/readyz?verbose", timeout=5)
            except httpx.HTTPError as fault:
                last = type(fault).__name__
            else:
                if answer.status_code == 200:
                    return
                last = answer.text
            time.sleep(0.1)
        raise AssertionError(f"not ready: {last}")

    def until_alive(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.operations()}/livez", timeout=5)
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("not alive")

    def client(self, organisation: str = "kiln", *roles: str) -> httpx.AsyncClient:
        token = self.issuer.token(organisation, "vases", *(roles or ("potter",)))
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.environment['HT_POTS_PORT']}",
            headers={"Authorization": f"Bearer {token}"},
        )

    def stop_all(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(10)
            if process.stdout:
                process.stdout.close()


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Jwks)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Issuer(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True)
class Databases:
    """The addresses of one test's databases, before any migration."""

    own: str
    keys: str

    def url(self, kind: str) -> str:
        return _as(self.keys, "keys_pots") if kind == "keys" else _as(self.own, f"pots_{kind}")


@pytest.fixture
async def databases(postgres: PostgresServer) -> Databases:
    admin, number = postgres.admin_url(), next(_NUMBERS)
    await create_roles(admin, "pots", dict.fromkeys(KINDS, PASSWORD))
    await create_roles(admin, "keys", {})
    own, keys = f"pots_{number}", f"keys_of_pots_{number}"
    await create_database(admin, "pots", own)
    await create_database(admin, "keys", keys)
    return Databases(postgres.admin_url(own), postgres.admin_url(keys))


@pytest.fixture
async def program(
    databases: Databases, nats_server: NatsServer, issuer: Issuer, tmp_path: Path
) -> AsyncIterator[Program]:
    kek = tmp_path / "kek.json"
    kek.write_text(json.dumps({"current": "first", "keys": {"first": SECRET}}))
    urls = {f"HT_POTS_{kind.upper()}_URL": databases.url(kind) for kind in KINDS}
    running = Program(
        {
            "PATH": os.environ["PATH"],
            **urls,
            "HT_POTS_MIGRATE_URL": databases.own,
            "HT_POTS_KEYS_MIGRATE_URL": databases.keys,
            "HT_POTS_KEK_FILE": str(kek),
            "HT_POTS_SEARCH_KEY": SECRET,
            "HT_POTS_FINGERPRINT_KEY": SECRET,
            "HT_POTS_NATS_URL": nats_server.account(),
            "HT_POTS_NATS_MONITORING_URL": nats_server.monitoring_url,
            "HT_POTS_ISSUER": issuer.url,
            "HT_POTS_JWKS_URL": issuer.url,
            "HT_POTS_PORT": str(free_port()),
            "HT_POTS_OPERATIONS_PORT": str(free_port()),
            "HT_POTS_LOG_FORMAT": "json",
        },
        issuer,
    )
    try:
        yield running
    finally:
        running.stop_all()


def _as(url: str, role: str) -> str:
    parts = urlsplit(url)
    netloc = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=netloc))


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
async def maya(seen: Seen) -> AsyncIterator[httpx.AsyncClient]:
    async with a_client(an_app(seen)) as client:
        yield client
