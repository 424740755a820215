"""How often and how long it is played, and with what patience.

By default the same few examples each time. `STATEFUL_EXAMPLES=n` draws n others, at random.
"""

import asyncio
import functools
import gc
import logging
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nats.js.api import StreamConfig

from ht_kit import leadership, nats_connection, projector, reactors, relay
from ht_kit.topology import EventStream
from ht_local.pytest_engines import PostgresServer

from .dying import Loop
from .happening import Failed
from .machine import Machine
from .world import FORGOTTEN

_ASKED = os.environ.get("STATEFUL_EXAMPLES")
EXAMPLES = int(_ASKED) if _ASKED else 5
ROUNDS = 1
_NOTHING: Mapping[str, tuple[str, str]] = MappingProxyType({})


def played(
    postgres: PostgresServer,
    nats_url: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    planted: Mapping[str, tuple[str, str]] = _NOTHING,
) -> None:
    """Play every example; raise what does not hold."""
    _hurry(monkeypatch)
    before = structlog.get_config()
    quietly = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quietly)  # thousands of lines, of nobody's interest
    loop = Loop()
    asyncio.set_event_loop(loop)

    @settings(
        max_examples=EXAMPLES,
        derandomize=_ASKED is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # steps take too long to shrink, and time would alter them
    )
    @given(st.data())
    def example(data: st.DataObject) -> None:
        Machine(postgres, nats_url, loop, planted).play(data, rounds=ROUNDS)

    try:
        example()
    except Failed as failed:
        raise AssertionError(f"after this:\n{failed}") from failed.__cause__
    finally:
        structlog.configure(**before)
        gc.collect()
        loop.close()
        asyncio.set_event_loop(None)


def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for less long than a service does: nobody else needs the servers here."""
    monkeypatch.setattr(relay, "_DELAYS", (0.02, 0.1))
    monkeypatch.setattr(projector, "_DELAYS", (0.02, 0.1))
    monkeypatch.setattr(reactors, "_ACK_WAIT", 0.5)
    # Whoever freezes does so for longer than NATS remembers ids: the sequence is the fence.
    config = EventStream.config

    def forgetful(stream: EventStream, **given: Any) -> StreamConfig:
        return config(stream, **given).evolve(duplicate_window=FORGOTTEN)

    monkeypatch.setattr(EventStream, "config", forgetful)
    again_soon = functools.partial(nats_connection.connect, reconnect_wait=0.05)
    monkeypatch.setattr(relay, "connect", again_soon)
    monkeypatch.setattr(relay, "leading", functools.partial(leadership.leading, retry=0.05))
    monkeypatch.setattr(projector, "leading", functools.partial(leadership.leading, retry=0.05))
