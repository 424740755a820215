"""The way into work over HTTP: begun, added to, asked about later, closed."""

from datetime import date
from uuid import UUID

import pytest

from ht_kit.ids import new_id

from .days_passing import days_pass
from .programme import Northfield

pytestmark = pytest.mark.engines

BEGIN = {
    "referred_by": "jobcentre_plus",
    "agreed": True,
    "mandated": False,
    "begun_on": "2026-01-12",
    "status": "02",
    "circumstances": {"benefits": ["universal_credit"], "employment_support": "suitable"},
}
A_JOB = {"kind": "paid_work", "weekly_hours": 20, "taken_up_on": "2026-03-02"}
IN_WORK = {"status": "01", "circumstances": {"weekly_hours": 20}}


async def a_way(northfield: Northfield) -> tuple[UUID, str]:
    await northfield.does("/offer", {"employment": True}, by="mo")
    case = await northfield.opens_a_case()
    begun = await northfield.does(f"/cases/{case}/employment", BEGIN)
    return case, begun["id"]


async def test_a_way_into_work_goes_from_looking_to_work_that_lasted(
    northfield: Northfield,
) -> None:
    case, way = await a_way(northfield)
    path = f"/employment/{way}"
    for ratings, day in (
        ({"confidence": 2, "social_networks": 4}, "2026-01-12"),
        ({"confidence": 4, "social_networks": 3}, "2026-04-12"),
    ):
        await northfield.does(f"{path}/readings", {"ratings": ratings, "read_on": day})
    job = (await northfield.does(f"{path}/progress", A_JOB))["progress"]
    await northfield.does(f"{path}/statuses", {**IN_WORK, "recorded_on": "2026-03-02"})
    for weeks, day in ((13, "2026-06-01"), (26, "2026-08-31")):
        lasted = {"weeks": weeks, "result": "sustained", "checked_on": day}
        await northfield.does(f"{path}/progress/{job}/sustained", lasted)
    end = {**IN_WORK, "reason": "completed", "closed_on": "2026-09-01"}
    await northfield.does(f"{path}/close", end)

    (shown,) = await northfield.shows(f"/cases/{case}/employment")

    assert (shown["furthest_rung"], shown["rung_at_close"]) == (7, 7)
    assert [each["at"] for each in shown["statuses"]] == ["baseline", "review", "close"]
    assert shown["statuses"][0]["circumstances"]["benefits"] == ["universal_credit"]
    latest = shown["readings"][-1]
    assert (latest["moved_forward"], latest["regressed"]) == (1, 1)
    assert latest["deltas"] == {"confidence": 2, "social_networks": -1}
    assert (await northfield.shows("/employment/sustained"))["items"] == []


