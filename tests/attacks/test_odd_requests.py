"""What no description describes: bodies that are no JSON, headers that are no words, addresses
that lead nowhere. Every route of every service answers each with a problem in our own words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
import pytest
from tests.documents.permitted import ROLES, may_ask

from ht_local.place import SERVICES

from .asking import address_of, declared
from .town import Town

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(600)]

BODIES: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "no number": b"NaN",
    "beyond all numbers": b"1e999",
    "many digits": b'{"reason":' + b"9" * 5000 + b"}",
    "half a character": b'{"reason":"\\ud800","x\\udfff":1}',
    "NUL, escaped": b'{"reason":"\\u0000"}',
    "NUL in a name": b'{"\\u0000":1}',
    "NUL": b'{"reason":"\x00"}',
    "no UTF-8": b'{"reason":"\xff\xfe"}',
    "UTF-16": '{"reason":"a"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a deep list": b"[" * 100_000,
    "a deep object": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "a name twice": b'{"reason":"a","reason":"b"}',
    "two bodies": b"{} {}",
    "half a body": b'{"reason":',
}
_ODD: Final = (b"", b"\xff", b"caf\xc3\xa9", b"x" * 300, b"' OR 1=1 --", b"%00", b'"3","4"')
_NAMES: Final = (
    "If-Match", "Idempotency-Key", "Ht-After", "Ht-Programme", "Ht-Organisation",
    "X-Correlation-Id", "traceparent", "Content-Type", "Content-Encoding", "Authorization",
)  # fmt: skip
HEADERS: Final = (
    *((name, value) for name in _NAMES for value in _ODD),
    ("If-Match", b'"99999999999"'),
    ("If-Match", b'W/"3"'),
    ("Ht-After", b"intake=-1"),
    ("Ht-After", b"intake=1=2,"),
    ("Content-Type", b"application/json; charset=utf-16"),
    ("Content-Encoding", b"gzip"),
)
IN_PATHS: Final = (
    "%00", "%", "%zz", "..", "%2f", "%ff", "%20", "x" * 5000, "%ed%a0%80",
    "urn:uuid:0192d1f4-0000-7000-8000-00000000ffff", "{0192d1f4-0000-7000-8000-00000000ffff}",
)  # fmt: skip
QUERIES: Final = (
    "limit=99999999999999999999999", "limit=1&limit=2", "limit=1e2", "limit=%D9%A3", "limit",
    "after=%00", "after=%ff", "after=a&after=b", "after=W10", "after=WzFd", "after=bnVsbA",
    "a[]=1", "=", "%00=1",
)  # fmt: skip
METHODS: Final = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW")
_IN_BRACES: Final = re.compile(r"{[^}]+}")


def _odd(method: str, path: str, *, first: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what is odd. Headers are read alike for all: the first route of a kind will do."""
    address = address_of(path)
    for named, body in BODIES.items() if method == "POST" else ():
        yield named, {"method": method, "url": address, "content": body}
    for name, value in HEADERS if first else ():
        yield f"{name}: {value!r}", {"method": method, "url": address, "headers": {name: value}}
    for query in QUERIES if method == "GET" else ():
        yield query, {"method": method, "url": f"{address}?{query}"}
    for odd in IN_PATHS if "{" in path else ():
        yield odd, {"method": method, "url": _IN_BRACES.sub(odd, path)}
    for other in METHODS if first else ():
        yield other, {"method": other, "url": address}


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_odd_is_answered_with_a_problem_and_no_fault(
    service: str, town: Town
) -> None:
    wrong, answers = [], 0
    seen: set[str] = set()
    with httpx.Client(
        base_url=town.system.place.url(service), timeout=30, trust_env=False
    ) as http:
        for route, roles in may_ask(declared(service)).items():
            role = next(each for each in ROLES if each in roles)
            usual: dict[str, Any] = {
                "Authorization": f"Bearer {town.token(role)}",
                "Idempotency-Key": "odd",
                "Content-Type": "application/json",
            }
            method, path = route.split(" ", 1)
            for named, request in _odd(method, path, first=method not in seen):
                headers = {**usual, **request.pop("headers", {})}
                answer = http.request(headers=headers, **request)
                answers += 1
                kind = answer.headers.get("Content-Type", "")
                ours = answer.is_success or kind == "application/problem+json"
                if answer.status_code >= 500 or not ours:
                    wrong.append(f"{route}, {named}: {answer.status_code} {kind}")
            seen.add(method)

    assert wrong == []
    assert answers > 100
