"""What is noted when events are taken in: a span, a line in the log, and how new they are."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog
from nats.aio.msg import Msg

from ht_kit.clock import now
from ht_kit.metrics import PROJECTION_AGE
from ht_kit.tracing import processing

_LOG = structlog.get_logger(__name__)
_NEWEST: dict[str, datetime] = {}


@contextmanager
def taking(consumer: str, service: str, messages: Sequence[Msg]) -> Iterator[None]:
    """Note a batch of a service's events that a projector takes in."""
    began = time.perf_counter()
    with processing(service, consumer, messages):
        yield
    newest = max(messages, key=lambda message: message.metadata.sequence.stream)
    has_read(consumer, newest)
    _LOG.debug(
        "batch_projected",
        consumer=consumer,
        events=len(messages),
        last=newest.metadata.sequence.stream,
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
    )


def has_read(consumer: str, message: Msg) -> None:
    """Remember how new the newest event is that a reader has read."""
    if consumer not in _NEWEST:
        PROJECTION_AGE.labels(consumer).set_function(
            lambda: max(0.0, (now() - _NEWEST[consumer]).total_seconds())
        )
    _NEWEST[consumer] = message.metadata.timestamp
