"""What routes are written with.

A route parses, makes a command, handles it and answers:

    Plans = Annotated[Handler[Command, Plan, Event], Depends(handler_of(PLAN))]

    @router.post("/plans/{plan_id}/goals", status_code=201,
                 dependencies=[Depends(allows("plan:write"))])
    async def set_goal(plan_id: UUID, form: SetGoalForm, plans: Plans,
                       asked: AskedDep, answer: AnswerDep) -> Answered:
        command = SetGoal(goal_id=GoalId(asked.new_id), …)
        recorded = await plans.handle(plan_id, command, asked=asked, ids={"goal": asked.new_id})
        return answer(recorded, created=True)

    @router.get("/cases", dependencies=[Depends(allows("case:read"))])
    async def list_cases(read: ReadDep, actor: ActorDep, paging: PagingDep) -> Page[CaseRow]:
        rows = await read.rows(
            "SELECT … FROM cases WHERE programme = $1 AND ($2::uuid IS NULL OR id > $2)"
            " ORDER BY id LIMIT $3",
            actor.programme, *paging.start(UUID), paging.limit + 1,
        )
        return paging.page(rows, item=case_row, key=lambda row: (row["id"],))

`handler_of(AGGREGATE)` finds the handler that the service made for that aggregate
(`app.state.handlers`). `SealingDep` opens the sealed columns of rows (`open_rows`) and makes
the tokens to find them by (`blind`). `ReadDep` reads only the rows of the actor's
organisation; restricting them to the actor's programme is the SELECT's own business. Every
route names its permission with `allows`, and one that answers a question what it shows of
clients (`ht_kit.audit`): an app with a route that does not refuses to start.
"""

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant

from ht_kit.access import Claims, Permissions, act_in, permitted
from ht_kit.aggregate import Aggregate
from ht_kit.answers import Answer, Answered
from ht_kit.asked import Actor, Asked
from ht_kit.audit import LookStore
from ht_kit.clock import now
from ht_kit.decider import Handler
from ht_kit.handlers import Handlers
from ht_kit.ids import new_id
from ht_kit.paging import Page, Paging, PagingDep
from ht_kit.problems import Problem, invalid, not_permitted, not_signed_in
from ht_kit.reading import Pool, Reads
from ht_kit.sealing import Sealing

__all__ = [
    "ActorDep",
    "Allows",
    "Answer",
    "AnswerDep",
    "Answered",
    "AskedDep",
    "Edge",
    "Page",
    "Paging",
    "PagingDep",
    "ReadDep",
    "SealingDep",
    "allows",
    "edge_of",
    "handler_of",
    "reads_of",
]

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")

LONGEST_KEY = 200


class Verifies(Protocol):
    """Whatever can tell whose a token is."""

    async def verify(self, token: str, /) -> Claims:
        """Give the claims of a valid token; raise the 401 problem for any other."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What every request of one app may need. Kept as `app.state.edge`.

    `caught_up` waits until this service has seen the positions of `Ht-After`.
    """

    service: str
    permissions: Permissions
    verifier: Verifies
    fingerprint_key: bytes
    reader: Pool | None = None
    sealing: Sealing | None = None
    looks: LookStore | None = None
    caught_up: Callable[[Mapping[str, int]], Awaitable[None]] | None = None


def edge_of(request: Request) -> Edge:
    """Give what the app was composed with."""
    edge = request.app.state.edge
    assert isinstance(edge, Edge)  # noqa: S101 - the factory puts it there
    return edge


async def claims_of(request: Request) -> Claims:
    """Verify the access token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise not_signed_in()
    return await edge_of(request).verifier.verify(token.strip())


async def _actor(request: Request) -> Actor:
    actor = act_in(
        request.scope["ht.claims"],  # verified before anything else of the request is looked at
        programme=request.headers.get("ht-programme"),
        organisation=request.headers.get("ht-organisation"),
    )
    request.scope["ht.actor"] = actor  # for the request's log line
    return actor


ActorDep = Annotated[Actor, Depends(_actor)]


class Allows:
    """The gate of one permission, as a dependency that gives the actor."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(self, request: Request, actor: ActorDep) -> Actor:
        """Let through whoever holds the permission here."""
        if not permitted(edge_of(request).permissions, self.permission, actor):
            raise not_permitted()
        return actor


def allows(permission: str) -> Allows:
    """Make the gate of one permission."""
    return Allows(permission)


async def _asked(request: Request, actor: ActorDep) -> Asked:
    key = request.headers.get("idempotency-key")
    if not key:
        raise Problem(
            400, "idempotency-key-missing", "Every command needs an Idempotency-Key header."
        )
    if len(key) > LONGEST_KEY or not key.isprintable() or not key.isascii():
        raise invalid(("Idempotency-Key", "is too long"))
    content = b"\0".join(
        [request.method.encode(), request.scope["path"].encode(), await request.body()]
    )
    return Asked(
        actor=actor,
        key=key,
        fingerprint=hmac.new(
            edge_of(request).fingerprint_key, content, hashlib.sha256
        ).hexdigest(),
        at=now(),
        new_id=new_id(),
        correlation_id=request.scope.get("ht.correlation") or new_id(),
        traceparent=request.scope.get("ht.traceparent"),
        expected_version=_version(request.headers.get("if-match")),
    )


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'\s*"(\d{1,9})"\s*', if_match, re.ASCII)
    if found is None:
        raise invalid(("If-Match", 'must be one version in quotes, as in "3"'))
    return int(found[1])


def is_command(dependant: Dependant) -> bool:
    """Say whether a route asks for something to be done: it is recorded as an event."""
    return dependant.call is _asked or any(map(is_command, dependant.dependencies))


def opens_columns(dependant: Dependant) -> bool:
    """Say whether a route can open sealed columns of rows."""
    return dependant.call is _sealing or any(map(opens_columns, dependant.dependencies))


AskedDep = Annotated[Asked, Depends(_asked)]


async def _answer(request: Request, response: Response) -> Answer:
    return Answer(edge_of(request).service, response)


AnswerDep = Annotated[Answer, Depends(_answer)]


def handler_of(
    aggregate: Aggregate[C, S, E],
) -> Callable[[Request], Awaitable[Handler[C, S, E]]]:
    """Make the dependency that finds the handler of an aggregate."""

    async def find(request: Request) -> Handler[C, S, E]:
        return handlers_of(request).of(aggregate)

    return find


def handlers_of(request: Request) -> Handlers:
    """Give the handlers that the service made, one for each of its aggregates."""
    handlers = request.app.state.handlers
    assert isinstance(handlers, Handlers)  # noqa: S101 - the factory puts them there
    return handlers


async def _sealing(request: Request) -> Sealing:
    sealing = edge_of(request).sealing
    assert sealing is not None  # noqa: S101 - a service that decides has one
    return sealing


SealingDep = Annotated[Sealing, Depends(_sealing)]


async def reads_of(request: Request, actor: ActorDep) -> Reads:
    """Give the read models, as far as whoever acts may see them."""
    pool = edge_of(request).reader
    assert pool is not None  # noqa: S101 - a service with read models declares a reader
    return Reads(pool, [actor.organisation])


ReadDep = Annotated[Reads, Depends(reads_of)]
