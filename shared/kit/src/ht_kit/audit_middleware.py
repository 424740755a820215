"""The trace of every look, appended between the answer being made and its going out."""

from typing import Final
from uuid import UUID

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ht_kit.access import Claims
from ht_kit.asked import Actor
from ht_kit.audit import Look, Looks, LookStore, Trace, declared
from ht_kit.clock import now
from ht_kit.ids import new_id
from ht_kit.problems import Problem, unavailable, unexpected

_OUTCOMES: Final = {403: "refused", 404: "not_found"}
_SUCCESS: Final = range(200, 300)
_log = structlog.get_logger("ht.audit")


class Looking:
    """Lets no answer about a client go out before its trace is committed."""

    def __init__(self, app: ASGIApp, looks: LookStore | None) -> None:
        self._app, self._looks = app, looks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        withheld = False

        async def sending(message: Message) -> None:
            nonlocal withheld
            if withheld:
                return
            if message["type"] == "http.response.start":
                problem = await self._keep(scope, message["status"])
                if problem is not None:
                    withheld = True
                    await problem.response()(scope, receive, send)
                    return
            await send(message)

        await self._app(scope, receive, sending)

    async def _keep(self, scope: Scope, status: int) -> Problem | None:
        """Keep the trace; give what is answered instead where that cannot be."""
        shows = _declared(scope)
        outcome = "shown" if status in _SUCCESS else _OUTCOMES.get(status)
        actor = _actor(scope)
        if not isinstance(shows, Looks) or outcome is None or actor is None:
            return None
        look: Look = scope.get("ht.look") or Look(shows.action)
        if outcome == "shown" and look.clients is None:
            _log.error("look_at_nobody_named", action=shows.action)
            return unexpected()
        asked_for = _ids(scope)
        trace = Trace(
            at=now(),
            actor=actor,
            action=shows.action,
            outcome=outcome,
            clients=look.clients or frozenset(asked_for.get("client_id", ())),
            thing=next((id_ for ids in asked_for.values() for id_ in ids), None),
            purpose=look.purpose,
            correlation_id=scope.get("ht.correlation") or new_id(),
        )
        return None if await self._kept(trace) else _away()

    async def _kept(self, trace: Trace) -> bool:
        if self._looks is None:
            return False
        try:
            await self._looks.append(trace)
        except Exception as fault:  # noqa: BLE001 - whatever it was, there is no trace
            _log.error("look_not_kept", action=trace.action, error=type(fault).__name__)
            return False
        return True


def _away() -> Problem:
    return unavailable(
        "unavailable", "Something that this needs is away for a moment. Ask again."
    )


def _declared(scope: Scope) -> Looks | bool:
    dependant = getattr(scope.get("route"), "dependant", None)
    return dependant is not None and declared(dependant)


def _actor(scope: Scope) -> Actor | None:
    """Say who asked: somebody known may have asked for a programme that is not theirs."""
    actor: Actor | None = scope.get("ht.actor")
    claims: Claims | None = scope.get("ht.claims")
    if actor is not None or claims is None:
        return actor
    return Actor(
        subject=claims.sub,
        employer=claims.employer,
        organisation=claims.employer,
        programme=None,
        roles=frozenset(),
    )


def _ids(scope: Scope) -> dict[str, tuple[UUID, ...]]:
    """Give the ids in the path that are ids; what else stands there is not kept."""
    found: dict[str, tuple[UUID, ...]] = {}
    for name, value in scope.get("path_params", {}).items():
        try:
            found[name] = (UUID(str(value)),)
        except ValueError:
            continue
    return found
