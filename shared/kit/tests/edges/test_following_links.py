"""An answer says where what it names can be asked for: links, told from addresses alone."""

from typing import Any
from uuid import UUID

import httpx
from fastapi import APIRouter, Depends

from ht_kit.http import AnswerDep, Answered, AskedDep, allows

from .an_interface import WHOLE, Seen, a_client, an_app

_WRITES = [Depends(allows("thing:write"))]


def _parts() -> APIRouter:
    router = APIRouter(dependencies=_WRITES)

    @router.post("/things/{thing}/parts", status_code=201)
    async def add_part(thing: UUID, asked: AskedDep, answer: AnswerDep) -> Answered:
        raise NotImplementedError(thing, asked, answer)

    @router.post("/things/{thing}/parts/{part_id}/turn")
    async def turn_part(
        thing: UUID, part_id: UUID, asked: AskedDep, answer: AnswerDep
    ) -> Answered:
        raise NotImplementedError(thing, part_id, asked, answer)

    @router.post("/things/{thing}/parts/named/{name}")
    async def name_part(thing: UUID, name: str, asked: AskedDep, answer: AnswerDep) -> Answered:
        raise NotImplementedError(thing, name, asked, answer)

    return router


def _links(document: dict[str, Any], path: str, status: str) -> dict[str, Any]:
    links: dict[str, Any] = document["paths"][path]["post"]["responses"][status]["links"]
    return {name.partition("_things")[0]: each["parameters"] for name, each in links.items()}


def test_what_a_command_made_is_found_at_its_address() -> None:
    document = an_app(Seen(), _parts()).openapi()

    assert _links(document, "/things", "201") == {
        "go": {"thing": "$response.body#/id"},
        "add_part": {"thing": "$response.body#/id"},
    }


def test_what_is_beneath_something_else_is_found_beneath_it() -> None:
    document = an_app(Seen(), _parts()).openapi()

    assert _links(document, "/things/{thing}/parts", "201") == {
        "turn_part": {
            "thing": "$request.path.thing",
            "part_id": "$response.body#/part",
        }
    }


async def test_a_link_leads_from_a_real_answer_to_what_it_names(seen: Seen) -> None:
    app = an_app(seen)
    link = next(
        each
        for each in app.openapi()["paths"]["/things"]["post"]["responses"]["201"][
            "links"
        ].values()
    )

    async with a_client(app) as maya:
        made = await maya.post("/things", json=WHOLE)
        gone = await maya.post(f"/things/{made.json()['id']}/go")

    assert link["parameters"] == {"thing": "$response.body#/id"}
    assert gone.status_code == 200


async def test_headers_that_every_answer_has_are_described(maya: httpx.AsyncClient) -> None:
    document = (await maya.get("/openapi.json")).json()
    made = await maya.post("/things", json=WHOLE)
    asked = await maya.get("/things")

    described = document["paths"]["/things"]
    of_command = described["post"]["responses"]["201"]["headers"]
    of_question = described["get"]["responses"]["200"]["headers"]
    assert set(of_command) == {"X-Correlation-Id", "ETag", "Ht-Position"}
    assert set(of_question) == {"X-Correlation-Id"}
    assert of_command.keys() <= {_as_described(name, of_command) for name in made.headers}
    assert of_question.keys() <= {_as_described(name, of_question) for name in asked.headers}


def _as_described(name: str, described: dict[str, Any]) -> str:
    return next((each for each in described if each.lower() == name), name)
