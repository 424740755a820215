"""What one process of a service holds while it runs: pools, store, keys, handlers."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

from pydantic import SecretStr

from ht_kit.aggregate import Aggregate
from ht_kit.audit import LookStore
from ht_kit.event_store import EventStore
from ht_kit.handlers import Handlers
from ht_kit.keys import Keyring, WrappingKeys
from ht_kit.pools import open_pool
from ht_kit.positions import wait_for
from ht_kit.reading import Pool
from ht_kit.sealing import Sealing
from ht_kit.settings import DecidingSettings, ServiceSettings

SIZES: Final[Mapping[str, int]] = {"writer": 4, "reader": 8, "worker": 4, "keys": 2}
"""Connections at most, of one process. Relay and projectors hold one each besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The pools of a process, and what is made from them."""

    reader: Pool
    worker: Pool
    handlers: Handlers
    sealing: Sealing | None
    looks: LookStore | None
    consumers: Mapping[str, Sequence[str]]

    async def caught_up(self, after: Mapping[str, int]) -> None:
        """Wait until what the caller has written elsewhere has arrived here."""
        await wait_for(self.reader, self.consumers, after)


async def compose(
    service: str,
    aggregates: Sequence[Aggregate[Any, Any, Any]],
    consumers: Mapping[str, Sequence[str]],
    settings: ServiceSettings,
    closing: AsyncExitStack,
) -> Composition:
    """Make what a process needs; `closing` lets go of it in the right order."""

    async def pool(role: str, url: SecretStr) -> Pool:
        opened = await open_pool(
            url.get_secret_value(), at_most=SIZES[role], at_least=0, name=f"ht-{service}-{role}"
        )
        return await closing.enter_async_context(opened)

    reader = await pool("reader", settings.reader_url)
    worker = await pool("worker", settings.worker_url)
    handlers, sealing, looks = Handlers(), None, None
    if isinstance(settings, DecidingSettings):
        writer = await pool("writer", settings.writer_url)
        keys = await pool("keys", settings.keys_url)
        wrapping = WrappingKeys(settings.kek.current, settings.kek.keys)
        sealing = Sealing(Keyring(keys, wrapping, service), settings.search_key)
        store = EventStore(writer, reader, service)
        closing.push_async_callback(store.close)
        handlers = Handlers(aggregates, store, sealing)
        looks = LookStore(writer)
        closing.push_async_callback(looks.close)
    return Composition(
        reader=reader,
        worker=worker,
        handlers=handlers,
        sealing=sealing,
        looks=looks,
        consumers=consumers,
    )
