"""Folding any history never raises, and whatever is asked of whatever state is either decided
or refused: of every aggregate of every service, with events and commands made from their types.

Such histories cannot all come about. One that cannot today may stand in a database tomorrow,
after a rule was changed or a mistake was imported, and a case that cannot be folded is lost.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.documents import SERVICES, service

from ht_kit.aggregate import Aggregate
from ht_kit.service import Service

_FEW: Final = [UUID(int=number) for number in range(1, 3)]  # so that events meet
_AGGREGATES: Final = [
    (declared, aggregate)
    for declared in map(service, SERVICES)
    for aggregate in declared.aggregates
]
_NAMES: Final = [f"{declared.name}-{each.name}" for declared, each in _AGGREGATES]
_CLOCKS: Final = frozenset({"now", "asked_at"})
_DAYS: Final = (date(1850, 1, 1), date(9900, 12, 31))  # those that ht_kit.forms takes

_instants: Final = st.datetimes(
    datetime.combine(_DAYS[0], datetime.min.time()),
    datetime.combine(_DAYS[1], datetime.max.time()),
    timezones=st.just(UTC),
)
_near: Final = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime.fromtimestamp(1_780_000_000 + 60 * minutes, UTC)
)
for kind, values in (
    (UUID, st.sampled_from(_FEW)),
    (datetime, st.one_of(_near, _near, _instants)),
    (date, st.one_of(_near.map(datetime.date), st.dates(*_DAYS))),
    (Decimal, st.decimals(-1000, 100_000, places=2)),
    (str, st.sampled_from(["", "a", "1", "northfield", "2026-01-01"]) | st.text(max_size=3)),
    (int, st.integers(-2, 130)),
):
    st.register_type_strategy(kind, values)


def _asked(decide: Callable[..., object]) -> st.SearchStrategy[Any]:
    """Give commands, mostly asked after all that they tell of: others are soon refused."""
    taken = _taken(decide, 0)
    later = _near.map(lambda instant: instant.replace(year=instant.year + 2))
    of_each = []
    for command in get_args(taken) or (taken,):
        clock = {each.name: later for each in fields(command) if each.name in _CLOCKS}
        of_each += [st.builds(command, **clock), st.from_type(command)]
    return st.one_of(of_each)


def _taken(function: Callable[..., object], place: int) -> Any:
    """Give the type of an argument of a rule, by its place."""
    hints = get_type_hints(function)
    return list(hints.values())[place]


def _folded(aggregate: Aggregate[Any, Any, Any], data: st.DataObject) -> Any:
    decider = aggregate.decider
    events = data.draw(
        st.lists(st.from_type(_taken(decider.evolve, 1)), max_size=12), label="history"
    )
    return reduce(decider.evolve, events, decider.initial)


@pytest.mark.parametrize("aggregate", [each for _, each in _AGGREGATES], ids=_NAMES)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_folding_any_history_never_raises(
    aggregate: Aggregate[Any, Any, Any], data: st.DataObject
) -> None:
    _folded(aggregate, data)


@pytest.mark.parametrize(("declared", "aggregate"), _AGGREGATES, ids=_NAMES)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_asked_is_decided_or_refused(
    declared: Service, aggregate: Aggregate[Any, Any, Any], data: st.DataObject
) -> None:
    decider, state = aggregate.decider, _folded(aggregate, data)
    commands = _asked(decider.decide)

    for command in data.draw(st.lists(commands, min_size=1, max_size=8), label="asked"):
        try:
            decided = decider.decide(command, state)
        except tuple(declared.refused):
            continue
        state = reduce(decider.evolve, decided, state)
