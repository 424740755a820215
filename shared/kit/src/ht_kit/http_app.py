"""The FastAPI application of a service: one way to answer, deny by default."""

import inspect
import json
from collections.abc import Iterable, Mapping, Sequence

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from ht_kit.audit import declared
from ht_kit.audit_middleware import Looking
from ht_kit.handlers import Handlers
from ht_kit.http import Allows, Edge, claims_of, edge_of, is_command, opens_columns
from ht_kit.http_docs import add_docs
from ht_kit.http_middleware import Around, BodyLimit
from ht_kit.open_routes import claims_of_anybody, is_open
from ht_kit.problems import MEDIA_TYPE, Problem, install, invalid

_BODIES = frozenset({"POST", "PUT", "PATCH"})
_PROBLEM = {
    "description": "Not done, and why",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Unguarded(Exception):  # noqa: N818 - named for what is wrong
    """A route names no permission, or one that is not in the table."""


class Threaded(Exception):  # noqa: N818 - named for what is wrong
    """A route, or what it depends on, is no coroutine: each request would wait for a thread."""


class Unaudited(Exception):  # noqa: N818 - named for what is wrong
    """A route does not say what it shows of clients, or says nobody and could show them."""


def create_app(
    *,
    title: str,
    version: str,
    edge: Edge,
    handlers: Handlers,
    routers: Sequence[APIRouter],
    refused: Iterable[type[Exception]] = (),
    busy: Mapping[type[Exception], tuple[str, str]] | None = None,
) -> FastAPI:
    """Make the application of a service from its routers."""
    app = FastAPI(
        title=title,
        version=version,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(_first)],
        responses={"4XX": _PROBLEM, "5XX": _PROBLEM},
    )
    app.state.edge, app.state.handlers = edge, handlers
    for router in routers:
        app.include_router(router)
    for address, permissions in gates(app).items():
        if not permissions or not permissions <= edge.permissions.keys():
            raise Unguarded(f"{address}: {sorted(permissions)}")
    for address in opened(app):  # whoever asks is the system: nobody else may need to be
        if any(edge.permissions[each] != {"system"} for each in gates(app)[address]):
            raise Unguarded(f"{address} is open to anybody")
    if silent := unaudited(app):
        raise Unaudited(", ".join(silent))
    if waiting := threaded(app):
        raise Threaded(", ".join(waiting))
    install(app, refused, busy or {})
    add_docs(app)
    app.add_middleware(Looking, looks=edge.looks)
    app.add_middleware(BodyLimit)
    app.add_middleware(Around)
    return app


async def _first(request: Request) -> None:
    """See to what holds for every request. Nothing is looked at for somebody unknown."""
    if is_open(request.scope["route"].dependant):
        request.scope["ht.claims"] = claims_of_anybody(request)
    else:
        request.scope["ht.claims"] = await claims_of(request)
    await _readable(request)
    _known_query(request)
    await _caught_up(request)


async def _readable(request: Request) -> None:
    """Take bodies as JSON in UTF-8, and no character that the database cannot keep."""
    if "\0" in request.scope["path"] or any(
        "\0" in value for value in request.query_params.values()
    ):
        raise invalid(("path", "has a character that cannot be kept"))
    if request.method not in _BODIES:
        return
    body = await request.body()
    if not body:
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = request.headers.get("content-encoding", "identity").lower()
    if kind != "application/json" or encoding != "identity":
        raise Problem(415, "unsupported-media-type", "Send the body as application/json.")
    if b"\\u0000" in body and _holds_nul(body):
        raise invalid(("body", "has a character that cannot be kept"))


def _holds_nul(body: bytes) -> bool:
    """Read the body as the route will: another reader may refuse what this one takes."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return False  # the route cannot read it either, and says so
    try:
        return "\0" in str(read).replace("\\x00", "\0")
    except RecursionError:
        return True  # as far as anybody can tell


def _known_query(request: Request) -> None:
    if not request.query_params:
        return
    route = request.scope["route"]
    known = _query_names(route.dependant)
    if unknown := set(request.query_params) - known:
        raise invalid(*((_shown(name), "is not known here") for name in sorted(unknown)))


async def _caught_up(request: Request) -> None:
    after = request.headers.get("ht-after")
    if after is None:
        return
    positions: dict[str, int] = {}
    for part in after.split(","):
        service, _, position = part.strip().partition("=")
        if not service.isidentifier() or not position.isdecimal() or len(position) > 18:  # noqa: PLR2004
            raise invalid(("Ht-After", "must be positions, as in intake=123,plans=4"))
        positions[service] = max(int(position), positions.get(service, 0))
    wait = edge_of(request).caught_up
    if wait is not None:
        await wait(positions)


def _shown(name: str) -> str:
    return name if name.isidentifier() and name.isascii() and len(name) <= 64 else "*"  # noqa: PLR2004


def _query_names(dependant: Dependant) -> set[str]:
    names = {field.alias for field in dependant.query_params}
    return names.union(*(_query_names(inner) for inner in dependant.dependencies))


def gates(app: FastAPI) -> Mapping[str, frozenset[str]]:
    """Give the permissions that every route asks for, by method and path."""
    return {
        f"{method} {route.path}": _asked_by(route.dependant)
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in route.methods or ()
    }


def opened(app: FastAPI) -> frozenset[str]:
    """Give the routes that may be asked without a token, by method and path."""
    return frozenset(
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and is_open(route.dependant)
        for method in route.methods or ()
    )


def unaudited(app: FastAPI) -> list[str]:
    """Name the routes that answer questions and do not say rightly what they show."""
    return [
        str(route.path)
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and _silent(route.dependant)
    ]


def threaded(app: FastAPI) -> list[str]:
    """Name the routes that FastAPI would hand to a thread, or something they depend on."""
    return [
        str(route.path)
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and _waits(route.dependant)
    ]


def _waits(dependant: Dependant) -> bool:
    call = dependant.call
    if inspect.isclass(call):
        return True  # to be made in a thread, whatever its instances are
    asked = call if inspect.isroutine(call) else type(call).__call__
    alone = inspect.iscoroutinefunction(asked) or inspect.isasyncgenfunction(asked)
    return not alone or any(map(_waits, dependant.dependencies))


def _silent(dependant: Dependant) -> bool:
    if is_command(dependant):
        return False
    shows = declared(dependant)
    return shows is False or (shows is True and opens_columns(dependant))


def _asked_by(dependant: Dependant) -> frozenset[str]:
    call = dependant.call
    own = frozenset({call.permission} if isinstance(call, Allows) else ())
    return own.union(*(_asked_by(inner) for inner in dependant.dependencies))
