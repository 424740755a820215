"""Cases over HTTP: one command, one URL, and an answer for whatever cannot be done."""

import pytest

from .programme import (
    MONDAY,
    SARAH,
    TOM,
    TUESDAY,
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


async def test_a_client_is_given_a_trainer(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MONDAY}, by="sarah"
    )

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.headers["Ht-Position"] == "plans=2"
    (line,) = (await northfield.shows(f"/cases?trainer={TOM}"))["items"]
    assert (line["id"], line["trainer"]) == (str(case), str(TOM))
    assert (await northfield.shows(f"/cases?trainer={SARAH}"))["items"] == []


@pytest.mark.parametrize(
    ("worker", "why"),
    [
        ("0192d1f4-0000-7000-8000-00000000a002", "champions-hand-over"),
        ("0192d1f4-0000-7000-8000-00000000ffff", "not-in-the-programme"),
    ],
)
async def test_not_everybody_can_be_a_clients_trainer(
    northfield: Northfield, worker: str, why: str
) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": worker, "assigned_at": MONDAY}, by="sarah"
    )

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")


async def test_the_programmes_cap_counts_cases_before_maintenance(
    northfield: Northfield,
) -> None:
    cases = [await northfield.opens_a_case() for _ in range(3)]
    toms = {"worker": TOM, "assigned_at": MONDAY}
    for case in cases[:2]:
        await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")
    third = f"/cases/{cases[2]}/trainer"

    full = await northfield.ask(third, toms, by="sarah")
    assert full.json()["type"] == "urn:ht:problem:caseload-full"

    await northfield.assesses(cases[0])
    await northfield.signs_off(cases[0])
    await northfield.does(third, toms, by="sarah")


async def test_a_session_is_recorded_with_and_without_a_booking(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    booking = {"kind": "assessment", "medium": "01", "planned_start": TUESDAY}
    booked = await northfield.does(f"/cases/{case}/bookings", booking, by="ada")

    missed = {**booking, "attendance": "3", "session": booked["session"]}
    await northfield.does(f"/cases/{case}/sessions", missed, by="ada")
    held = await northfield.does(f"/cases/{case}/sessions", ATTENDED)

    shown = await northfield.shows(f"/cases/{case}")
    assert [session["session"] for session in shown["sessions"]] == [
        booked["session"],
        held["session"],
    ]
    assert [session["attendance"] for session in shown["sessions"]] == ["3", "5"]
    assert shown["sessions"][1]["note"] == "Came with her sister"


async def test_a_session_that_took_place_says_when(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {name: value for name, value in ATTENDED.items() if name != "started_at"}

    answer = await northfield.ask(f"/cases/{case}/sessions", body)

    assert answer.status_code == 422
    assert "started_at" in answer.text


async def test_one_request_carries_a_whole_conversation(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    await northfield.assesses(
        case,
        bmi={"height_cm": 150, "weight_kg": 81.9},
        high_fat_snacks={"number": 1, "per": "day"},
        who5={"reason": "declined"},
        ngse={"answers": [3, 3, 3, 3, 4, 4, 4, 4]},
    )

    (conversation,) = (await northfield.shows(f"/cases/{case}"))["assessments"]
    measures = conversation["measures"]
    told = {each["instrument"]: each["value"] or each["not_taken"] for each in measures}
    assert told == {
        "bmi": "36.4",
        "fruit_and_vegetables": "not_asked",
        "high_fat_snacks": "7",
        "general_health": "not_asked",
        "ngse": "3.5",
        "who5": "declined",
    }
    assert measures[0]["bands"] == {"general": "obese_2", "lower": "obese_2"}


async def test_a_measure_answered_in_part_names_what_is_missing(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {"phase": "pre", "taken_at": MONDAY, "measures": {"who5": {"answers": [1, None, 3]}}}

    answer = await northfield.ask(f"/cases/{case}/assessments", body)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "urn:ht:problem:partly-answered"
    assert [error["field"] for error in problem["errors"]] == [
        "who5.item_2",
        "who5.item_4",
        "who5.item_5",
    ]


async def test_what_has_happened_is_not_dated_in_the_future(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {**ATTENDED, "started_at": "2999-01-12T09:00:00Z"}

    answer = await northfield.ask(f"/cases/{case}/sessions", body)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:ht:problem:dated-in-the-future",
    )


async def test_an_instant_says_its_offset(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {**ATTENDED, "started_at": "2026-01-12T09:00:00"}

    assert (await northfield.ask(f"/cases/{case}/sessions", body)).status_code == 422
