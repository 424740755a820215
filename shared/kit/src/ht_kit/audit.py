"""Who looked at whom: no look without a trace.

A route that answers a question says either what it shows of clients, or that it shows nobody:

    ViewOfPlan = Annotated[Look, Depends(looks("plan.view"))]

    @router.get("/plans/{plan_id}", dependencies=[Depends(allows("plan:read"))])
    async def read_plan(plan_id: UUID, plans: Plans, look: ViewOfPlan) -> PlanView:
        shown = await plans.show(plan_id, actor=actor)
        look.at(shown.state.begun().client)

    @router.get("/indicators", dependencies=[Depends(allows("…")), Depends(shows_nobody)])

An app with a route that says neither refuses to start. The trace is appended before the
answer goes out, together with those of other requests at that moment; it is kept for what was
refused and what was not there as well. When it cannot be kept, the answer is 503. A trace
says who, when, as what, at whom and why; nothing of what was shown stands in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from fastapi import Request
from fastapi.dependencies.models import Dependant

from ht_kit.asked import Actor
from ht_kit.coalescing import Coalescer
from ht_kit.ids import new_id
from ht_kit.reading import Pool

_APPEND: Final = "SELECT append_looks($1)"
_LONGEST_WAIT: Final = 5.0


@dataclass(slots=True)
class Look:
    """What one request shows: the route says at whom, and for what purpose if it was told."""

    action: str
    clients: frozenset[UUID] | None = None
    purpose: str | None = None

    def at(self, *clients: UUID | None, purpose: str | None = None) -> None:
        """Say whom the answer shows; nobody, where a list is empty."""
        self.clients = frozenset(client for client in clients if client is not None)
        self.purpose = purpose


class Looks:
    """Declares that a route shows something of clients, and gives the request's look."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Look:
        """Begin the look."""
        look = request.scope["ht.look"] = Look(self.action)
        return look


def looks(action: str) -> Looks:
    """Declare that a route shows something of clients; `action` names the kind of look."""
    return Looks(action)


async def shows_nobody() -> None:
    """Declare that a route shows nothing of any client."""


def declared(dependant: Dependant) -> Looks | bool:
    """Give what a route declares it shows: a look, nobody (True), or nothing yet (False)."""
    calls = [each.call for each in _within(dependant)]
    look = next((call for call in calls if isinstance(call, Looks)), None)
    return look or shows_nobody in calls


def _within(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _within(inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One look as it is kept.

    `thing` is what was asked for by its id; `clients` are those whom the answer shows, or the
    one who was asked for in vain. `organisation` is the one that the actor acted in.
    """

    at: datetime
    actor: Actor
    action: str
    outcome: str
    clients: frozenset[UUID]
    correlation_id: UUID
    thing: UUID | None = None
    purpose: str | None = None
    look_id: UUID = field(default_factory=new_id)

    def to_bytes(self) -> bytes:
        """Give the bytes that are kept and sealed."""
        return orjson.dumps(
            {
                "look": self.look_id,
                "at": self.at,
                "actor": self.actor.subject,
                "employer": self.actor.employer,
                "organisation": self.actor.organisation,
                "programme": self.actor.programme,
                "roles": sorted(self.actor.roles),
                "action": self.action,
                "outcome": self.outcome,
                "clients": sorted(map(str, self.clients)),
                "thing": self.thing,
                "purpose": self.purpose,
                "correlation": self.correlation_id,
            }
        )


class LookStore:
    """Appends traces: those that come at one moment share one insert and one commit."""

    def __init__(self, writer: Pool) -> None:
        self._writer = writer
        self._appends: Coalescer[Trace, None] = Coalescer(
            self._append_all, touches=lambda _: frozenset(), at_most=500, lanes=1
        )

    async def append(self, trace: Trace) -> None:
        """Keep a trace; it is committed when this returns."""
        await self._appends.ask(trace)

    async def close(self) -> None:
        """Finish what was taken, and take nothing more."""
        await self._appends.close()

    async def _append_all(self, traces: Sequence[Trace]) -> list[None]:
        bodies = [trace.to_bytes() for trace in traces]
        await self._writer.execute(_APPEND, bodies, timeout=_LONGEST_WAIT)
        return [None] * len(traces)
