"""A worker who is too close to a client sees nothing of them, whatever they ask.

"DeclareConflict: they see nothing of them and never support them." It is answered as if there
were no such thing; somebody else sees and does everything as before.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from ht_contracts.intake import ConflictDeclared
from ht_kit.audit import Looks, declared
from ht_kit.ids import new_id
from ht_plans.app import SERVICE

from .programme import MARCH, MONDAY, SARAH, TOM, Northfield
from .test_asking_about_concerns import CONCERN
from .test_asking_about_quitting import QUIT
from .test_asking_about_work import A_JOB, IN_WORK
from .test_asking_for_shared_sessions import CAME, HELD, SLOT
from .test_leaving_people_alone import begins_everything
from .test_sending_what_was_written_offline import entry

pytestmark = pytest.mark.engines

DIARY = {"kind": "activity", "what_to_write": "How far you walked", "first_day": "2026-01-12"}
LISTS = {
    "/cases": 1,
    "/checks": 3,
    "/concerns": 1,
    "/due": 1,
    "/employment/sustained": 2,
    "/pathways/hard-dates": 1,
    "/quit-episodes": 1,
    "/reviews": 0,
    "/sign-offs": 1,
    "/transfers": 0,
}
"""Every list of clients, and how much of this client is in it."""
FOR_THE_LEAD = {"/conflicts"}


@dataclass(frozen=True, kw_only=True)
class Life:
    """What there is of the client whom Sarah turns out to be related to."""

    client: UUID
    case: UUID
    plan: str
    concern: str
    episode: str
    way: str
    job: str
    shared: str


async def a_life(northfield: Northfield) -> Life:
    case = await begins_everything(northfield)
    other = await northfield.opens_a_case()
    client = UUID((await northfield.shows(f"/cases/{case}"))["client"])
    concern = await northfield.does(f"/cases/{case}/concerns", CONCERN, by="sarah")
    (episode,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    (way,) = await northfield.shows(f"/cases/{case}/employment")
    shared = await northfield.does("/shared-sessions", {**SLOT, "cases": [case, other]})
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    body = {
        "signed_off_at": MARCH,
        "results": {goal: "achieved"},
        "client_present": "not_present",
        "not_present_reason": "Moved in a hurry",
    }
    await northfield.does(f"/plans/{plan}/sign-off", body)
    return Life(
        client=client,
        case=case,
        plan=plan,
        concern=concern["id"],
        episode=episode["id"],
        way=way["id"],
        job=way["progress"][0]["progress"],
        shared=shared["id"],
    )


async def too_close(northfield: Northfield, client: UUID, worker: UUID = SARAH) -> None:
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=worker, declared_at=MARCH)
    )


def commands(of: Life) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"/concerns/{of.concern}/told", {"whom": "police", "told_at": MONDAY}),
        (f"/concerns/{of.concern}/end", {"outcome": "client_is_safe", "words": "Safe"}),
        (f"/quit-episodes/{of.episode}/sessions", {"session": str(new_id())}),
        (f"/quit-episodes/{of.episode}/outcome", QUIT),
        (f"/employment/{of.way}/statuses", {**IN_WORK, "recorded_on": "2026-03-02"}),
        (f"/employment/{of.way}/readings", {"ratings": {}, "read_on": "2026-03-02"}),
        (f"/employment/{of.way}/progress", {**A_JOB, "weekly_hours": 4}),
        (
            f"/employment/{of.way}/progress/{of.job}/sustained",
            {"weeks": 13, "result": "sustained", "checked_on": "2026-06-01"},
        ),
        (
            f"/employment/{of.way}/close",
            {**IN_WORK, "reason": "completed", "closed_on": "2026-09-01"},
        ),
        (
            f"/shared-sessions/{of.shared}/reschedule",
            {"planned_start": MARCH, "asked_by": "client"},
        ),
        (f"/shared-sessions/{of.shared}/held", HELD),
        (
            f"/shared-sessions/{of.shared}/size",
            {"size": 2, "because": "counted_wrong"},
        ),
        (f"/shared-sessions/{of.shared}/cancel", {"attendance": "4"}),
        (f"/plans/{of.plan}/diaries", DIARY),
        (f"/plans/{of.plan}/diaries/{new_id()}/entries", {"entries": [{"day": "2026-01-12"}]}),
        (f"/cases/{of.case}/employment", {}),
        (f"/cases/{of.case}/quit-episodes", {}),
        (f"/cases/{of.case}/pathways", {}),
    ]


async def test_whatever_is_asked_of_them_by_an_id_is_not_there(northfield: Northfield) -> None:
    life = await a_life(northfield)
    views = [
        f"/concerns/{life.concern}",
        f"/shared-sessions/{life.shared}",
        f"/cases/{life.case}/quit-episodes",
        f"/cases/{life.case}/employment",
        f"/cases/{life.case}/pathways",
        f"/clients/{life.client}/timeline",
        f"/plans/{life.plan}/earlier-changes",
        f"/plans/{life.plan}/diaries/{new_id()}/sheet",
    ]
    await too_close(northfield, life.client)
    never = await northfield.see(f"/concerns/{new_id()}", by="sarah")

    seen = [await northfield.see(path, by="sarah") for path in views]
    head = await northfield.head()
    done = [await northfield.ask(path, body, by="sarah") for path, body in commands(life)]

    assert never.status_code == 404
    assert [(each.status_code, each.content) for each in seen] == [
        (404, never.content) for _ in views
    ]
    assert [(each.status_code, each.content) for each in done] == [
        (404, never.content) for _ in commands(life)
    ]
    assert await northfield.head() == head
    for path in views[:-1]:
        assert (await northfield.see(path, by="mo")).status_code == 200, path


async def test_no_list_has_them_and_every_count_equals_its_list(northfield: Northfield) -> None:
    life = await a_life(northfield)
    before = {path: await listed(northfield, path) for path in LISTS}
    counted = await northfield.shows("/sign-offs/counts", by="sarah")

    await too_close(northfield, life.client)

    for path, many in LISTS.items():
        assert before[path].count(str(life.client)) >= many, path
        assert str(life.client) not in await listed(northfield, path), path
    assert (counted["signed_off"], counted["listed"]) == (2, 1), "one of two without the client"
    after = await northfield.shows("/sign-offs/counts", by="sarah")
    assert set(after.values()) == {0}
    assert (await northfield.shows("/shared-sessions", by="sarah"))["items"] == []
    assert len((await northfield.shows("/shared-sessions", by="mo"))["items"]) == 1
    assert len((await northfield.shows("/sign-offs", by="mo"))["items"]) == 1


async def listed(northfield: Northfield, path: str) -> list[str]:
    items = (await northfield.shows(path, by="sarah"))["items"]
    return [line["client"] for line in items]


async def test_a_review_that_is_due_is_not_listed_either(northfield: Northfield) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    await northfield.assesses(case)
    await northfield.agrees(case)
    assert await listed(northfield, "/reviews") == [str(client)]

    await too_close(northfield, client)

    assert await listed(northfield, "/reviews") == []


async def test_what_a_body_names_is_not_there_either(northfield: Northfield) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    other = await northfield.opens_a_case()
    household = {**SLOT, "cases": [case, other]}
    shared = (await northfield.does("/shared-sessions", household))["id"]
    await too_close(northfield, client, TOM)
    head = await northfield.head()

    batch = [entry(case), entry(new_id()), entry(other)]
    taken = (await northfield.does("/entries", {"entries": batch}))["items"]
    books = await northfield.ask("/shared-sessions", household)
    never = await northfield.ask("/shared-sessions", {**SLOT, "cases": [new_id(), other]})
    part = await northfield.ask(f"/cases/{other}/sessions", {**CAME, "shared": shared})

    hidden, unknown, done = [{**each, "entry": None} for each in taken]
    assert hidden == unknown
    assert (hidden["outcome"], done["outcome"]) == ("not_here", "taken")
    assert (books.status_code, books.content) == (404, never.content)
    assert (part.status_code, part.content) == (404, never.content)
    assert await northfield.head() == head + 1


async def test_a_group_is_seen_without_the_part_of_whoever_is_hidden(
    northfield: Northfield,
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    other = await northfield.opens_a_case()
    group = (await northfield.does("/shared-sessions", {**SLOT, "kind": "group"}))["id"]
    for each in (case, other):
        await northfield.does(
            f"/cases/{each}/sessions", {**CAME, "kind": "group", "shared": group}
        )

    await too_close(northfield, client)

    parts = (await northfield.shows(f"/shared-sessions/{group}", by="sarah"))["parts"]
    assert [part["case"] for part in parts] == [str(other)]
    assert len((await northfield.shows(f"/shared-sessions/{group}", by="mo"))["parts"]) == 2


def test_every_list_of_clients_is_asked_here() -> None:
    lists = {
        route.path
        for route in iter_route_contexts(SERVICE.described().routes)
        if isinstance(route.original_route, APIRoute)
        and "GET" in (route.methods or ())
        and not re.search("{", route.path or "")
        and isinstance(declared(route.dependant), Looks)
    }

    assert lists == LISTS.keys() | FOR_THE_LEAD
