"""Every route of a running service, asked with whatever headers: a list made from its own
description, so that a new route is attacked from the day it is there.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple

import httpx

from ht_kit.service import Service
from ht_local.place import Place

_SOMETHING: Final = "0192d1f4-0000-7000-8000-00000000ffff"
_OF_EACH_REQUEST: Final = frozenset({"x-correlation-id", "date"})


class Said(NamedTuple):
    """An answer, without what differs from request to request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def declared(name: str) -> Service:
    """Give a service, as it declares itself."""
    service = import_module(f"ht_{name}.app").SERVICE
    assert isinstance(service, Service)
    return service


@cache
def routes(name: str) -> Sequence[tuple[str, str]]:
    """Give the method and an address of every route that asks for a token."""
    paths = declared(name).openapi()["paths"]
    assert isinstance(paths, dict)
    return [
        (method.upper(), address_of(path))
        for path, operations in paths.items()
        if isinstance(operations, dict)
        for method, operation in operations.items()
        if not (isinstance(operation, dict) and operation.get("security") == [])
    ]


def address_of(path: str) -> str:
    """Give an address of a route, at which nothing is."""
    return re.sub(r"{[^}]+}", _SOMETHING, path)


def ask_every_route(place: Place, name: str, headers: Mapping[str, str]) -> dict[str, Said]:
    """Ask each route with these headers, and give what it said, by route."""
    with httpx.Client(base_url=place.url(name), timeout=30, trust_env=False) as http:
        return {
            f"{method} {address}": _said(
                http.request(
                    method,
                    address,
                    headers={"Idempotency-Key": "asked", **headers},
                    json={} if method == "POST" else None,
                )
            )
            for method, address in routes(name)
        }


def _said(answer: httpx.Response) -> Said:
    kept = (each for each in answer.headers.multi_items() if each[0] not in _OF_EACH_REQUEST)
    return Said(answer.status_code, tuple(sorted(kept)), answer.content)
