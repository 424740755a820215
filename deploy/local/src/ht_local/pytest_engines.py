"""Fixtures for tests that need the engines: real servers, one of each per test process.

With pytest-xdist every worker process has engines of its own, so nothing is shared or locked.
"""

import contextlib
import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import asyncpg
import pytest

from ht_kit.migrations import CONSUMING, KEYS, STORE, create_database, create_roles, migrate
from ht_local.engines.nats import Nats
from ht_local.engines.nats_cluster import NatsCluster
from ht_local.engines.ports import free_port
from ht_local.engines.postgres import Postgres

_ACCOUNTS = 200
_PASSWORD = "only-in-tests"  # noqa: S105 - the server lives as long as the tests


def _folders(service: str) -> Sequence[Path]:
    own = resources.files(f"ht_{service}") / "migrations"
    assert isinstance(own, Path)  # noqa: S101 - packages are installed as folders
    return [*([] if service == "reporting" else [STORE]), CONSUMING, own]


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder that the account of Postgres can reach, unlike pytest's private ones."""
    made = Path(tempfile.mkdtemp(prefix="ht-test-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A service's database of one test, with an address for each of the service's roles."""

    name: str
    service: str
    engine: Postgres
    keys: str
    """The key database's name: one for all tests, as no two have a client in common."""

    @property
    def admin_url(self) -> str:
        """The superuser's address; row-level security does not bind it."""
        return self.engine.admin_url(self.name)

    @property
    def keys_url(self) -> str:
        """The address of the key database for this service's role there."""
        return self.engine.url(f"keys_{self.service}", _PASSWORD, self.keys)

    def url(self, role: str) -> str:
        """Give the address for `writer`, `reader`, `relay` or `worker`."""
        return self.engine.url(f"{self.service}_{role}", _PASSWORD, self.name)


class PostgresServer:
    """The Postgres of this test process; every test takes databases of its own."""

    def __init__(self, engine: Postgres) -> None:
        self.engine = engine
        self._number = itertools.count(1)
        self._templates: set[str] = set()

    def admin_url(self, database: str = "postgres") -> str:
        """Give the superuser's address; row-level security does not bind it."""
        return self.engine.admin_url(database)

    async def empty_database(self) -> str:
        """Make an empty database and give the superuser's address of it."""
        name = f"test_{next(self._number)}"
        await self._admin(f"CREATE DATABASE {name}")
        return self.admin_url(name)

    async def database_for(
        self, service: str, *, folders: Sequence[Path] | None = None
    ) -> Database:
        """Clone a service's migrated database, with its roles; the key database is shared.

        `folders` are its migrations where it is not one of the four services.
        """
        template = await self._template(service, folders or _folders(service))
        keys = await self._template("keys", [KEYS])
        name = f"ht_{service}_{next(self._number)}"
        await self._admin(
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER {service}_owner"
            " STRATEGY file_copy"
        )
        await create_database(self.admin_url(), service, name)
        return Database(name=name, service=service, engine=self.engine, keys=keys)

    async def _template(self, service: str, folders: Sequence[Path]) -> str:
        # The same service with other migrations, in a test of migrations, is another template.
        template = f"template_{service}_{abs(hash(tuple(folders))):x}"
        if template in self._templates:
            return template
        if service != "keys":
            roles = ("writer", "reader", "relay", "worker", "keys")
            await create_roles(self.admin_url(), service, dict.fromkeys(roles, _PASSWORD))
        await create_database(self.admin_url(), service, template)
        await migrate(self.admin_url(template), service=service, folders=folders)
        self._templates.add(template)
        return template

    async def _admin(self, statement: str) -> None:
        connection = await asyncpg.connect(self.admin_url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


class NatsServer:
    """The NATS of this test process; every test takes an account of its own."""

    def __init__(self, engine: Nats) -> None:
        self.engine = engine
        self._unused = iter(engine.accounts)

    @property
    def monitoring_url(self) -> str:
        """Where the server tells about itself."""
        return self.engine.monitoring_url

    def account(self) -> str:
        """Give the address of an account that no other test has used: no stream is there."""
        try:
            return self.engine.url(next(self._unused))
        except StopIteration:
            raise RuntimeError(f"more than {_ACCOUNTS} accounts were asked for") from None


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run a Postgres, shared by the tests of this process."""
    with _folder() as folder:
        engine = Postgres(folder, free_port())
        engine.start()
        try:
            yield PostgresServer(engine)
        finally:
            engine.stop()


@pytest.fixture(scope="session")
def nats_server() -> Iterator[NatsServer]:
    """Run a NATS, shared by the tests of this process."""
    with _folder() as folder:
        engine = Nats(
            folder,
            free_port(),
            free_port(),
            accounts=tuple(f"test_{number}" for number in range(_ACCOUNTS)),
        )
        engine.start()
        try:
            yield NatsServer(engine)
        finally:
            engine.stop()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """Run a Postgres that this test alone may kill, freeze or wipe."""
    with _folder() as folder:
        engine = Postgres(folder, free_port())
        engine.start()
        try:
            yield engine
        finally:
            engine.kill9()


@pytest.fixture
def own_nats() -> Iterator[Nats]:
    """Run a NATS (account `core`) that this test alone may kill, freeze or wipe."""
    with _folder() as folder:
        engine = Nats(folder, free_port(), free_port(), accounts=("core",))
        engine.start()
        try:
            yield engine
        finally:
            engine.kill9()


@pytest.fixture
def own_cluster() -> Iterator[NatsCluster]:
    """Run three NATS servers (account `core`) that this test alone may kill."""
    with _folder() as folder:
        engine = NatsCluster(folder, accounts=("core",))
        engine.start()
        try:
            yield engine
        finally:
            engine.kill9()
