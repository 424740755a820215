"""No route forgets that a client may be hidden from whoever asks.

What stands first in a path leads to a client, and then the route stands behind the mechanism
that hides them; or somebody has said that it leads to nobody.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from ht_kit.hiding import Hiding
from ht_kit.http_app import gates
from ht_kit.service import Service
from ht_plans import app as plans
from ht_plans.routes import hiding as hiding_in_plans
from ht_referrals import app as referrals
from ht_referrals.routes import hiding as hiding_in_referrals

SERVICES = [
    (plans.SERVICE, hiding_in_plans.HIDING, hiding_in_plans.LEAD_TO_NOBODY),
    (referrals.SERVICE, hiding_in_referrals.HIDING, hiding_in_referrals.LEAD_TO_NOBODY),
]
ANSWERS_FOR_ALL = {"ig-lead"}
"""Whoever leads on information governance declares, and sees, all conflicts."""


def routes_of(app: FastAPI) -> Iterator[tuple[str, str, Any]]:
    """Give each route whose path names something: the route, and the name that stands first."""
    for route in iter_route_contexts(app.routes):
        named = re.findall(r"{(\w+)}", route.path or "")
        if named and isinstance(route.original_route, APIRoute):
            for method in route.methods or ():
                yield f"{method} {route.path}", named[0], route.dependant


def uncovered(
    app: FastAPI, hiding: Hiding, nobody: frozenset[str], but_for: frozenset[str]
) -> list[str]:
    """Name the routes at which a hidden client could be seen."""
    return [
        name
        for name, first, dependant in routes_of(app)
        if name not in but_for
        and first not in nobody
        and not (
            first in hiding.whose
            and hiding.not_hidden in [each.call for each in dependant.dependencies]
        )
    ]


def for_the_lead(service: Service) -> frozenset[str]:
    """Give the routes that nobody but the lead for information governance may ask."""
    return frozenset(
        route
        for route, asked in gates(service.described()).items()
        if asked and all(service.permissions[each] <= ANSWERS_FOR_ALL for each in asked)
    )


@pytest.mark.parametrize(("service", "hiding", "nobody"), SERVICES)
def test_every_path_that_leads_to_a_client_hides_them(
    service: Service, hiding: Hiding, nobody: frozenset[str]
) -> None:
    assert uncovered(service.described(), hiding, nobody, for_the_lead(service)) == []


@pytest.mark.parametrize(("service", "hiding", "nobody"), SERVICES)
def test_nothing_is_named_that_stands_in_no_path(
    service: Service, hiding: Hiding, nobody: frozenset[str]
) -> None:
    first = {name for _, name, _ in routes_of(service.described())}

    assert {*hiding.whose, *nobody} <= first


def test_a_new_route_that_was_forgotten_is_found() -> None:
    hiding = Hiding(conflict="", whose={"case_id": ""})
    behind = APIRouter(dependencies=[Depends(hiding.not_hidden)])
    app = FastAPI()

    async def shows() -> None:
        """Show something."""

    for path in ("/cases/{case_id}", "/diaries/{diary_id}", "/places/{place}"):
        behind.add_api_route(path, shows)
    app.include_router(behind)
    app.add_api_route("/cases/{case_id}/aside", shows)

    found = uncovered(app, hiding, frozenset({"place"}), frozenset())

    assert found == ["GET /diaries/{diary_id}", "GET /cases/{case_id}/aside"]
