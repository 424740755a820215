"""What all tests share: how examples are drawn, and which tests keep to one process."""

import pytest
from hypothesis import HealthCheck, settings

# How long a draw or an example takes says something about the machine, nothing about the code.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

_ONE_SYSTEM = ("tests/journeys/", "tests/attacks/")


@pytest.hookimpl(tryfirst=True)  # before groups are written into the names of tests
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests in one process, and modules together which share one system.

    The journeys come first, for they take longest.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(_ONE_SYSTEM[0]))
    for item in items:
        module = item.nodeid.partition("::")[0]
        together = next((each for each in _ONE_SYSTEM if module.startswith(each)), module)
        item.add_marker(pytest.mark.xdist_group(together))
