"""The operations port: is the process alive, may it be sent work, and how is it doing.

Never on the public port.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ht_kit.metrics import READY

Check: TypeAlias = Callable[[], Awaitable[str | None]]
"""Returns when all is well, with what is worth saying all the same; raises when it is not."""
PATIENCE: Final = 3.0


class NotReady(Exception):  # noqa: N818 - named for its reason
    """Why a check does not pass, in words without secrets or people."""


class Readiness:
    """Whether this process may be sent work."""

    def __init__(self, checks: Mapping[str, Check], *, patience: float = PATIENCE) -> None:
        self._checks, self._patience = dict(checks), patience
        self._stopping = False

    def stop(self) -> None:
        """Be unready from now on, so that no more work is sent."""
        self._stopping = True

    async def look(self) -> Mapping[str, str]:
        """Give every check with `ok` (and what is worth saying), or with why not."""
        if self._stopping:
            return {"running": "stopping"}
        names = list(self._checks)
        answers = await asyncio.gather(
            *(_look(self._checks[name], self._patience) for name in names)
        )
        found = {"running": "ok", **dict(zip(names, answers, strict=True))}
        for name, answer in found.items():
            READY.labels(name).set(_well(answer))
        return found


async def _look(check: Check, patience: float) -> str:
    try:
        async with asyncio.timeout(patience):
            said = await check()
    except NotReady as reason:
        return str(reason)
    except Exception as fault:  # noqa: BLE001 - a check that breaks is a check that fails
        return type(fault).__name__
    return f"ok: {said}" if said else "ok"


def _well(answer: str) -> bool:
    return answer == "ok" or answer.startswith("ok: ")


def operations_app(readiness: Readiness, registry: CollectorRegistry) -> Starlette:
    """Make the application of the operations port."""

    async def livez(_: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def readyz(request: Request) -> Response:
        found = await readiness.look()
        ready = all(map(_well, found.values()))
        status = 200 if ready else 503
        if "verbose" in request.query_params:
            return Response(
                json.dumps(found, indent=2) + "\n", status, media_type="application/json"
            )
        return Response("ok\n" if ready else "not ready\n", status, media_type="text/plain")

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]
    )
