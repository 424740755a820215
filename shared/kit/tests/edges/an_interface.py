"""An invented interface with one of everything that a route can do or that can go wrong."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

import httpx
from fastapi import APIRouter, Depends, FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ht_kit.access import Claims
from ht_kit.answers import KNOWN_ALREADY
from ht_kit.asked import Actor, Asked
from ht_kit.audit import shows_nobody
from ht_kit.decider import KeyReused, NoSuchThing, Recorded, StaleVersion, StreamMoved, Taken
from ht_kit.handlers import Handlers
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, Edge, Page, PagingDep, allows
from ht_kit.http_app import create_app
from ht_kit.problems import not_signed_in

THING = UUID("0192d1f4-0000-7000-8000-000000000001")
GOAL = UUID("0192d1f4-0000-7000-8000-000000000002")
WORKER = "0192d1f4-0000-7000-8000-000000000003"
SECRET = "Ms-Jane-Example"
WHOLE = {"at": "2026-01-05T09:00:00+00:00"}
PERMISSIONS = {
    "thing:write": frozenset({"manager"}),
    "thing:read": frozenset({"manager"}),
    "door:knock": frozenset({"system"}),
}


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

    @router.post(
        "/things/once",
        status_code=201,
        responses=KNOWN_ALREADY,
        dependencies=[Depends(allows("thing:write"))],
    )
    async def make_once(form: Form, asked: AskedDep, answer: AnswerDep) -> Answered:
        seen.asked.append(asked)
        return answer(Recorded(id=THING, version=3, position=123), created=not form.words)

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

    @router.post(
        "/things/search", dependencies=[Depends(allows("thing:read")), Depends(shows_nobody)]
    )
    async def search(form: Form) -> list[str]:
        return [form.words]

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


def a_client(app: FastAPI, person: str = "maya") -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://plans",
        headers={"Authorization": f"Bearer {person}", "Idempotency-Key": "k-1"},
    )
