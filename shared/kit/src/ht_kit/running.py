"""One process of a service, from its first connection to its orderly end."""

import asyncio
import gc
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

import structlog
from nats.aio.client import Client
from prometheus_client import REGISTRY
from pydantic import SecretStr

from ht_kit import readiness
from ht_kit.access import Verifier
from ht_kit.audit_sealing import LookSealer
from ht_kit.composition import Composition, compose
from ht_kit.due import DueRunner
from ht_kit.forgetting import forget_old_keys
from ht_kit.http import Edge
from ht_kit.jwks import IssuerKeys
from ht_kit.leadership import Connection
from ht_kit.logging import where
from ht_kit.metrics import BUILD
from ht_kit.nats_connection import connect
from ht_kit.operations import Check, Readiness, operations_app
from ht_kit.parking import keep_counting
from ht_kit.reconciliation import Store, Stream
from ht_kit.reconciling import Pair, Pairs, keep_reconciling
from ht_kit.relay import Relay
from ht_kit.settings import ProcessSettings, RelaySettings, ServiceSettings
from ht_kit.staying_erased import keep_erased
from ht_kit.supervision import Part, Parts, Server, Stopping, first_of
from ht_kit.topology import EventStream

if TYPE_CHECKING:
    from ht_kit.service import Service

_log = structlog.get_logger("ht.service")


