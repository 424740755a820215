"""The handlers of a service: one for each aggregate that it declares."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from ht_kit.aggregate import Aggregate
from ht_kit.decider import Handler
from ht_kit.event_store import EventStore
from ht_kit.reading import Reads
from ht_kit.sealing import Sealing

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


class Handlers:
    """Finds the handler of an aggregate, and what the handlers work with."""

    def __init__(
        self,
        aggregates: Sequence[Aggregate[Any, Any, Any]] = (),
        store: EventStore | None = None,
        sealing: Sealing | None = None,
    ) -> None:
        self._store, self._sealing = store, sealing
        self._by_name: dict[str, Handler[Any, Any, Any]] = {}
        if store is not None and sealing is not None:
            self._by_name = {
                aggregate.name: Handler(aggregate, store, sealing) for aggregate in aggregates
            }

    def of(self, aggregate: Aggregate[C, S, E]) -> Handler[C, S, E]:
        """Give the handler of an aggregate that the service declares."""
        return cast(Handler[C, S, E], self._by_name[aggregate.name])

    @property
    def sealing(self) -> Sealing:
        """Give what the handlers seal and open by."""
        if self._sealing is None:
            raise LookupError("a service without aggregates seals nothing")
        return self._sealing

    def reads(self, organisation: str) -> Reads:
        """Give the service's read models, as far as one organisation may see them."""
        if self._store is None:
            raise LookupError("a service without aggregates has no store")
        return self._store.reads(organisation)
