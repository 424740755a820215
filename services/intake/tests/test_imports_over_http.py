"""An extract's people come over HTTP, many at once, and none of them twice."""

from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import Intake
from .world import MARCH, PERSONAL, ROSE

pytestmark = pytest.mark.engines

SUMMER = "2010-08-11T11:00:00Z"
AN_EXTRACT = {"system": "old-system", "fingerprint": "ab" * 32, "rows": 2}
A_PERSON: Mapping[str, Any] = {
    "row": 2,
    "reference": "HT100968",
    "source": "community_health",
    "referred_at": SUMMER,
    "registered_at": SUMMER,
    "last_on": "2011-03-18",
    "name": "Rose Invented",
    "birth": {"date": "1970-06-01"},
    "nhs_number": "999 000 0018",
    "gender": "2",
    "ethnicity": "J",
    "gp": {"status": "registered"},
    "employment": "not_asked",
    "area": {"edition": "sample", "lsoa": "E01999005"},
    "telephone": "07700 900123",
}
WILF = {
    **A_PERSON,
    "row": 3,
    "reference": "HT100250",
    "name": "Wilf Invented",
    "nhs_number": None,
    "area": {"edition": "sample"},
}


async def takes_in(intake: Intake, *people: Mapping[str, Any], of: str) -> list[dict[str, Any]]:
    body = {"system": "old-system", "people": people}
    told = await intake.done(f"/imports/{of}/clients", body, by="ada")
    items: list[dict[str, Any]] = told["items"]
    return items


async def begun(intake: Intake) -> str:
    return str((await intake.done("/imports", AN_EXTRACT, by="ada"))["id"])


async def test_people_come_once_with_their_own_dates_and_are_marked(intake: Intake) -> None:
    extract = await begun(intake)

    first = await takes_in(intake, A_PERSON, WILF, of=extract)
    again = await takes_in(intake, WILF, A_PERSON, of=await begun(intake))
    await intake.execute("DELETE FROM idempotency")
    long_after = await takes_in(intake, A_PERSON, of=extract)
    rose = (await intake.get(f"/clients/{first[0]['client']}", by="tess")).json()

    assert [each["outcome"] for each in first] == ["taken", "taken"]
    assert {each["client"] for each in again} == {each["client"] for each in first}
    assert long_after == first[:1]
    assert (rose["registered_at"], rose["quintile"], rose["deprivation_edition"]) == (
        SUMMER,
        1,
        "sample",
    )
    assert await intake.history() == [
        *["client_imported"] * 2,
        *["client_registered"] * 2,
        "import_begun",
    ]
    stored = await intake.everything_stored()
    assert [said for said in (*PERSONAL, "HT100968") if said in stored] == []


async def test_who_is_a_client_already_is_looked_up_and_not_taken_over(intake: Intake) -> None:
    await intake.rose(registered_at=MARCH)
    extract = await begun(intake)
    sought = [
        {name: each[name] for name in ("row", "reference", "nhs_number", "last_on")}
        for each in (A_PERSON, WILF)
    ]
    body = {"system": "old-system", "editions": ["sample"], "people": sought}

    told = (await intake.post("/imports/lookup", body, by="ada")).json()["items"]
    taken = await takes_in(intake, A_PERSON, of=extract)

    assert [(each["row"], each["outcome"]) for each in told] == [(2, "older"), (3, "new")]
    assert taken[0]["outcome"] == "older"
    assert "client_imported" not in await intake.history()


async def test_an_edition_that_is_not_loaded_is_named_before_anything_is_written(
    intake: Intake,
) -> None:
    sought = {"row": 2, "reference": "HT1", "last_on": "2011-03-18"}
    body = {"system": "old-system", "editions": ["IoD2010"], "people": [sought]}

    answer = await intake.post("/imports/lookup", body, by="ada")

    assert answer.json()["type"] == "urn:ht:problem:edition-needed"


async def test_undoing_takes_back_whom_nobody_worked_with_and_the_number_is_free(
    intake: Intake,
) -> None:
    extract = await begun(intake)
    rose, wilf = await takes_in(intake, A_PERSON, WILF, of=extract)
    await intake.done(
        f"/clients/{wilf['client']}/employment",
        {"employment": "01", "recorded_at": MARCH},
        by="tess",
    )
    await intake.done(f"/imports/{extract}/undo", {}, by="ada")

    body = {"clients": [rose["client"], wilf["client"]]}
    told = await intake.done(f"/imports/{extract}/clients/undo", body, by="ada")
    listed = (await intake.get(f"/imports/{extract}/clients", by="ada")).json()["items"]
    late = await intake.post(
        f"/imports/{extract}/clients", {"system": "old-system", "people": [WILF]}, by="ada"
    )
    anew = await takes_in(intake, A_PERSON, WILF, of=await begun(intake))
    by_number = await intake.done("/clients", {**ROSE, "registered_at": MARCH}, by="ada")

    became = {each["client"]: (each["outcome"], each["reason"]) for each in told["items"]}
    assert became == {
        rose["client"]: ("undone", None),
        wilf["client"]: ("refused", "worked_with_since"),
    }
    assert {each["client"]: (each["worked_with"], each["undone"]) for each in listed} == {
        rose["client"]: (False, True),
        wilf["client"]: (True, False),
    }
    assert late.json()["type"] == "urn:ht:problem:import-over"
    assert [each["outcome"] for each in anew] == ["taken", "known"]
    assert anew[0]["client"] != rose["client"]
    assert by_number["possible_same_person"] is True


async def test_importing_is_for_those_who_answer_for_the_register(intake: Intake) -> None:
    answers = [await intake.post("/imports", AN_EXTRACT, by=name) for name in ("tess", "col")]

    assert {answer.status_code for answer in answers} == {403}
