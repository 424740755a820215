"""What cannot be read or used is refused, named, and never repeated in the answer."""

import asyncio

import httpx
import pytest
from starlette.types import Message

from .an_interface import SECRET, WHOLE, Seen, an_app


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "at"),
        ({"at": "2026-01-05T09:00:00"}, "at"),
        ({"at": SECRET}, "at"),
        ({**WHOLE, "kind": SECRET}, "kind"),
        ({**WHOLE, "words": SECRET * 3}, "words"),
        ({**WHOLE, "number": SECRET}, "number"),
        ({**WHOLE, "day": SECRET}, "day"),
        ({**WHOLE, "results": {SECRET: "walking"}}, "results"),
        ({**WHOLE, "unheard_of": SECRET}, "unheard_of"),
        ({**WHOLE, "Ms Jane Example": 1}, "*"),
        ({**WHOLE, "words": "a\0b"}, "body"),
        ({**WHOLE, "words": "a\0b", "number": 10**400}, "body"),
        ([SECRET], "body"),
    ],
)
async def test_fields_that_cannot_be_used_are_named_and_never_repeated(
    sent: object, named: str, maya: httpx.AsyncClient
) -> None:
    answer = await maya.post("/things", json=sent)

    problem = answer.json()
    assert answer.status_code == 422
    assert problem["type"] == "urn:ht:problem:invalid"
    assert problem["errors"][0]["field"].split(".")[0] == named
    assert "Jane" not in answer.text


async def test_nul_is_found_beside_half_a_character(maya: httpx.AsyncClient) -> None:
    answer = await maya.post(
        "/things",
        content=b'{"words": "\\u0000", "kind": "\\ud800"}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize(
    "body",
    [
        b'{"words": "\\u0000"',
        b'{"words": "\\u0000", "number": ' + b"9" * 5000 + b"}",
        b'["\\u0000", ' + b"[" * 50_000 + b"]" * 50_000 + b"]",
    ],
)
async def test_a_body_that_nobody_can_read_is_refused_whatever_else_is_wrong_with_it(
    body: bytes, maya: httpx.AsyncClient
) -> None:
    answer = await maya.post(
        "/things", content=body, headers={"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:ht:problem:malformed")


@pytest.mark.parametrize("query", ["wrong=1", "limit=0", "limit=201", "limit=x", "after=zzz"])
async def test_unknown_and_wrong_query_parameters_are_refused(
    query: str, maya: httpx.AsyncClient
) -> None:
    answer = await maya.get(f"/things?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("content", "kind", "status", "slug"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        (b"[" * 200_000, "application/json", 400, "malformed"),
        (b'{"number": ' + b"9" * 5000 + b"}", "application/json", 400, "malformed"),
        (b'{"at": "\\ud800"}', "application/json", 422, "invalid"),
        (
            b'{"words": "\\ud800", "at": "2026-01-05T09:00:00Z"}',
            "application/json",
            422,
            "invalid",
        ),
        (b'{"number": NaN, "at": "2026-01-05T09:00:00Z"}', "application/json", 422, "invalid"),
        (
            b'{"number": 1e999, "at": "2026-01-05T09:00:00Z"}',
            "application/json",
            422,
            "invalid",
        ),
        (b"null", "application/json", 422, "invalid"),
        (b"", "application/json", 422, "invalid"),
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b"at=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b"{}" + b" " * 256 * 1024, "application/json", 413, "too-large"),
    ],
)
async def test_bodies_that_cannot_be_read(
    content: bytes, kind: str, status: int, slug: str, maya: httpx.AsyncClient
) -> None:
    answer = await maya.post("/things", content=content, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:ht:problem:{slug}"


async def test_a_compressed_body_is_not_taken(maya: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    assert (await maya.post("/things", content=b"{}", headers=headers)).status_code == 415


async def test_a_body_without_a_length_is_not_read_to_its_end(seen: Seen) -> None:
    sent: list[Message] = []
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/things",
        "raw_path": b"/things",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer maya"), (b"content-type", b"application/json")],
    }
    await asyncio.wait_for(an_app(seen)(scope, receive, send), 5)

    assert sent[0]["status"] == 413
    assert read == 5
