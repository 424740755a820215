"""The whole system on one machine: started in order, watched, stopped in order."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import nats
from nats.js import JetStreamContext

from ht_kit.migrations import KEYS, create_database, create_roles, migrate
from ht_kit.topology import EventStream, apply
from ht_local import data_folder
from ht_local.engines.nats import Nats
from ht_local.engines.ports import require_free
from ht_local.engines.postgres import Postgres
from ht_local.engines.process import Child, last_lines
from ht_local.made_once import password
from ht_local.place import SERVICES, Place
from ht_local.service_process import (
    NATS_ACCOUNT,
    ROLES,
    ServiceProcess,
    answers_well,
    environment,
    identity_environment,
)
from ht_local.trouble import Trouble

Tell = Callable[[str], None]
DECIDING = ("intake", "plans", "referrals")
STREAMS = tuple(EventStream(service=service) for service in DECIDING)


class System:
    """Postgres, NATS, the identity provider and one process per service."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.postgres = Postgres(place.data / "postgres", place.postgres_port)
        self.nats = Nats(
            place.data / "nats",
            place.nats_port,
            place.nats_monitoring_port,
            accounts=(NATS_ACCOUNT,),
        )
        self._processes: list[ServiceProcess] = []

    def start_engines(self) -> None:
        """Start Postgres and NATS."""
        self.postgres.start()
        self.nats.start()

    def start(self, tell: Tell) -> None:
        """Start everything, and return when every service says that it is ready."""
        require_free(self.place.all_ports())
        tell("Starting Postgres and NATS")
        self.start_engines()
        tell("Making roles, databases and streams")
        asyncio.run(self._make_databases())
        self._migrate()
        asyncio.run(self.apply_topology())
        tell("Starting the services")
        self._start_services()

    def stop(self) -> None:
        """Stop everything: first who writes, then where it is written."""
        for process in reversed(self._processes):
            process.child.ask_to_stop()
        for process in reversed(self._processes):
            process.child.stop()
        self._processes.clear()
        self.nats.stop()
        self.postgres.stop()

    def watch(self, seconds: float | None = None) -> None:
        """Return after some seconds (or never), or say which part has ended by itself."""
        end = None if seconds is None else time.monotonic() + seconds
        while end is None or time.monotonic() < end:
            self._check_everything_runs()
            time.sleep(0.3)

    async def apply_topology(self) -> list[str]:
        """Make the streams what the definition says."""
        async with jetstream(self.nats) as streams:
            return await apply(streams, STREAMS)

    def _check_everything_runs(self) -> None:
        for process in self._processes:
            _must_run(process.child)
        for engine in (self.postgres, self.nats):
            if engine.ended() is not None:
                raise Trouble(
                    f"{type(engine).__name__} has ended by itself. Its last words "
                    f"({engine.log}):\n{last_lines(engine.log)}"
                )

    async def _make_databases(self) -> None:
        secrets, admin = self.place.data / "secrets", self.postgres.admin_url()
        for service in SERVICES:
            passwords = {role: password(secrets, f"{service}_{role}") for role in ROLES}
            passwords["keys"] = password(secrets, f"keys_{service}")
            await create_roles(admin, service, passwords)
            await create_database(admin, service, f"ht_{service}")
        await create_database(admin, "keys", "ht_keys")
        await migrate(self.postgres.admin_url("ht_keys"), service="keys", folders=[KEYS])

    def _migrate(self) -> None:
        migrating = [self._service(service) for service in SERVICES]
        for process in migrating:
            process.start("migrate")
        for process in migrating:
            while process.child.ended() is None:
                time.sleep(0.02)
            if process.child.ended() != 0:
                if "MigrationChanged" in last_lines(process.child.log):
                    raise data_folder.of_another_version(self.place.data)
                raise Trouble(
                    f"{process.name} could not migrate its database:\n"
                    f"{last_lines(process.child.log)}"
                )

    def _start_services(self) -> None:
        identity = ServiceProcess(
            self.place,
            "identity",
            "ht_local.identity",
            identity_environment(self.place),
            f"{self.place.identity_url}/jwks",
        )
        self._processes = [identity, *(self._service(service) for service in SERVICES)]
        identity.start()
        for process in self._processes[1:]:
            process.start("run")
        for process in self._processes:
            process.wait_until_ready()

    def _service(self, service: str) -> ServiceProcess:
        return ServiceProcess(
            self.place,
            service,
            f"ht_{service}",
            environment(self.place, service, self.postgres, self.nats),
            ready_url(self.place, service),
        )


def ready_url(place: Place, service: str) -> str:
    """Where a service says whether it is ready."""
    return f"http://127.0.0.1:{place.operations_port(service)}/readyz"


def _must_run(child: Child) -> None:
    code = child.ended()
    if code is not None:
        raise Trouble(
            f"{child.name} has ended by itself (exit code {code}). Its last words "
            f"({child.log}):\n{last_lines(child.log)}"
        )


@contextlib.asynccontextmanager
async def jetstream(server: Nats) -> AsyncIterator[JetStreamContext]:
    """Connect to the streams for a while."""
    connection = await nats.connect(server.url(NATS_ACCOUNT))
    try:
        yield connection.jetstream()
    finally:
        await connection.close()


@contextlib.contextmanager
def whole_system(place: Place, tell: Tell) -> Iterator[System]:
    """Run the whole system for a while, and leave nothing running behind."""
    with data_folder.taken(place):
        system = System(place)
        try:
            system.start(tell)
            data_folder.began(place)
            yield system
        finally:
            system.stop()


@contextlib.contextmanager
def engines_only(place: Place) -> Iterator[System]:
    """Run only Postgres and NATS for a while, unless a copy runs already."""
    found = data_folder.running(place)
    if found is not None:
        yield System(replace(place, port_base=found.port_base))
        return
    if not (place.data / "began").exists():
        raise Trouble("Nothing has been started here yet.")
    with data_folder.taken(place):
        system = System(place)
        try:
            require_free(place.all_ports())
            system.start_engines()
            yield system
        finally:
            system.stop()


@contextlib.contextmanager
def services_of(place: Place, tell: Tell) -> Iterator[Place]:
    """Give a place where the services run: the running copy's, or one started for a while."""
    found = data_folder.running(place)
    if found is None:
        with whole_system(place, tell) as system:
            yield system.place
        return
    there = replace(place, port_base=found.port_base)
    end = time.monotonic() + 60
    while not all(answers_well(ready_url(there, service)) for service in SERVICES):
        if time.monotonic() > end:
            raise Trouble(
                f"The copy that runs here (process {found.pid}) does not get ready. "
                f"See {there.logs}."
            )
        time.sleep(0.2)
    yield there
