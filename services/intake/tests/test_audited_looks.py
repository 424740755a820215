"""Whoever looks at a client leaves a trace, before they see anything."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from ht_intake.app import SERVICE
from ht_kit.audit import Looks, declared
from ht_kit.handlers import Handlers
from ht_kit.http import Edge, is_command

from .conftest import Intake
from .world import NONSENSE, PERSONAL, Tokens

NOBODY = {
    "/organisations",
    "/programmes",
    "/taking-in",
    "/sign-ins/{sign_in}",
    "/imports",
    "/questions",
    "/outreach",
    "/advice",
    "/programmes/{programme_slug}/contracts",
    "/lawful-bases",
    "/override-counts",
}
"""What answers a question and shows no client. Whatever is added here is for a reviewer."""


def questions() -> Mapping[str, Looks | bool]:
    edge = Edge(
        service="intake",
        permissions=SERVICE.permissions,
        verifier=Tokens(),
        fingerprint_key=bytes(32),
    )
    app = SERVICE.app(edge, Handlers())
    return {
        str(route.path): declared(route.dependant)
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and not is_command(route.dependant)
    }


def test_every_question_leaves_a_trace_but_those_that_show_nobody() -> None:
    assert {path for path, shows in questions().items() if shows is True} == NOBODY
    assert (
        len({shows.action for shows in questions().values() if isinstance(shows, Looks)}) == 24
    )


async def traces(intake: Intake) -> list[dict[str, Any]]:
    return [orjson.loads(row) for row in await intake.looks()]


@pytest.mark.engines
async def test_every_look_says_who_at_whom_what_and_why(intake: Intake) -> None:
    rose = await intake.rose()
    await intake.get(f"/clients/{rose}", by="tess")
    await intake.post("/clients/search", {"nhs_number": "9990000018"}, by="sana")
    await intake.post("/clients/names", {"ids": [rose], "purpose": "case-list"}, by="maya")

    kept = await traces(intake)

    assert [each["action"] for each in kept] == ["client.view", "client.search", "client.names"]
    assert [each["clients"] for each in kept] == [[rose]] * 3
    assert [each["purpose"] for each in kept] == [None, None, "case-list"]
    assert [each["roles"] for each in kept] == [["health-trainer"], ["senior"], ["manager"]]
    assert {each["outcome"] for each in kept} == {"shown"}
    assert [said for said in PERSONAL if said in str(kept)] == []


@pytest.mark.engines
async def test_what_was_refused_or_was_not_there_leaves_a_trace_too(intake: Intake) -> None:
    rose = await intake.rose()
    await intake.get(f"/clients/{rose}", by="col")
    await intake.get(f"/clients/{rose}", by="sam-of-southfield")
    await intake.get(f"/clients/{NONSENSE}", by="tess")

    kept = await traces(intake)

    assert [each["outcome"] for each in kept] == ["refused", "not_found", "not_found"]
    assert [each["clients"] for each in kept] == [[rose], [rose], [NONSENSE]]


@pytest.mark.engines
async def test_no_look_without_a_trace(intake: Intake) -> None:
    rose = await intake.rose()
    await intake.execute("REVOKE EXECUTE ON FUNCTION append_looks FROM intake_writer")

    answer = await intake.get(f"/clients/{rose}", by="tess")

    assert answer.status_code == 503
    assert [said for said in PERSONAL if said in answer.text] == []
    assert (await intake.get("/programmes", by="tess")).status_code == 200


@pytest.mark.engines
async def test_the_lead_for_information_governance_sees_who_looked(intake: Intake) -> None:
    rose = await intake.rose()
    for _ in range(3):
        await intake.get(f"/clients/{rose}", by="tess")

    first = (await intake.get(f"/clients/{rose}/looks?limit=2", by="ida")).json()
    after = f"/clients/{rose}/looks?limit=3&after={first['next']}"
    second = (await intake.get(after, by="ida")).json()
    third = (await intake.get(f"/clients/{rose}/looks?limit=2", by="ida")).json()

    assert [each["action"] for each in first["items"]] == ["client.view"] * 2
    assert [each["action"] for each in second["items"]] == ["client.view"]
    assert [each["action"] for each in third["items"]] == ["looks.view"] * 2
    assert (await intake.get(f"/clients/{rose}/looks", by="maya")).status_code == 403
    elsewhere = await intake.get(f"/clients/{rose}/looks", by="ian-of-the-council")
    assert elsewhere.json()["items"] == []
