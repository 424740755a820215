"""What an answer looks like when something cannot be done: problem details (RFC 9457).

One type per reason, `urn:ht:problem:<kebab-name>`. A problem never repeats what was sent:
fields are named, their values are not. Absent and forbidden give the same bytes.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from ht_kit.aggregate import Erased, KeyReused, NoSuchThing, StaleVersion, StreamMoved, Taken

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger("ht.http")
_SAFE_NAME = re.compile(r"^[a-z][a-z0-9_]{0,40}$")


class FieldProblem(BaseModel):
    """One field that cannot be used, and why: never what it held."""

    field: str
    reason: str


class Change(BaseModel):
    """What somebody else did meanwhile: which kind of event, and when it was recorded."""

    version: int
    event: str
    at: datetime


class ProblemDetails(BaseModel):
    """Why a request was not done.

    `version` and `changed` say how far something has come that others changed meanwhile, and
    by what.
    """

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["urn:ht:problem:no-such-thing"])
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None
    version: int | None = None
    changed: list[Change] | None = None
    correlation_id: str | None = None


class Problem(Exception):  # noqa: N818 - the standard's own word
    """A request that cannot be done, with its words for the caller."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        meanwhile: StaleVersion | StreamMoved | None = None,
    ) -> None:
        super().__init__(slug)
        self.status, self.slug, self.detail = status, slug, detail
        self.errors, self.headers, self.meanwhile = errors, headers or {}, meanwhile

    def response(self, *, correlation_id: str | None = None) -> Response:
        """Put the problem into an answer."""
        details = ProblemDetails(
            type=f"urn:ht:problem:{self.slug}",
            title=self.slug.replace("-", " ").capitalize(),
            status=self.status,
            detail=self.detail,
            errors=[FieldProblem(field=name, reason=why) for name, why in self.errors] or None,
            correlation_id=correlation_id,
            version=self.meanwhile and self.meanwhile.version,
            changed=self.meanwhile
            and [
                Change(version=each.version, event=each.name, at=each.at)
                for each in self.meanwhile.changed
            ],
        )
        return Response(
            orjson.dumps(details.model_dump(exclude_none=True)),
            status_code=self.status,
            media_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )


class _Words(NamedTuple):
    status: int
    slug: str
    detail: str


_NO_SUCH_THING = _Words(404, "no-such-thing", "There is nothing here that you may see.")
_OF_THE_KIT: Mapping[type[Exception], _Words] = {
    NoSuchThing: _NO_SUCH_THING,
    StaleVersion: _Words(412, "stale-version", StaleVersion.__doc__ or ""),
    StreamMoved: _Words(409, "stream-moved", StreamMoved.__doc__ or ""),
    KeyReused: _Words(422, "key-reused", KeyReused.__doc__ or ""),
    Erased: _Words(409, "erased", Erased.__doc__ or ""),
    Taken: _Words(409, "taken", "Something that must be unique is held already."),
}
_OF_HTTP: Mapping[int, _Words] = {
    400: _Words(400, "malformed", "The body cannot be read as JSON."),
    404: _NO_SUCH_THING,
    405: _Words(405, "method-not-allowed", "This address does not answer to that method."),
    413: _Words(413, "too-large", "The body is larger than 256 KiB."),
    415: _Words(415, "unsupported-media-type", "Send the body as application/json."),
}
_REASONS: Mapping[str, str] = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "timezone_aware": "must say its offset from UTC",
    "string_too_long": "is too long",
    "string_too_short": "is too short",
    "too_long": "has too many items",
    "too_short": "has too few items",
    "enum": "is not one of the codes",
    "literal_error": "is not one of the codes",
    "greater_than_equal": "is too small",
    "greater_than": "is too small",
    "less_than_equal": "is too large",
    "less_than": "is too large",
}


def unavailable(slug: str, detail: str, *, retry_after: int = 1) -> Problem:
    """Say that this may work in a moment."""
    return Problem(503, slug, detail, headers={"Retry-After": str(retry_after)})


