"""The handlers of a service: one for each aggregate that it declares."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from ht_kit.aggregate import Aggregate
from ht_kit.decider import Handler
from ht_kit.event_store import EventStore
from ht_kit.sealing import Sealing

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


class Handlers:
    """Finds the handler of an aggregate."""

    def __init__(
        self,
        aggregates: Sequence[Aggregate[Any, Any, Any]] = (),
        store: EventStore | None = None,
        sealing: Sealing | None = None,
    ) -> None:
        self._by_name: dict[str, Handler[Any, Any, Any]] = {}
        if store is not None and sealing is not None:
            self._by_name = {
                aggregate.name: Handler(aggregate, store, sealing) for aggregate in aggregates
            }

    def of(self, aggregate: Aggregate[C, S, E]) -> Handler[C, S, E]:
        """Give the handler of an aggregate that the service declares."""
        return cast(Handler[C, S, E], self._by_name[aggregate.name])
