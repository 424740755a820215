"""Who is let in: somebody known, with the permission, acting in one membership."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends

from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.http import Allows, AskedDep, SealingDep, allows
from ht_kit.http_app import Threaded, Unaudited, Unguarded

from .an_interface import SECRET, Seen, a_client, an_app


@pytest.mark.parametrize("sent", [None, "", "maya", "Basic maya", "Bearer ", "Bearer stranger"])
async def test_nothing_is_answered_to_somebody_unknown(sent: str | None, seen: Seen) -> None:
    async with a_client(an_app(seen)) as client:
        client.headers.pop("Authorization")
        headers = {} if sent is None else {"Authorization": sent}
        answers = [
            await client.get("/whoami", headers=headers),
            await client.get("/things?wrong=1", headers=headers),
            await client.post("/things", json={}, headers=headers),
        ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


async def test_a_role_without_the_permission_is_told_no(seen: Seen) -> None:
    async with a_client(an_app(seen), "tom") as tom:
        answer = await tom.post("/things", json={})

    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:ht:problem:not-permitted"


@pytest.mark.parametrize(
    ("person", "chosen", "status"),
    [
        ("maya", {}, 200),
        ("maya", {"Ht-Programme": "north"}, 200),
        ("maya", {"Ht-Programme": "south"}, 403),
        ("maya", {"Ht-Organisation": "wellbeing"}, 403),
        ("two", {}, 400),
        ("two", {"Ht-Programme": "north"}, 200),
        ("two", {"Ht-Programme": "north", "Ht-Organisation": "wellbeing"}, 200),
        ("two", {"Ht-Programme": "north", "Ht-Organisation": "council"}, 403),
        ("two", {"Ht-Programme": "south"}, 403),
        ("two", {"Ht-Organisation": "wellbeing"}, 403),
        ("nobody", {}, 403),
    ],
)
async def test_a_request_acts_in_one_membership(
    person: str, chosen: dict[str, str], status: int, seen: Seen
) -> None:
    async with a_client(an_app(seen), person) as client:
        answer = await client.get("/whoami", headers=chosen)

    assert answer.status_code == status


async def test_a_place_that_is_not_theirs_is_refused_like_none_and_like_a_missing_role(
    seen: Seen,
) -> None:
    async with a_client(an_app(seen), "maya") as maya, a_client(an_app(seen), "tom") as tom:
        answers = [
            await maya.get("/whoami", headers={"Ht-Programme": "south"}),
            await maya.get("/whoami", headers={"Ht-Organisation": "wellbeing"}),
            await maya.get("/whoami", headers={"Ht-Programme": "nowhere"}),
            await maya.get("/whoami", headers={"Ht-Organisation": "No such thing"}),
            await tom.post("/things", json={}),
        ]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert ["www-authenticate" in answer.headers for answer in answers] == [False] * 5


def test_a_route_that_names_no_permission_stops_the_app(seen: Seen) -> None:
    unguarded, unlisted = APIRouter(), APIRouter()

    @unguarded.get("/open")
    async def opened() -> None: ...

    @unlisted.get("/unlisted", dependencies=[Depends(Allows("thing:burn"))])
    async def listed() -> None: ...

    for router in (unguarded, unlisted):
        with pytest.raises(Unguarded):
            an_app(seen, router)


async def test_a_route_that_does_not_say_what_it_shows_keeps_the_service_from_starting() -> (
    None
):
    silent, sly = APIRouter(), APIRouter()

    @silent.get("/people", dependencies=[Depends(allows("thing:read"))])
    async def people() -> None: ...

    @sly.get("/them", dependencies=[Depends(allows("thing:read")), Depends(shows_nobody)])
    async def them(sealing: SealingDep) -> None: ...

    for router, path in ((silent, "/people"), (sly, "/them")):
        with pytest.raises(Unaudited, match=path):
            an_app(Seen(), router)


def test_a_route_that_every_request_would_wait_for_a_thread_for_stops_the_app() -> None:
    outright, within, made = APIRouter(), APIRouter(), APIRouter()

    class Made:
        async def __call__(self) -> None: ...

    def looked_up() -> str:
        return "here"

    @outright.post("/outright", dependencies=[Depends(allows("thing:write"))])
    def done(asked: AskedDep) -> str:
        return asked.key

    @within.post("/within", dependencies=[Depends(allows("thing:write"))])
    async def done_so(asked: AskedDep, where: Annotated[str, Depends(looked_up)]) -> str:
        return asked.key + where

    @made.post("/made", dependencies=[Depends(allows("thing:write")), Depends(Made)])
    async def done_too(asked: AskedDep) -> str:
        return asked.key

    for router, path in ((outright, "/outright"), (within, "/within"), (made, "/made")):
        with pytest.raises(Threaded, match=path):
            an_app(Seen(), router)


async def test_a_look_that_names_nobody_is_our_fault_and_shows_nothing() -> None:
    router = APIRouter()

    @router.get("/who", dependencies=[Depends(allows("thing:read"))])
    async def who(_: Annotated[Look, Depends(looks("who.view"))]) -> str:
        return SECRET

    async with a_client(an_app(Seen(), router)) as maya:
        answer = await maya.get("/who")

    assert answer.status_code == 500
    assert SECRET not in answer.text
