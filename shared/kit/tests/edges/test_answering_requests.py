"""What every service answers, whatever is asked: problem details for everything that cannot
be done, nothing that was sent in any of them, and the same headers on all.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.types import Message

from ht_kit.access import Claims
from ht_kit.asked import Actor, Asked
from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.decider import KeyReused, NoSuchThing, Recorded, StaleVersion, StreamMoved, Taken
from ht_kit.handlers import Handlers
from ht_kit.http import (
    ActorDep,
    Allows,
    AnswerDep,
    Answered,
    AskedDep,
    Edge,
    Page,
    PagingDep,
    SealingDep,
    allows,
)
from ht_kit.http_app import Unaudited, Unguarded, create_app
from ht_kit.problems import not_signed_in

THING = UUID("0192d1f4-0000-7000-8000-000000000001")
GOAL = UUID("0192d1f4-0000-7000-8000-000000000002")
WORKER = "0192d1f4-0000-7000-8000-000000000003"
SECRET = "Ms-Jane-Example"
PERMISSIONS = {"thing:write": frozenset({"manager"}), "thing:read": frozenset({"manager"})}


class Refused(Exception):  # noqa: N818
    """The plan cannot do that."""


class CheckedBeforeReview(Refused):
    """A maintenance check cannot be dated
    before the review it follows.
    """


class Busy(Exception):  # noqa: N818
    """Too much at once."""


class Tokens:
    """Tokens of this test are names of people."""

    people: ClassVar[Mapping[str, list[dict[str, object]]]] = {
        "maya": [{"organisation": "wellbeing", "programme": "north", "roles": ["manager"]}],
        "tom": [{"organisation": "wellbeing", "programme": "north", "roles": ["champion"]}],
        "two": [
            {"organisation": "wellbeing", "programme": "north", "roles": ["manager"]},
            {"organisation": "wellbeing", "programme": "south", "roles": ["champion"]},
            {"organisation": "wellbeing", "programme": None, "roles": ["administrator"]},
        ],
        "nobody": [],
    }

    async def verify(self, token: str) -> Claims:
        if token not in self.people:
            raise not_signed_in()
        return Claims.model_validate(
            {"sub": WORKER, "employer": "trust", "memberships": self.people[token]}
        )


class Kind(StrEnum):
    WALKING = "walking"


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    at: AwareDatetime
    kind: Kind = Kind.WALKING
    words: Annotated[str, Field(max_length=10)] = ""
    number: int = 0
    day: date | None = None
    results: dict[UUID, Kind] = Field(default_factory=dict)


class Seen:
    """What reached the routes."""

    asked: list[Asked]
    after: list[Mapping[str, int]]

    def __init__(self) -> None:
        self.asked, self.after = [], []

    async def caught_up(self, after: Mapping[str, int]) -> None:
        self.after.append(after)
        if after.get("intake", 0) > 100:
            raise Busy


FAULTS: Mapping[str, Exception] = {
    "refused": CheckedBeforeReview(),
    "absent": NoSuchThing(),
    "stale": StaleVersion(),
    "moved": StreamMoved(),
    "reused": KeyReused(),
    "taken": Taken("nhs_number", THING),
    "busy": Busy(),
    "broken": ValueError(SECRET),
}


def routes(seen: Seen) -> APIRouter:
    router = APIRouter()

    @router.post("/things", status_code=201, dependencies=[Depends(allows("thing:write"))])
    async def make(form: Form, asked: AskedDep, answer: AnswerDep) -> Answered:
        assert form.at.tzinfo is not None
        seen.asked.append(asked)
        recorded = Recorded(id=THING, version=3, position=123, ids={"goal": GOAL})
        return answer(recorded, created=True, more={"repeated": False})

    @router.post("/things/{thing}/go", dependencies=[Depends(allows("thing:write"))])
    async def go(thing: UUID, asked: AskedDep, answer: AnswerDep) -> Answered:
        seen.asked.append(asked)
        return answer(Recorded(id=thing, version=4, position=124))

    @router.get("/things", dependencies=[Depends(shows_nobody)])
    async def listed(
        paging: PagingDep, actor: Annotated[Actor, Depends(allows("thing:read"))]
    ) -> Page[str]:
        (start,) = paging.start(date.fromisoformat)
        rows: list[Any] = [{"day": date(2026, 1, day)} for day in range(1, 6)]
        rest = [row for row in rows if start is None or row["day"] > start]
        return paging.page(
            rest[: paging.limit + 1],
            item=lambda row: f"{row['day']:%d} {actor.programme}",
            key=lambda row: (row["day"],),
        )

    @router.get(
        "/fault/{name}", dependencies=[Depends(allows("thing:read")), Depends(shows_nobody)]
    )
    async def fail(name: str) -> None:
        raise FAULTS[name]

    @router.get("/whoami", dependencies=[Depends(allows("thing:read")), Depends(shows_nobody)])
    async def whoami(actor: ActorDep) -> str:
        return actor.subject

    return router


def an_app(seen: Seen, *routers: APIRouter) -> FastAPI:
    edge = Edge(
        service="plans",
        permissions=PERMISSIONS,
        verifier=Tokens(),
        fingerprint_key=b"x" * 32,
        caught_up=seen.caught_up,
    )
    return create_app(
        title="Plans",
        version="1.2.3",
        edge=edge,
        handlers=Handlers(),
        routers=[*routers, routes(seen)],
        refused=[Refused],
        busy={Busy: ("not-yet", "Please ask again.")},
    )


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
async def maya(seen: Seen) -> AsyncIterator[httpx.AsyncClient]:
    async with a_client(an_app(seen)) as client:
        yield client


def a_client(app: FastAPI, person: str = "maya") -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://plans",
        headers={"Authorization": f"Bearer {person}", "Idempotency-Key": "k-1"},
    )


WHOLE = {"at": "2026-01-05T09:00:00+00:00"}


async def test_a_command_is_answered_with_what_it_made(maya: httpx.AsyncClient) -> None:
    answer = await maya.post("/things", json=WHOLE)

    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(THING),
        "version": 3,
        "position": 123,
        "goal": str(GOAL),
        "repeated": False,
    }
    assert answer.headers["etag"] == '"3"'
    assert answer.headers["ht-position"] == "plans=123"


async def test_a_command_that_makes_nothing_new_is_answered_200(
    maya: httpx.AsyncClient,
) -> None:
    answer = await maya.post(f"/things/{THING}/go")

    assert answer.status_code == 200
    assert answer.headers["ht-position"] == "plans=124"


async def test_the_circumstances_of_a_command(maya: httpx.AsyncClient, seen: Seen) -> None:
    traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = await maya.post(
        "/things",
        json=WHOLE,
        headers={
            "If-Match": '"3"',
            "X-Correlation-Id": str(GOAL),
            "traceparent": traceparent,
        },
    )

    (asked,) = seen.asked
    assert asked.actor.subject == WORKER
    assert asked.actor.organisation == "wellbeing"
    assert asked.key == "k-1"
    assert asked.expected_version == 3
    assert asked.correlation_id == GOAL
    assert asked.traceparent == traceparent
    assert asked.at.utcoffset() is not None
    assert answer.headers["x-correlation-id"] == str(GOAL)


async def test_a_fingerprint_tells_bodies_and_addresses_apart(
    maya: httpx.AsyncClient, seen: Seen
) -> None:
    await maya.post("/things", json=WHOLE)
    await maya.post("/things", json=WHOLE)
    await maya.post("/things", json={**WHOLE, "number": 1})
    await maya.post(f"/things/{THING}/go")
    await maya.post(f"/things/{GOAL}/go")

    first, again, *others = (asked.fingerprint for asked in seen.asked)
    assert first == again
    assert len({first, *others}) == 4


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


async def test_a_command_needs_a_key(maya: httpx.AsyncClient, seen: Seen) -> None:
    missing = await maya.post("/things", json=WHOLE, headers={"Idempotency-Key": ""})
    too_long = await maya.post("/things", json=WHOLE, headers={"Idempotency-Key": "k" * 201})

    assert missing.status_code == 400
    assert missing.json()["type"] == "urn:ht:problem:idempotency-key-missing"
    assert too_long.status_code == 422
    assert seen.asked == []


@pytest.mark.parametrize("version", ["3", 'W/"3"', '"x"', '"3", "4"', '"-1"'])
async def test_a_version_that_cannot_be_read_is_no_version(
    version: str, maya: httpx.AsyncClient, seen: Seen
) -> None:
    answer = await maya.post("/things", json=WHOLE, headers={"If-Match": version})

    assert answer.status_code == 422
    assert seen.asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_positions_to_wait_for_are_honoured_on_every_method(
    method: str, maya: httpx.AsyncClient, seen: Seen
) -> None:
    reached = await maya.request(
        method, "/things", json=WHOLE, headers={"Ht-After": "intake=7, plans=9"}
    )
    not_reached = await maya.request(
        method, "/things", json=WHOLE, headers={"Ht-After": "intake=101"}
    )
    unreadable = await maya.request(method, "/things", json=WHOLE, headers={"Ht-After": "7"})

    assert reached.is_success
    assert seen.after == [{"intake": 7, "plans": 9}, {"intake": 101}]
    assert not_reached.status_code == 503
    assert unreadable.status_code == 422


async def test_pages_follow_one_another(maya: httpx.AsyncClient) -> None:
    shown: list[str] = []
    after: dict[str, str] = {}
    for _ in range(3):
        page = (await maya.get("/things", params={"limit": "2", **after})).json()
        shown += page["items"]
        after = {"after": page["next"]}

    assert shown == ["01 north", "02 north", "03 north", "04 north", "05 north"]
    assert page["next"] is None


def test_a_route_that_names_no_permission_stops_the_app(seen: Seen) -> None:
    unguarded, unlisted = APIRouter(), APIRouter()

    @unguarded.get("/open")
    async def opened() -> None: ...

    @unlisted.get("/unlisted", dependencies=[Depends(Allows("thing:burn"))])
    async def listed() -> None: ...

    for router in (unguarded, unlisted):
        with pytest.raises(Unguarded):
            an_app(seen, router)


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


async def test_a_look_that_names_nobody_is_our_fault_and_shows_nothing() -> None:
    router = APIRouter()

    @router.get("/who", dependencies=[Depends(allows("thing:read"))])
    async def who(_: Annotated[Look, Depends(looks("who.view"))]) -> str:
        return SECRET

    async with a_client(an_app(Seen(), router)) as maya:
        answer = await maya.get("/who")

    assert answer.status_code == 500
    assert SECRET not in answer.text