def not_permitted() -> Problem:
    """Say no, in the same words whatever the reason."""
    return Problem(403, "not-permitted", "You may not do this here.")


def not_signed_in() -> Problem:
    """Ask for a token, in the same words whatever was wrong with the one sent."""
    return Problem(
        401,
        "not-signed-in",
        "A valid access token for this service is needed.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def invalid(*errors: tuple[str, str]) -> Problem:
    """Name the fields that cannot be used, each with why."""
    return Problem(422, "invalid", "Some fields cannot be used.", errors=errors)


def unexpected() -> Problem:
    """Say that the fault is ours."""
    return Problem(500, "unexpected", "Something went wrong. It has been noted.")


def refusal(reason: Exception) -> Problem:
    """Put a refusal of the rules into words: its docstring is the sentence people read.

    A refusal that is about single fields names them in `fields`, each with why.
    """
    named: Sequence[tuple[str, str]] = getattr(reason, "fields", ())
    words = " ".join((type(reason).__doc__ or "").split())
    return Problem(409, slug_of(type(reason)), words, errors=named)


def slug_of(reason: type[Exception]) -> str:
    """Give the name of a refusal as it stands in its problem type."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", reason.__name__).lower()


def install(
    app: FastAPI,
    refused: Iterable[type[Exception]],
    busy: Mapping[type[Exception], tuple[str, str]],
) -> None:
    """Answer every exception that a route may raise with its problem.

    `refused` are the root classes of the domain's refusals; `busy` the exceptions that pass
    by themselves in a moment, with their slug and words.
    """
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    for of_kit in _OF_THE_KIT:
        app.add_exception_handler(of_kit, _answer_kit)
    for root in refused:
        app.add_exception_handler(root, _answer_refusal)
    for passing, (slug, detail) in busy.items():
        problem = unavailable(slug, detail)
        app.add_exception_handler(passing, _always(problem))


def _always(problem: Problem) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(_: Request, passing: Exception) -> Response:
        _log.warning("request_not_served", error=type(passing).__name__)
        return problem.response()

    return answer


async def _answer_problem(_: Request, problem: Exception) -> Response:
    return (problem if isinstance(problem, Problem) else unexpected()).response()


async def _answer_refusal(_: Request, reason: Exception) -> Response:
    return refusal(reason).response()


async def _answer_kit(_: Request, reason: Exception) -> Response:
    words = next(words for kind, words in _OF_THE_KIT.items() if isinstance(reason, kind))
    meanwhile = reason if isinstance(reason, StaleVersion | StreamMoved) else None
    problem = Problem(words.status, words.slug, words.detail, meanwhile=meanwhile)
    return problem.response()


async def _answer_http(_: Request, raised: Exception) -> Response:
    status = raised.status_code if isinstance(raised, HTTPException) else 500
    headers = raised.headers if isinstance(raised, HTTPException) else None
    words = _OF_HTTP.get(status, _Words(status, "not-possible", "This cannot be done."))
    return Problem(words.status, words.slug, words.detail, headers=headers).response()


async def _answer_invalid(_: Request, raised: Exception) -> Response:
    errors = raised.errors() if isinstance(raised, RequestValidationError) else []
    if any(error["type"] == "json_invalid" for error in errors):
        words = _OF_HTTP[400]
        return Problem(words.status, words.slug, words.detail).response()
    named = dict.fromkeys((_field(error["loc"]), _reason(error["type"])) for error in errors)
    return invalid(*named).response()


def _field(location: Sequence[str | int]) -> str:
    """Name a field. A key of a body that is not shaped like ours may be something private."""
    ours = location[0] != "body"
    steps = [
        str(step) if ours or isinstance(step, int) or _SAFE_NAME.match(step) else "*"
        for step in location[1:]
    ]
    return ".".join(steps) or str(location[0])


def _reason(kind: str) -> str:
    return _REASONS.get(kind, "is not of the right form")
