"""Problem details for everything that cannot be done, which give nothing away."""

from uuid import UUID

import httpx
import pytest


@pytest.mark.parametrize(
    ("fault", "status", "slug", "detail"),
    [
        (
            "refused",
            409,
            "checked-before-review",
            "A maintenance check cannot be dated before the review it follows.",
        ),
        ("absent", 404, "no-such-thing", "There is nothing here that you may see."),
        ("stale", 412, "stale-version", None),
        ("moved", 409, "stream-moved", None),
        ("reused", 422, "key-reused", None),
        ("taken", 409, "taken", "Something that must be unique is held already."),
        ("busy", 503, "not-yet", "Please ask again."),
    ],
)
async def test_every_reason_has_its_problem(
    fault: str, status: int, slug: str, detail: str | None, maya: httpx.AsyncClient
) -> None:
    answer = await maya.get(f"/fault/{fault}")

    problem = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:ht:problem:{slug}"
    assert problem["status"] == status
    assert detail in {None, problem["detail"]}
    assert (answer.headers.get("retry-after") == "1") == (status == 503)


async def test_our_own_faults_tell_nothing_but_where_to_ask(maya: httpx.AsyncClient) -> None:
    answer = await maya.get("/fault/broken")

    assert answer.status_code == 500
    assert answer.json() == {
        "type": "urn:ht:problem:unexpected",
        "title": "Unexpected",
        "status": 500,
        "detail": "Something went wrong. It has been noted.",
        "correlation_id": answer.headers["x-correlation-id"],
    }


async def test_absent_and_unknown_addresses_answer_the_same_bytes(
    maya: httpx.AsyncClient,
) -> None:
    absent, unknown = await maya.get("/fault/absent"), await maya.get("/nothing/here")

    assert absent.content == unknown.content
    assert absent.status_code == unknown.status_code == 404


async def test_a_method_that_is_not_offered(maya: httpx.AsyncClient) -> None:
    answer = await maya.delete("/whoami")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.json()["type"] == "urn:ht:problem:method-not-allowed"


@pytest.mark.parametrize("path", ["/whoami", "/fault/broken", "/nothing", "/things?wrong=1"])
async def test_every_answer_carries_the_headers_that_protect(
    path: str, maya: httpx.AsyncClient
) -> None:
    headers = (await maya.get(path)).headers

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "max-age=31536000" in headers["strict-transport-security"]
    assert UUID(headers["x-correlation-id"]).version == 7
    assert "server" not in headers
