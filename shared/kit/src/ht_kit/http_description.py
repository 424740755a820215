"""What OpenAPI says about every route alike: who may call, which headers, which problems.

These headers are read once for all routes, so FastAPI does not know of them.
"""

from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from ht_kit.http import is_command
from ht_kit.http_links import add_links
from ht_kit.open_routes import is_open
from ht_kit.problems import ProblemDetails


def _header(name: str, description: str, *, required: bool = False, **schema: object) -> Any:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }


_EVERYWHERE: Final = (
    _header("Ht-Programme", "The programme to act in; needed where the token holds several."),
    _header("Ht-Organisation", "The organisation to act in as a whole, or whose programme."),
    _header(
        "Ht-After",
        "Positions to wait for, as given in Ht-Position; 503 when they are not reached.",
        examples=["intake=123,plans=4"],
    ),
    _header(
        "X-Correlation-Id",
        "A UUID, found again in logs and events; one is made where none, or no UUID, is sent.",
    ),
    _header("traceparent", "Trace context (W3C)."),
)
_COMMANDS: Final = (
    _header(
        "Idempotency-Key",
        "One for each command: the same again repeats nothing and is answered the same.",
        required=True,
        minLength=1,
        maxLength=200,
    ),
    _header("If-Match", "The version that was read; 412 if it has changed.", examples=['"3"']),
)
_ANSWERED: Final = {
    "X-Correlation-Id": {
        "description": "Found again in logs and events.",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    },
    "ETag": {
        "description": "The version that it has now, for If-Match.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Ht-Position": {
        "description": "Where the service stands with it, for Ht-After.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[a-z]+=[0-9]+$"},
    },
}
_ALWAYS: Final = ("X-Correlation-Id",)


def describe(app: FastAPI) -> None:
    """Complete the description that FastAPI makes."""
    made = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(made(), _such(app, is_command), _such(app, is_open))
        return made()

    app.openapi = complete  # type: ignore[method-assign]  # FastAPI's own way of extending


def _such(app: FastAPI, holds: Callable[[Dependant], bool]) -> frozenset[tuple[str, str]]:
    """Give the path and method of every route of a kind."""
    return frozenset(
        (str(route.path), method.lower())
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and holds(route.dependant)
        for method in route.methods or ()
    )


def _complete(
    document: dict[str, Any],
    commands: frozenset[tuple[str, str]],
    openly: frozenset[tuple[str, str]],
) -> None:
    problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(problem.pop("$defs"), Problem=problem)
    components["headers"] = dict(_ANSWERED)
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    document["security"] = [{"token": []}]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            own = _COMMANDS if (path, method) in commands else ()
            headers = (*own, *_EVERYWHERE)
            if (path, method) in openly:
                operation["security"] = []
            operation["parameters"] = [*operation.get("parameters", ()), *headers]
            for response in operation["responses"].values():
                response["headers"] = {
                    name: {"$ref": f"#/components/headers/{name}"}
                    for name in (_ANSWERED if _is_of_command(response) else _ALWAYS)
                }
    add_links(document)


def _is_of_command(response: dict[str, Any]) -> bool:
    schema = response["content"].get("application/json", {}).get("schema", {})
    return bool(schema.get("$ref") == "#/components/schemas/Answered")
