"""What the services measure, from what they have registered to be measured."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

_PACKAGES = ("ht_kit", "ht_intake", "ht_plans", "ht_referrals", "ht_reporting")
_BEGIN = """# What is measured

Every process answers `GET /metrics` on its operations port, in the format of Prometheus.
Labels are few: routes are templates, events are types, and nothing tells of a person.
Made from the registry by `python -m tests.documents`; a test holds the two together.

| metric | kind | labels | meaning |
|---|---|---|---|
"""


def registered() -> list[MetricWrapperBase]:
    """Give what our packages measure, by name."""
    for package in _PACKAGES:
        path = import_module(package).__path__
        for module in walk_packages(path, f"{package}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    found = {
        each
        for each in REGISTRY._collector_to_names
        if isinstance(each, MetricWrapperBase) and each._name.startswith("ht_")
    }
    return sorted(found, key=lambda metric: (metric._name, metric._type))


def metrics_page() -> str:
    """Write the page."""
    return _BEGIN + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    for metric in registered():
        name = f"{metric._name}_total" if metric._type == "counter" else metric._name
        labels = ", ".join(f"`{each}`" for each in metric._labelnames)
        yield f"| `{name}` | {metric._type} | {labels} | {metric._documentation} |"
