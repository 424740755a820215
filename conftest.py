"""What all tests share: how examples are drawn, and which tests keep to one process."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

# How long a draw or an example takes says something about the machine, nothing about the code.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

_JOURNEYS = "tests/journeys/"
_ONE_SYSTEM = (_JOURNEYS, "tests/attacks/")


class _BySystem(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A module's tests keep to one process, and so do modules that share one system."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((each for each in _ONE_SYSTEM if module.startswith(each)), module)


def pytest_xdist_make_scheduler(
    config: pytest.Config,
    log: Any,  # xdist has no types
) -> LoadScopeScheduling:
    """Share out what keeps together."""
    return _BySystem(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journeys, which take longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(_JOURNEYS))
