"""What is open is open because it says so, and lets nobody do anything but what it is for."""

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI

from ht_kit.answers import Answered
from ht_kit.decider import Recorded
from ht_kit.http import AnswerDep, AskedDep, allows
from ht_kit.http_app import Unguarded, opened
from ht_kit.open_routes import open_to_anybody

from .an_interface import THING, Seen, an_app

HERE = {"Ht-Organisation": "charity", "Ht-Programme": "northfield"}


def a_door(permission: str) -> APIRouter:
    router = APIRouter()

    @router.post("/door", dependencies=[Depends(open_to_anybody), Depends(allows(permission))])
    async def knock(asked: AskedDep, answer: AnswerDep) -> Answered:
        actor = asked.actor
        more = {"who": actor.subject, "as": sorted(actor.roles), "where": actor.programme}
        return answer(Recorded(id=THING, version=1, position=1), more=more)

    return router


def nobody(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://plans",
        headers={"Idempotency-Key": "k-1", **headers},
    )


@pytest.fixture
def app() -> FastAPI:
    return an_app(Seen(), a_door("door:knock"))


async def test_whoever_has_no_token_acts_as_the_system_where_they_say(app: FastAPI) -> None:
    async with nobody(app) as client:
        answer = await client.post("/door", headers=HERE)

    told = {name: answer.json()[name] for name in ("who", "as", "where")}
    assert told == {"who": "system:anybody", "as": ["system"], "where": "northfield"}


async def test_a_token_that_is_sent_all_the_same_gives_nothing_more(app: FastAPI) -> None:
    async with nobody(app, Authorization="Bearer maya") as client:
        answer = await client.post("/door", headers=HERE)

    assert answer.json()["who"] == "system:anybody"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Ht-Programme": "northfield"}, 400),
        ({"Ht-Organisation": "charity"}, 400),
        ({**HERE, "Ht-Programme": "No Slug"}, 422),
        ({**HERE, "Idempotency-Key": ""}, 400),
    ],
)
async def test_where_and_by_which_key_is_said_as_everywhere(
    app: FastAPI, headers: dict[str, str], status: int
) -> None:
    async with nobody(app) as client:
        answer = await client.post("/door", headers=headers)

    assert answer.status_code == status


async def test_no_other_route_is_open(app: FastAPI) -> None:
    async with nobody(app) as client:
        answers = [
            await client.get("/whoami", headers=HERE),
            await client.post("/things", json={}, headers=HERE),
        ]

    assert {answer.status_code for answer in answers} == {401}
    assert opened(app) == {"POST /door"}


def test_the_description_says_which_route_needs_no_token(app: FastAPI) -> None:
    paths = app.openapi()["paths"]

    assert paths["/door"]["post"]["security"] == []
    assert "security" not in paths["/things"]["post"]


@pytest.mark.parametrize("permission", ["thing:write", "nowhere"])
def test_what_people_may_do_is_never_open(permission: str) -> None:
    with pytest.raises(Unguarded):
        an_app(Seen(), a_door(permission))
