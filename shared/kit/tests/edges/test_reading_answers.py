"""Long lists come in pages, and the interface describes itself."""

import json
import re
from uuid import UUID

import httpx

from .an_interface import WHOLE, Seen, a_client, an_app


async def test_pages_follow_one_another(maya: httpx.AsyncClient) -> None:
    shown: list[str] = []
    after: dict[str, str] = {}
    for _ in range(3):
        page = (await maya.get("/things", params={"limit": "2", **after})).json()
        shown += page["items"]
        after = {"after": page["next"]}

    assert shown == ["01 north", "02 north", "03 north", "04 north", "05 north"]
    assert page["next"] is None


async def test_the_interface_is_described_and_its_page_needs_nothing_from_elsewhere(
    seen: Seen,
) -> None:
    async with a_client(an_app(seen)) as stranger:
        stranger.headers.pop("Authorization")
        document = (await stranger.get("/openapi.json")).json()
        page = await stranger.get("/docs")
        assets = [
            await stranger.get(path)
            for path in ("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/start.js")
        ]

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]["/things"]["post"]["responses"]) == {"201", "4XX", "5XX"}
    schemas = document["components"]["schemas"]
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert referred <= schemas.keys()
    assert {"Problem", "FieldProblem"} <= referred
    assert "$defs" not in json.dumps(document)
    parameters = {
        each["name"]: each for each in document["paths"]["/things"]["post"]["parameters"]
    }
    assert parameters["Idempotency-Key"]["required"]
    assert "//" not in page.text
    assert all(asset.status_code == 200 for asset in assets)
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_a_question_whose_words_are_not_for_an_address_needs_no_key(
    maya: httpx.AsyncClient,
) -> None:
    document = (await maya.get("/openapi.json")).json()
    del maya.headers["Idempotency-Key"]
    answer = await maya.post("/things/search", json={**WHOLE, "words": "walk"})

    described = document["paths"]["/things/search"]["post"]["parameters"]
    assert {"Idempotency-Key", "If-Match"} & {each["name"] for each in described} == set()
    assert answer.json() == ["walk"]


async def test_any_correlation_id_is_taken_and_one_that_is_no_uuid_replaced(
    maya: httpx.AsyncClient,
) -> None:
    document = (await maya.get("/openapi.json")).json()
    answer = await maya.get("/things", headers={"X-Correlation-Id": "not-a-uuid"})

    described = document["paths"]["/things"]["get"]["parameters"]
    correlation = next(each for each in described if each["name"] == "X-Correlation-Id")
    assert correlation["schema"] == {"type": "string"}
    assert UUID(answer.headers["X-Correlation-Id"]).version == 7


async def test_what_may_be_there_already_is_described_with_either_answer(
    maya: httpx.AsyncClient,
) -> None:
    document = (await maya.get("/openapi.json")).json()
    made = await maya.post("/things/once", json=WHOLE)
    again = await maya.post("/things/once", json={**WHOLE, "words": "again"})

    described = document["paths"]["/things/once"]["post"]["responses"]
    assert (made.status_code, again.status_code) == (201, 200)
    assert described["200"]["content"] == described["201"]["content"]
