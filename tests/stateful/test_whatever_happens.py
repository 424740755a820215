"""Whatever is asked for, and wherever whatever happens: store, stream, read models, reactions
and what is personal are what a small model says.

Hypothesis chooses what happens. Every process can die, freeze or be cut off at each of its
awaits and before and after each of its words (`dying.py`); Postgres and NATS are real.
"""

import pytest

from ht_local.pytest_engines import NatsServer, PostgresServer

from .playing import EXAMPLES, played

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(600 + 60 * EXAMPLES),
    # FastStream, ended in the middle of starting, leaves coroutines that it never awaited.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
]


def test_whatever_happens_nothing_is_lost_doubled_or_out_of_order(
    postgres: PostgresServer, nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(postgres, nats_server.account(), monkeypatch)
