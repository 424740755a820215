"""The test of the test: with each of these faults in the kit, something that happens shows it.

It takes some minutes, and so runs where it is asked for: `STATEFUL_PLANTED=1`.
"""

import os
import traceback

import pytest

from ht_local.pytest_engines import NatsServer, PostgresServer

from . import world
from .planted import PLANTED, Planted
from .playing import played

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not os.environ.get("STATEFUL_PLANTED"),
        reason="plants faults into the kit for some minutes: STATEFUL_PLANTED=1 asks for it",
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
]


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(
    fault: Planted,
    postgres: PostgresServer,
    nats_server: NatsServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(world, "PATIENCE", 10.0)
    planted = {}
    if isinstance(fault.function, str):
        planted[fault.function] = (fault.old, fault.new)
    else:
        fault.plant(monkeypatch)

    with pytest.raises(AssertionError) as seen:
        played(postgres, nats_server.account(), monkeypatch, planted=planted)

    story, error = str(seen.value), seen.value.__cause__
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    with capsys.disabled():
        print(f"\n{fault.name}\n  {story.splitlines()[-1]}\n  {_rule(error)}: {what}")  # noqa: T201
    assert _rule(error) not in ("", "begin"), what


def _rule(error: BaseException | None) -> str:
    """Say which rule it was that failed."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    here = ("/machine.py", "/commands.py")
    return next((each.name for each in frames if each.filename.endswith(here)), "")