async def test_a_programme_begins_none_until_it_switches_them_on(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/employment", BEGIN)

    assert answer.json()["type"] == "urn:ht:problem:employment-not-offered"


async def test_somebody_who_was_told_to_come_is_returned(northfield: Northfield) -> None:
    await northfield.does("/offer", {"employment": True}, by="mo")
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/employment", {**BEGIN, "mandated": True})

    assert answer.json()["type"] == "urn:ht:problem:taking-part-is-voluntary"


async def test_a_case_has_one_way_into_work_open_beside_its_plan(
    northfield: Northfield,
) -> None:
    case, way = await a_way(northfield)
    await northfield.assesses(case)
    await northfield.drafts(case)

    second = await northfield.ask(f"/cases/{case}/employment", BEGIN)
    assert second.json()["type"] == "urn:ht:problem:employment-pathway-in-progress"

    end = {**IN_WORK, "reason": "moved", "closed_on": "2026-09-01"}
    await northfield.does(f"/employment/{way}/close", end)
    await northfield.does(f"/cases/{case}/employment", {**BEGIN, "begun_on": "2026-10-01"})
    assert len(await northfield.shows(f"/cases/{case}/employment")) == 2


async def test_work_is_put_on_the_list_when_its_weeks_are_over(northfield: Northfield) -> None:
    _, way = await a_way(northfield)
    for hours in (20, 4):
        await northfield.does(f"/employment/{way}/progress", {**A_JOB, "weekly_hours": hours})

    assert await days_pass(northfield, date(2026, 5, 31)) == 0
    assert await days_pass(northfield, date(2026, 6, 1)) == 1
    assert await days_pass(northfield, date(2026, 6, 2)) == 0

    lines = (await northfield.shows("/employment/sustained?due_before=2026-06-02"))["items"]
    assert [(line["weeks"], line["fell_due"]) for line in lines] == [(13, True), (13, True)]
    assert (await northfield.history_of(way))[-2:] == ["sustained_work_fell_due"] * 2


async def test_nothing_is_listed_once_the_way_is_closed(northfield: Northfield) -> None:
    _, way = await a_way(northfield)
    await northfield.does(f"/employment/{way}/progress", A_JOB)
    end = {**IN_WORK, "reason": "lost_contact", "closed_on": "2026-05-01"}
    await northfield.does(f"/employment/{way}/close", end)

    assert await days_pass(northfield, date(2026, 9, 1)) == 0
    assert (await northfield.shows("/employment/sustained"))["items"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "unemployed"),
        ("referred_by", "dwp"),
        ("national_insurance_number", "QQ123456C"),
        ("circumstances", {"national_insurance_number": "QQ123456C"}),
        ("circumstances", {"benefits": ["dole"]}),
        ("circumstances", {"weekly_hours": 101}),
    ],
)
async def test_what_has_no_field_or_code_is_not_taken(
    northfield: Northfield, field: str, value: object
) -> None:
    await northfield.does("/offer", {"employment": True}, by="mo")
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/employment", {**BEGIN, field: value})

    assert answer.status_code == 422


async def test_the_same_key_takes_up_one_job(northfield: Northfield) -> None:
    case, way = await a_way(northfield)

    for _ in range(2):
        answer = await northfield.ask(f"/employment/{way}/progress", A_JOB, key="once")
        assert answer.status_code == 201
    twice = await northfield.ask(f"/employment/{way}/progress", A_JOB)

    assert twice.json()["type"] == "urn:ht:problem:progress-known"
    (shown,) = await northfield.shows(f"/cases/{case}/employment")
    assert len(shown["progress"]) == 1


async def test_no_way_into_work_begins_in_a_case_that_was_closed(
    northfield: Northfield,
) -> None:
    await northfield.does("/offer", {"employment": True}, by="mo")
    case = await northfield.opens_a_case()
    closed = {"reason": "07", "closed_at": "2026-01-12T09:00:00Z"}
    await northfield.does(f"/cases/{case}/close", closed)

    late = await northfield.ask(
        f"/cases/{case}/employment", {**BEGIN, "begun_on": "2026-01-13"}
    )

    assert late.json()["type"] == "urn:ht:problem:case-has-closed"


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_a_way_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    case, way = await a_way(northfield)
    await northfield.does(f"/employment/{way}/progress", A_JOB)

    there = await northfield.see(f"/cases/{case}/employment", by=by)
    nonsense = await northfield.see(f"/cases/{new_id()}/employment", by=by)
    told = await northfield.ask(f"/employment/{way}/progress", A_JOB, by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)
    assert (told.status_code, told.json()["type"]) == (404, "urn:ht:problem:no-such-thing")
    assert (await northfield.shows("/employment/sustained", by=by))["items"] == []


async def test_trainers_write_managers_read_and_nobody_else_does(
    northfield: Northfield,
) -> None:
    case, way = await a_way(northfield)

    for by in ("chidi", "carol", "ada"):
        assert (await northfield.see(f"/cases/{case}/employment", by=by)).status_code == 403
        answer = await northfield.ask(f"/employment/{way}/progress", A_JOB, by=by)
        assert answer.status_code == 403
    assert (await northfield.see(f"/cases/{case}/employment", by="mo")).status_code == 200
    answer = await northfield.ask(f"/employment/{way}/progress", A_JOB, by="mo")
    assert answer.status_code == 403