class Process:
    """Runs `api`, `worker`, `relay`, or all of them (`run`).

    Stopping goes from the outside in: unready, then nothing more is pulled, then requests
    are finished, then what was taken is written, then the connections close.
    """

    def __init__(self, service: "Service", command: str, settings: ProcessSettings) -> None:
        self._service, self._command, self._settings = service, command, settings
        self._checks: dict[str, Check] = {}
        self._parts: list[Part] = []
        self._api: Server | None = None
        self._closing = AsyncExitStack()

    async def run(self) -> int:
        """Work until asked to stop (0), or until a part dies (1)."""
        stopping = Stopping()
        stopping.listen()
        settings = self._settings
        BUILD.labels(self._service.name, self._service.version).set(1)
        async with self._closing:
            try:
                await self._prepare()
                ready = Readiness(self._checks)
                operations = Server(
                    operations_app(ready, REGISTRY),
                    settings.operations_host,
                    settings.operations_port,
                )
            except OSError as fault:
                _log.critical("not_started", error=type(fault).__name__, where=where(fault))
                return 1
            travelling = Parts(self._parts)
            serving = Parts(
                [
                    Part(name="operations", run=operations.run_part),
                    *([Part(name="api", run=self._api.run_part)] if self._api else []),
                ]
            )
            _set_aside_what_stays()
            serving.start()
            travelling.start()
            _log.info("service_started", command=self._command)
            died = await first_of(stopping, travelling, serving)
            ready.stop()
            await asyncio.sleep(settings.linger_seconds if not died else 0)
            await travelling.stop()
            if self._api:
                self._api.finish()
            operations.finish()
            await serving.finished()
        _log.info("service_stopped", command=self._command)
        return 1 if died else 0

    async def _prepare(self) -> None:
        settings, does = self._settings, self._command
        if isinstance(settings, ServiceSettings):
            composed = await compose(
                self._service.name,
                self._service.aggregates,
                self._service.consumers(),
                settings,
                self._closing,
            )
            self._checks["database"] = readiness.database(composed.reader)
            self._checks["migrations"] = readiness.migrations(
                composed.reader, self._service.folders
            )
            if does in {"api", "run"}:
                self._serve(settings, composed)
            if does in {"worker", "run"}:
                await self._consume(settings, composed)
        if isinstance(settings, RelaySettings) and does in {"relay", "run"}:
            self._relay(settings)
        if does != "api" and settings.nats_monitoring_url is not None:
            self._checks["nats_durable"] = readiness.durable(str(settings.nats_monitoring_url))

    def _serve(self, settings: ServiceSettings, composed: Composition) -> None:
        service = self._service
        keys = IssuerKeys(str(settings.jwks_url))
        self._closing.push_async_callback(keys.close)
        self._checks["issuer"] = readiness.issuer(keys)
        verifier = Verifier(
            keys,
            issuer=settings.issuer,
            audience=settings.audience or f"ht-{service.name}",
        )
        edge = Edge(
            service=service.name,
            permissions=service.permissions,
            verifier=verifier,
            fingerprint_key=settings.fingerprint_key,
            reader=composed.reader,
            sealing=composed.sealing,
            looks=composed.looks,
            caught_up=composed.caught_up,
        )
        app = service.app(edge, composed.handlers)
        app.state.settings = settings  # a route may depend on what the operator chose
        self._api = Server(app, settings.host, settings.port)

    async def _consume(self, settings: ServiceSettings, composed: Composition) -> None:
        service = self._service
        if service.projectors or service.reactors:
            names = [name for read in service.consumers().values() for name in read]
            self._checks["parked"] = readiness.parked(composed.worker)
            self._parts.append(
                Part(name="parked", run=partial(keep_counting, composed.worker, names))
            )
            client = await self._connected(settings)
            self._checks["lag"] = readiness.lag(
                composed.worker, client, composed.consumers, settings.highest_lag
            )
            worker_url = settings.worker_url.get_secret_value()
            self._parts += [
                Part(name=projector.name, run=partial(projector.run, worker_url, client))
                for projector in service.projectors
            ]
        if service.keeps:
            self._reconcile(settings, settings.worker_url, self._own_and_streams)
        if service.reactors:
            self._parts.append(
                Part(
                    name="reactors",
                    run=partial(
                        service.reactors.run,
                        composed.worker,
                        settings.nats_url.get_secret_value(),
                        service.context(settings, composed),
                    ),
                )
            )
        if service.aggregates:
            sealer = LookSealer(service.name)
            worker_url = settings.worker_url.get_secret_value()
            self._parts.append(Part(name="looks", run=partial(sealer.run, worker_url)))
        if service.due:
            runner = DueRunner(service.name, service.due(composed.handlers))
            self._parts.append(Part(name="due", run=partial(runner.run, composed.worker)))
        if service.aggregates:
            forget = partial(forget_old_keys, composed.worker)
            self._parts.append(Part(name="forgetting", run=forget))
            keep = partial(keep_erased, composed.worker, composed.handlers, service.keys_of)
            self._parts.append(Part(name="erased", run=keep))

    async def _connected(self, settings: ProcessSettings) -> Client:
        url = settings.nats_url.get_secret_value()
        client = await connect(url, name=f"{self._service.name} {self._command}")
        self._closing.push_async_callback(client.close)
        self._checks["nats"] = readiness.connected(client)
        streams = [
            EventStream(service=source, replicas=settings.nats_replicas)
            for source in self._service.consumers()
        ]
        self._checks["topology"] = readiness.topology(client, streams)
        return client

    def _relay(self, settings: RelaySettings) -> None:
        if not self._service.aggregates:
            return
        relay = Relay(
            self._service.name,
            settings.relay_url.get_secret_value(),
            settings.nats_url.get_secret_value(),
            self._service.publisher().to_message,
            replicas=settings.nats_replicas,
        )
        self._checks["relay"] = readiness.relaying(relay)
        self._parts.append(Part(name="relay", run=relay.run))
        self._reconcile(settings, settings.relay_url, self._store_and_stream)

    def _reconcile(self, settings: ProcessSettings, database: SecretStr, pairs: Pairs) -> None:
        run = partial(
            keep_reconciling,
            database.get_secret_value(),
            settings.nats_url.get_secret_value(),
            pairs,
        )
        self._parts.append(Part(name="reconciliation", run=run))

    def _store_and_stream(self, connection: Connection, client: Client) -> Sequence[Pair]:
        name = self._service.name
        return [(name, Store(connection), Stream(client, name))]

    def _own_and_streams(self, connection: Connection, client: Client) -> Sequence[Pair]:
        keeps = self._service.keeps
        sources = self._service.consumers() if keeps else ()
        return [
            (source, Stream(client, source), keeps(connection, source))
            for source in sources
            if keeps
        ]


def _set_aside_what_stays() -> None:
    """Have the garbage collector never again look through what was made to begin with.

    Modules, models and routes stay for as long as the process does, and looking through all
    of them holds up every request for a tenth of a second or more.
    """
    gc.collect()
    gc.freeze()
