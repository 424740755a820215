"""A case belongs to its programme, and what a client said to the two who talked."""

import pytest

from ht_kit.ids import new_id

from .programme import (
    A_DRAFT,
    AN_AGREEMENT,
    MONDAY,
    TOM,
    Northfield,
)

pytestmark = pytest.mark.engines

ATTENDED = {
    "kind": "assessment",
    "medium": "01",
    "place": "B01",
    "attendance": "5",
    "started_at": MONDAY,
    "duration_minutes": 45,
    "note": "Came with her sister",
}

A_SCORE = {"phase": "pre", "taken_at": MONDAY, "measures": {"general_health": {"score": 70}}}


async def test_a_trainer_does_not_choose_their_own_clients(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MONDAY}
    )

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:ht:problem:not-permitted")


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_a_case_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)

    for path in (f"/cases/{case}", f"/plans/{plan}"):
        there = await northfield.see(path, by=by)
        nonsense = await northfield.see(f"{path[:7]}{new_id()}", by=by)
        assert there.status_code == 404
        assert there.content == nonsense.content
    for path, body in (
        (f"/cases/{case}/sessions", ATTENDED),
        (f"/cases/{case}/plans", A_DRAFT),
        (f"/plans/{plan}/agree", AN_AGREEMENT),
    ):
        there = await northfield.ask(path, body, by=by)
        assert (there.status_code, there.json()["type"]) == (
            404,
            "urn:ht:problem:no-such-thing",
        )
    for path in ("/cases", "/checks"):
        assert (await northfield.shows(path, by=by))["items"] == []


@pytest.mark.parametrize("by", ["chidi", "carol"])
async def test_champions_and_commissioners_have_no_business_here(
    northfield: Northfield, by: str
) -> None:
    case = await northfield.opens_a_case()

    answers = [
        await northfield.see("/cases", by=by),
        await northfield.see(f"/cases/{case}", by=by),
        await northfield.ask(f"/cases/{case}/plans", A_DRAFT, by=by),
        await northfield.ask(f"/cases/{case}/sessions", ATTENDED, by=by),
        await northfield.ask(f"/cases/{case}/assessments", A_SCORE, by=by),
        await northfield.see("/checks", by=by),
    ]

    assert [answer.status_code for answer in answers] == [403] * len(answers)


async def test_an_administrator_arranges_sessions_and_reads_no_measures(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()

    assert (await northfield.see("/cases", by="ada")).status_code == 200
    assert (await northfield.see(f"/cases/{case}", by="ada")).status_code == 403


async def test_words_of_a_client_are_sealed_where_they_are_kept(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)

    bodies = b"".join(await northfield.bodies_of(plan))

    assert b"keep up with my boys" not in bodies
    assert b"Walk the kids" not in bodies
    assert b"Leave earlier" not in bodies
