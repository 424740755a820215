"""Faults that are planted into the kit, to see that what may happen here brings each to light.

A fault is one line of the kit, or of a function of the store, put in another way. A line that
is there no more makes the plant fail, so that this table follows the kit.
"""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ht_kit import (
    because,
    coalescing,
    durables,
    keys,
    projector_batch,
    reactor_delivery,
    relay,
    stream_writer,
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One line put in another way, in a function here or (named by a string) in the store."""

    name: str
    function: Callable[..., Any] | str
    old: str
    new: str

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put it into a function here: the code is exchanged, the function stays."""
        assert callable(self.function)
        source = textwrap.dedent(inspect.getsource(self.function))
        assert source.count(self.old) == 1, f"{self.name}: the line is not there once"
        made: dict[str, Any] = {}
        flags = self.function.__code__.co_flags & 0x1000000  # annotations as strings, or not
        code = compile(source.replace(self.old, self.new), self.name, "exec", flags)
        exec(code, dict(self.function.__globals__), made)
        monkeypatch.setattr(self.function, "__code__", made[self.function.__name__].__code__)


PLANTED = (
    Planted(
        "a projector takes what does not follow on from its checkpoint",
        projector_batch.Batches.take_in,
        "if each.position == checkpoint + len(new) + 1:",
        "if True:",
    ),
    Planted(
        "a projector takes whatever is new, with gaps",
        projector_batch.Batches.take_in,
        "if each.position == checkpoint + len(new) + 1:",
        "if each.position > checkpoint:",
    ),
    Planted(
        "a projector moves its checkpoint outside the transaction",
        projector_batch.Batches.take_in,
        "async with connection.transaction():",
        "if True:",
    ),
    Planted(
        "the relay expects no last sequence",
        stream_writer.StreamWriter._append,
        "headers |= {_EXPECTED_LAST: str(after), _EXPECTED_STREAM: self._stream.name}",
        "headers |= {_EXPECTED_STREAM: self._stream.name}",
    ),
    Planted(
        "the relay goes on where the store ends, not where the stream does",
        relay.Relay._where_we_are,
        "return state.last\n",
        "return there.head\n",
    ),
    Planted(
        "a reaction has no idempotency key",
        because.asked_because_of,
        "key=key,",
        "key=str(__import__('uuid').uuid4()),",
    ),
    Planted(
        "a reactor stores its position before it reacts",
        reactor_delivery.Delivery.consume_scope,
        "    with processing(",
        "    await self._progress.moved(self._position)\n    with processing(",
    ),
    Planted(
        "a consumer is not put back to its checkpoint",
        durables.ensure_durable,
        "if _beside(live, position, alone=alone):",
        "if False:",
    ),
    Planted(
        "callers of one call get one another's answers",
        coalescing.Coalescer._call,
        "in zip(batch, answers, strict=True)",
        "in zip(reversed(batch), answers, strict=True)",
    ),
    Planted(
        "a key that is destroyed stays in the memory of its process",
        keys.Keyring.destroy,
        "self._cache.pop((organisation, client), None)",
        "pass",
    ),
    Planted(
        "a stream is written to without comparing its version",
        "write",
        "(locked.organisation, locked.stream_type, locked.version)",
        "(locked.organisation, locked.stream_type, s.expected)",
    ),
    Planted(
        "what only one may have is given to several",
        "write",
        "given.holder <> given.stream_id AND alive",
        "false AND alive",
    ),
    Planted(
        "a position is taken before the lock",
        "write",
        "PERFORM pg_advisory_xact_lock(7233264861542);",
        "",
    ),
    Planted(
        "a key that was used is not kept",
        "write",
        "LEFT JOIN kept USING (organisation, actor, key);",
        "LEFT JOIN kept USING (organisation, actor, key); DELETE FROM idempotency;",
    ),
    Planted(
        "an organisation sees the streams of another",
        "load",
        "PERFORM set_config('ht.organisations', asking, true);",
        "PERFORM set_config('ht.organisations', 'northfield-council,southfield-council',"
        " true);",
    ),
)
