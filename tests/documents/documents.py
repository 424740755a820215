"""Which documents there are, and where they stand."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import orjson

from ht_kit.service import Service

from .commanded import commands_page
from .measured import metrics_page
from .measures import instruments_page
from .permitted import permissions_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SERVICES = ("intake", "plans", "referrals", "reporting")


def service(name: str) -> Service:
    """Give a service, as it declares itself."""
    found = import_module(f"ht_{name}.app").SERVICE
    assert isinstance(found, Service)
    return found


def documents() -> Iterator[tuple[Path, str]]:
    """Give each document's place and content."""
    services = [service(name) for name in SERVICES]
    yield DOCS / "permissions.md", permissions_page(services)
    yield DOCS / "commands.md", commands_page(services)
    yield DOCS / "metrics.md", metrics_page()
    yield DOCS / "instruments.md", instruments_page()
    for each in services:
        described = orjson.dumps(
            each.openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
        )
        yield DOCS / "api" / f"{each.name}.json", f"{described.decode()}\n"
