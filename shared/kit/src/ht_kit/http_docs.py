"""The page at /docs, from assets that stand beside it: a service may run without the internet.

The assets are Swagger UI 5 as the distribution `fastapi-offline` ships it; nothing else of
that distribution is used.
"""

from collections.abc import Awaitable, Callable
from importlib.metadata import files
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from ht_kit.http_description import describe

_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
_START: Final = """
SwaggerUIBundle({url: "/openapi.json", dom_id: "#page", deepLinking: true});
"""
_PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_POLICY: Final = {
    # Swagger UI sets styles on elements; scripts come from here alone.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}


def add_docs(app: FastAPI) -> None:
    """Serve the documentation of the API at /docs."""
    describe(app)
    page = _PAGE.format(title=app.title)

    async def docs(_: Request) -> Response:
        return Response(page, media_type="text/html", headers=_POLICY)

    async def start(_: Request) -> Response:
        return Response(_START, media_type="text/javascript")

    app.router.routes.append(Route("/docs", docs))
    app.router.routes.append(Route("/docs/start.js", start))
    for name, kind in _ASSETS.items():
        app.router.routes.append(Route(f"/docs/{name}", _file(name, kind)))


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    path = _found(name)

    async def asset(_: Request) -> Response:
        return FileResponse(path, media_type=kind)

    return asset


def _found(name: str) -> Path:
    shipped = files("fastapi-offline") or []
    return next(Path(str(each.locate())) for each in shipped if each.name == name)
