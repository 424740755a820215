"""Every question that a service answers, asked as everybody who can sign in."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from ht_intake.app import SERVICE as INTAKE
from ht_kit.service import Service
from ht_local.identity.personas import CHARITY, COLLEAGUES, DEMONSTRATION, KNOWN_BEFOREHAND
from ht_local.lives.api import Api, Form, Standing
from ht_local.place import SERVICES, Place
from ht_plans.app import SERVICE as PLANS
from ht_referrals.app import SERVICE as REFERRALS
from ht_reporting.app import SERVICE as REPORTING

EVERYBODY: Final = (
    *(Standing(persona=each.sign_in, programme=DEMONSTRATION) for each in COLLEAGUES),
    *(Standing(persona=persona) for persona in KNOWN_BEFOREHAND),
)
ORGANISATION: Final = tuple(
    Standing(persona=each.sign_in, programme=DEMONSTRATION)
    for each in COLLEAGUES
    if each.employer == CHARITY
)
_QUERIES: Final = {"limit": "200", "programme": DEMONSTRATION}
_MONITORING: Final = ("varz", "connz?subs=1", "jsz?streams=1&consumers=1&config=1", "subsz")
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Question:
    """One request: a form makes it a search, which is posted."""

    service: str
    path: str
    form: Form | None = None


def questions(ids: Mapping[str, str], searches: Mapping[str, Form]) -> Iterator[Question]:
    """Give every question of every service about the things of one person.

    What is not known here and stands in a path is a `KeyError`: a new route is asked too.
    """
    for service in (INTAKE, PLANS, REFERRALS, REPORTING):
        described: dict[str, Any] = service.openapi()
        for path, methods in described["paths"].items():
            if "get" in methods:
                yield _question(service, path, methods["get"], ids)
    for path, form in searches.items():
        yield Question("intake", path, form)


def _question(
    service: Service, path: str, described: Mapping[str, Any], ids: Mapping[str, str]
) -> Question:
    query, known = {}, {**_QUERIES, **ids, **_names_of(service.name, ids)}
    for each in described.get("parameters", []):
        name = each["name"]
        if each["in"] == "path":
            path = path.replace(f"{{{name}}}", known[name])
        elif each["in"] == "query" and (each["required"] or name in _QUERIES):
            query[name] = known.get(name) or _any(each["schema"])
    return Question(service.name, f"{path}?{urlencode(query)}" if query else path)


def _any(described: Mapping[str, Any]) -> str:
    """Give something that may be asked for."""
    return str(next(iter(described.get("enum", ())), described.get("minimum", 1)))


def _names_of(service: str, ids: Mapping[str, str]) -> dict[str, str]:
    return {
        "client_id": ids["client"],
        "case_id": ids["case"],
        "plan_id": ids["plan"],
        "entry_id": ids["entry"],
        "diary": ids["diary"],
        "referral_id": ids["onward" if service == "referrals" else "referral"],
        "draft_id": ids["registration"],  # as with imports
        "import_id": ids["registration"],  # there is none: whoever may ask is told so
        "shared_id": ids["registration"],
        "concern_id": ids["registration"],
        "reassignment_id": ids["registration"],  # nor of this
        "handover_id": ids["registration"],
        "channel": "telephone",
        "kind": "support",
        "programme_slug": DEMONSTRATION,
        "worker_id": ids["registration"],  # seen by its own register alone
        "sign_in": COLLEAGUES[0].sign_in,
    }


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: every word of it, and how often with which status."""

    text: str
    statuses: Mapping[int, int]


async def everything_answered(
    place: Place,
    ids: Mapping[str, str],
    searches: Mapping[str, Form],
    *,
    to: Sequence[Standing] = EVERYBODY,
) -> Answers:
    """Ask everything as everybody, and what processes and servers tell about themselves."""
    asked = [(who, question) for who in to for question in questions(ids, searches)]
    turn = asyncio.Semaphore(_AT_ONCE)
    async with Api(place) as api, httpx.AsyncClient(timeout=60, trust_env=False) as http:

        async def answer(who: Standing, question: Question) -> list[httpx.Response]:
            async with turn:
                return await _pages(place, api, http, who, question)

        told = await asyncio.gather(*(answer(*each) for each in asked))
        answers = [page for pages in told for page in pages]
        statuses: dict[int, int] = {}
        for each in answers:
            statuses[each.status_code] = statuses.get(each.status_code, 0) + 1
        answers += [await http.get(address) for address in _about_themselves(place)]
    return Answers("\n".join(f"{each.headers}\n{each.text}" for each in answers), statuses)


async def _pages(
    place: Place, api: Api, http: httpx.AsyncClient, who: Standing, question: Question
) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {await api.token(who.persona)}", **who.headers()}
    address, pages = f"{place.url(question.service)}{question.path}", []
    following: str | None = ""
    while following is not None:
        more = f"&{urlencode({'after': following})}" if following else ""
        if question.form is None:
            page = await http.get(f"{address}{more}", headers=headers)
        else:
            page = await http.post(address, headers=headers, json=question.form)
        pages.append(page)
        # A sheet that is printed has no pages.
        told = page.json() if "json" in page.headers["content-type"] else None
        following = told.get("next") if isinstance(told, dict) else None
    return pages


def _about_themselves(place: Place) -> Iterator[str]:
    for service in SERVICES:
        for path in ("metrics", "livez", "readyz"):
            yield f"http://127.0.0.1:{place.operations_port(service)}/{path}"
        yield f"{place.url(service)}/openapi.json"
    for path in _MONITORING:
        yield f"http://127.0.0.1:{place.nats_monitoring_port}/{path}"
    yield f"{place.identity_url}/jwks"
