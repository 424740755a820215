"""A service, declared as data, and the commands that run it.

    SERVICE = Service(
        name="plans",
        title="Plans",
        settings=Settings,                      # DecidingSettings, or ServiceSettings
        migrations=[Path(__file__).with_name("migrations")],
        routers=[router],
        permissions=PERMISSIONS,
        refused=[Refused],                      # root classes of the domain's refusals
        aggregates=[CASE, PLAN],
        tells={"case": publish_case, "plan": publish_plan},   # what leaves, by aggregate
        projectors=[Projector("plans_consents", "EVT_INTAKE", know_consents)],
        reactors=reactors,
        due=lambda handlers: [DueWork("check-due", partial(mark_due, handlers.of(PLAN)))],
    )

`__main__.py` says `sys.exit(SERVICE.main(sys.argv[1:]))`. A service without aggregates has no
store, no keys and no relay. FastStream's `Context(name)` gives reactions
`handlers`, every handler under its aggregate's name, `reader` (the pool), `sealing` and
`settings`.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson
import structlog
import uvloop
from fastapi import APIRouter, FastAPI
from pydantic import JsonValue

from ht_contracts.envelope import Published
from ht_kit import keys_command, parked_command
from ht_kit.access import Claims, Permissions
from ht_kit.aggregate import Aggregate
from ht_kit.coalescing import Closed, Overloaded
from ht_kit.composition import Composition
from ht_kit.due import DueWork
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.http_app import create_app
from ht_kit.leadership import Connection
from ht_kit.logging import configure
from ht_kit.migrations import CONSUMING, KEYS, STORE, migrate
from ht_kit.positions import NotYet
from ht_kit.problems import not_signed_in
from ht_kit.projector import Projector
from ht_kit.publishing import Publisher, Told
from ht_kit.reactors import Reactors
from ht_kit.reconciliation import Keeper
from ht_kit.running import Process
from ht_kit.settings import (
    MigrationSettings,
    RelaySettings,
    ServiceSettings,
    load,
    prefixed,
)
from ht_kit.staying_erased import KeysOf, their_own
from ht_kit.tracing import tracing

COMMANDS: Final = (
    "api", "worker", "relay", "migrate", "run", "openapi", "check-config", "parked", "rewrap",
)  # fmt: skip
_AWAY: Final = ("unavailable", "Something that this needs is away for a moment. Ask again.")
BUSY: Final[Mapping[type[Exception], tuple[str, str]]] = {
    NotYet: ("not-yet", NotYet.__doc__ or ""),
    Overloaded: ("overloaded", Overloaded.__doc__ or ""),
    Closed: ("overloaded", Overloaded.__doc__ or ""),
    # A database that is away, restarting or too slow. Whether a command was done may be
    # unknown: asking again with the same key tells.
    asyncpg.PostgresConnectionError: _AWAY,
    asyncpg.OperatorInterventionError: _AWAY,
    asyncpg.InsufficientResourcesError: _AWAY,
    asyncpg.LockNotAvailableError: _AWAY,
    asyncpg.InterfaceError: _AWAY,
    asyncpg.InternalClientError: _AWAY,  # of a connection that is just ending
    OSError: _AWAY,  # several addresses that all refuse make a plain one
}
_log = structlog.get_logger("ht.service")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All that makes one service what it is."""

    name: str
    title: str
    settings: type[ServiceSettings]
    migrations: Sequence[Path]
    routers: Sequence[APIRouter]
    permissions: Permissions
    refused: Sequence[type[Exception]] = ()
    tells: Mapping[str, Callable[[Any], Published | None]] = field(default_factory=dict)
    aggregates: Sequence[Aggregate[Any, Any, Any]] = ()
    projectors: Sequence[Projector] = ()
    reactors: Reactors | None = None
    due: Callable[[Handlers], Iterable[DueWork]] | None = None
    keys_of: KeysOf = their_own
    """Whose keys go when clients are erased."""
    keeps: Callable[[Connection, str], Keeper] | None = None
    """What it keeps of all that another service tells, to be held against its stream."""

    def __post_init__(self) -> None:
        if {aggregate.name for aggregate in self.aggregates} != set(self.tells):
            raise ValueError("every aggregate needs its publish function in `tells`, by name")

    @property
    def version(self) -> str:
        """Give the version of the distribution that is installed."""
        try:
            return version(f"ht-{self.name}")
        except PackageNotFoundError:
            return "0"

    @property
    def folders(self) -> Sequence[Path]:
        """Give the folders of migrations: the kit's own first."""
        return [*([STORE] if self.aggregates else []), CONSUMING, *self.migrations]

    def consumers(self) -> Mapping[str, Sequence[str]]:
        """Give the names of what reads elsewhere, by the service whose stream it reads."""
        found: dict[str, list[str]] = {}
        for projector in self.projectors:
            source = projector.stream.removeprefix("EVT_").lower()
            found.setdefault(source, []).append(projector.name)
        for source, names in (self.reactors.consumers() if self.reactors else {}).items():
            found.setdefault(source, []).extend(names)
        return found

    def context(self, settings: ServiceSettings, composed: Composition) -> Mapping[str, object]:
        """Give what reactions may ask for, by name."""
        handlers = {each.name: composed.handlers.of(each) for each in self.aggregates}
        return {
            **handlers,
            "handlers": composed.handlers,
            "reader": composed.reader,
            "sealing": composed.sealing,
            "settings": settings,
        }

    def publisher(self) -> Publisher:
        """Give what turns stored events into messages."""
        told = {
            aggregate.name: Told(aggregate.codec, self.tells[aggregate.name])
            for aggregate in self.aggregates
        }
        return Publisher(self.name, told)

    def app(self, edge: Edge, handlers: Handlers) -> FastAPI:
        """Make the HTTP application."""
        return create_app(
            title=self.title,
            version=self.version,
            edge=edge,
            handlers=handlers,
            routers=self.routers,
            refused=self.refused,
            busy=BUSY,
        )

    def openapi(self) -> dict[str, JsonValue]:
        """Describe the HTTP interface, as OpenAPI 3.1."""
        return self.described().openapi()

    def described(self) -> FastAPI:
        """Make the HTTP application as it can be looked at without any setting."""
        edge = Edge(
            service=self.name,
            permissions=self.permissions,
            verifier=_Nobody(),
            fingerprint_key=b"",
        )
        return self.app(edge, Handlers())

    def main(self, argv: Sequence[str]) -> int:
        """Do one command, and give the exit code."""
        if argv and argv[0] in _BY_THEMSELVES:
            return _BY_THEMSELVES[argv[0]](self, argv[1:])
        parser = argparse.ArgumentParser(prog=f"ht-{self.name}", description=self.title)
        parser.add_argument("command", nargs="?", choices=COMMANDS, default="run")
        parser.add_argument("--check-config", action="store_true", help="read settings only")
        given = parser.parse_args(argv)
        match given.command:
            case "openapi":
                document = orjson.dumps(
                    self.openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
                )
                sys.stdout.write(f"{document.decode()}\n")
                return 0
            case "migrate":
                settings = load(prefixed(MigrationSettings, self.settings))
                return 0 if given.check_config else self._migrate(settings)
            case "relay":
                relaying = load(prefixed(RelaySettings, self.settings))
                return 0 if given.check_config else self._run("relay", relaying)
            case "check-config":
                load(self.settings)
                return 0
            case command:
                running = load(self.settings)
                return 0 if given.check_config else self._run(command, running)

    def _migrate(self, settings: MigrationSettings) -> int:
        configure(self.name, version=self.version, style=settings.log_format)

        async def run() -> list[str]:
            applied = []
            if settings.keys_migrate_url is not None:
                keys = settings.keys_migrate_url.get_secret_value()
                applied = await migrate(keys, service="keys", folders=[KEYS])
            url = settings.migrate_url.get_secret_value()
            return applied + await migrate(url, service=self.name, folders=self.folders)

        applied = asyncio.run(run())
        _log.info("migrations_run", applied=applied)
        return 0

    def _run(self, command: str, settings: RelaySettings | ServiceSettings) -> int:
        configure(
            self.name,
            version=self.version,
            style=settings.log_format,
            level=settings.log_level,
        )
        traces = None if settings.traces_url is None else str(settings.traces_url)
        with (
            tracing(self.name, self.version, traces),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            return runner.run(Process(self, command, settings).run())


_BY_THEMSELVES: Final[Mapping[str, Callable[[Service, Sequence[str]], int]]] = {
    "parked": parked_command.main,
    "rewrap": keys_command.main,
}
"""Commands with words of their own."""


class _Nobody:
    """Verifies nothing: for describing the interface without a running service."""

    async def verify(self, _: str, /) -> Claims:
        """Refuse."""
        raise not_signed_in()
