"""What happens around every request: limits, headers, one log line, and no detail of faults."""

import re
import time
from typing import Final
from uuid import UUID

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ht_kit.ids import new_id
from ht_kit.logging import where
from ht_kit.metrics import HTTP_SECONDS
from ht_kit.problems import unexpected
from ht_kit.tracing import answered, request_span, traceparent

LARGEST_BODY: Final = 256 * 1024
_LAST: Final = {"Connection": "close"}  # what is still being sent is not read
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_log = structlog.get_logger("ht.http")


class BodyLimit:
    """Refuses a body that is too large as soon as it is known to be, without reading on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what it brings."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        read = 0

        async def counted() -> Message:
            nonlocal read
            if announced.isdecimal() and int(announced) > LARGEST_BODY:
                raise HTTPException(413, headers=_LAST)
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise HTTPException(413, headers=_LAST)
            return message

        await self._app(scope, counted, send)


class Around:
    """Gives every answer its headers, its log line and its measure; hides our own faults."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = Headers(scope=scope)
        correlation_id = _correlation(headers.get("x-correlation-id"))
        scope["ht.correlation"] = correlation_id
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(MutableHeaders(scope=message), correlation_id)
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        sent = _TRACEPARENT.match(headers.get("traceparent", ""))
        bound = {"correlation_id": str(correlation_id)}
        with request_span(method, sent[0] if sent else None) as spanned:
            if found := _TRACEPARENT.match(traceparent() or "") or sent:
                scope["ht.traceparent"], bound["trace_id"] = found[0], found[1]
            with structlog.contextvars.bound_contextvars(**bound):
                try:
                    await self._app(scope, receive, sending)
                except Exception as fault:
                    _log.error("request_failed", error=type(fault).__name__, where=where(fault))
                    if status:
                        raise
                    answer = unexpected().response(correlation_id=str(correlation_id))
                    await answer(scope, receive, sending)
                route = getattr(scope.get("route"), "path", "unknown")
                answered(spanned, method, route, status)
                _note(scope, method, route, status, time.perf_counter() - began)


def _correlation(sent: str | None) -> UUID:
    try:
        return UUID(sent or "")
    except ValueError:
        return new_id()


def _complete(headers: MutableHeaders, correlation_id: UUID) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    headers["X-Correlation-Id"] = str(correlation_id)


def _note(scope: Scope, method: str, route: str, status: int, seconds: float) -> None:
    HTTP_SECONDS.labels(method, route, f"{status // 100}xx").observe(seconds)
    actor = scope.get("ht.actor")
    _log.info(
        "request_answered",
        method=method,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        **({"actor": actor.subject, "organisation": actor.organisation} if actor else {}),
    )


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
