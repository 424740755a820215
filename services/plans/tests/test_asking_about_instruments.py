"""Instruments over HTTP: declared for screens, switched on, answered in part, corrected."""

from typing import Any
from uuid import UUID

import pytest

from .programme import MONDAY, Northfield

pytestmark = pytest.mark.engines

DRINKS = {"phase": "pre", "taken_at": MONDAY, "measures": {"audit_c": {"answers": [2, 2, 1]}}}


async def measures_of(northfield: Northfield, case: UUID) -> dict[str, Any]:
    (conversation,) = (await northfield.shows(f"/cases/{case}"))["assessments"]
    return {each["instrument"]: each for each in conversation["measures"]}


async def test_a_screen_can_be_built_from_what_is_declared(northfield: Northfield) -> None:
    listed = (await northfield.shows("/instruments"))["items"]

    gppaq = next(each for each in listed if each["instrument"] == "gppaq")
    assert [rule["id"] for rule in gppaq["algorithms"]] == ["gppaq-dh2009", "gppaq-nhs-online"]
    assert not gppaq["recorded"]
    work = gppaq["items"][0]
    assert (work["name"], work["lowest"], len(work["choices"])) == ("work", None, 5)
    assert [item["needed"] for item in gppaq["items"]] == [True] * 3 + [False] * 4
    bmi = listed[0]
    assert (bmi["instrument"], bmi["recorded"]) == ("bmi", True)
    assert (bmi["items"][0]["lowest"], bmi["items"][0]["step"]) == ("50", None)


async def test_a_measure_is_recorded_once_the_programme_has_switched_it_on(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    off = await northfield.ask(f"/cases/{case}/assessments", DRINKS)
    assert (off.status_code, off.json()["type"]) == (409, "urn:ht:problem:not-recorded-here")

    await northfield.does("/recording", {"instruments": ["who5", "audit_c"]}, by="mo")
    assert await northfield.shows("/recording") == {
        "instruments": ["who5", "audit_c"],
        "techniques": False,
        "com_b": False,
    }

    await northfield.does(f"/cases/{case}/assessments", DRINKS)
    measures = await measures_of(northfield, case)
    assert list(measures) == ["who5", "audit_c"]
    assert measures["who5"]["not_taken"] == "not_asked"
    assert (measures["audit_c"]["value"], measures["audit_c"]["follow_up"]) == ("5", True)
    assert measures["audit_c"]["bands"] == {"risk": "increasing"}


async def test_a_trainer_does_not_choose_what_the_programme_records(
    northfield: Northfield,
) -> None:
    answer = await northfield.ask("/recording", {"instruments": ["who5"]})

    assert answer.status_code == 403


async def test_two_rules_are_told_apart(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.does("/recording", {"instruments": ["gppaq"]}, by="mo")
    said = {"work": "standing", "exercise": "2", "cycling": 0, "pace": "brisk"}
    for phase, rule in (("pre", "gppaq-dh2009"), ("post", "gppaq-nhs-online")):
        measures = {"gppaq": {**said, "algorithm": rule}}
        body = {"phase": phase, "taken_at": MONDAY, "measures": measures}
        await northfield.does(f"/cases/{case}/assessments", body)

    shown = await northfield.shows(f"/cases/{case}")

    told = [each["measures"][0] for each in shown["assessments"]]
    assert [measure["bands"]["index"] for measure in told] == ["active", "moderately_active"]
    assert shown["changes"] == []


async def test_a_conversation_answered_in_part_is_kept_as_a_draft(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    measures: dict[str, object] = {
        "who5": {"answers": [1, None, 3]},
        "bmi": {"height_cm": 170},
        "ngse": {"reason": "declined"},
    }
    body = {"phase": "pre", "taken_at": MONDAY, "measures": measures}

    first = await northfield.ask(f"/cases/{case}/assessments", body, key="the-same")
    again = await northfield.ask(f"/cases/{case}/assessments", body, key="the-same")

    assert [first.status_code, again.status_code] == [409, 409]
    assert [error["field"] for error in again.json()["errors"]] == [
        "bmi.weight_kg",
        "who5.item_2",
        "who5.item_4",
        "who5.item_5",
    ]
    shown = await northfield.shows(f"/cases/{case}")
    (draft,) = shown["drafts"]
    assert draft["answers"] == {
        "bmi": {"height_cm": "170"},
        "who5": {"item_1": "1", "item_3": "3"},
    }
    assert draft["missing"]["bmi"] == ["weight_kg"]
    assert not shown["assessed"]
    assert await northfield.history_of(case) == ["case_opened", "assessment_drafted"]

    measures |= {"who5": {"answers": [1, 2, 3, 4, 5]}, "bmi": {"reason": "not_possible"}}
    await northfield.does(f"/cases/{case}/assessments", body)
    assert (await northfield.shows(f"/cases/{case}"))["drafts"] == []


async def test_a_draft_can_be_kept_on_purpose(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {"phase": "review", "measures": {"general_health": {"rating": 50}}}

    await northfield.does(f"/cases/{case}/assessments/draft", body)

    (draft,) = (await northfield.shows(f"/cases/{case}"))["drafts"]
    assert (draft["phase"], draft["missing"]) == ("review", {})


async def test_a_measure_is_corrected_with_a_reason(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case, bmi={"height_cm": 170, "weight_kg": 8.0 * 13})
    (conversation,) = (await northfield.shows(f"/cases/{case}"))["assessments"]
    path = f"/cases/{case}/assessments/{conversation['assessment']}/corrections"
    right = {
        "instrument": "bmi",
        "measure": {"height_cm": 170, "weight_kg": 80, "mode": "measured"},
        "reason": "The scales were not set to nought",
    }

    await northfield.does(path, right)

    bmi = (await measures_of(northfield, case))["bmi"]
    assert (bmi["shown"], bmi["mode"]) == ("27.7", "measured")
    assert bmi["bands"] == {"general": "overweight", "lower": "obese_1"}
    assert bmi["correction_reason"] == "The scales were not set to nought"
    bodies = b"".join(await northfield.bodies_of(case))
    assert b"scales were not" not in bodies

    await northfield.does(path, {**right, "measure": {"reason": "not_possible"}})
    assert (await measures_of(northfield, case))["bmi"]["not_taken"] == "not_possible"


@pytest.mark.parametrize(
    ("measure", "why", "field"),
    [
        ({"rating": 101}, "not-plausible", "general_health.rating"),
        ({"rating": "NaN"}, "not-plausible", "general_health.rating"),
        ({"rating": 50.5}, "not-in-steps", "general_health.rating"),
        ({"mood": 5}, "no-such-item", "general_health.mood"),
        ({"answers": [5, 6]}, "no-such-item", "general_health.item_2"),
        ({"rating": 5, "algorithm": "best"}, "no-such-algorithm", "general_health.algorithm"),
    ],
)
async def test_what_cannot_be_an_answer_says_which_and_why(
    northfield: Northfield, measure: dict[str, object], why: str, field: str
) -> None:
    case = await northfield.opens_a_case()
    measures = {"general_health": measure}
    body = {"phase": "pre", "taken_at": MONDAY, "measures": measures}

    answer = await northfield.ask(f"/cases/{case}/assessments", body)

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_units_of_a_drink_are_counted(northfield: Northfield) -> None:
    path = "/alcohol-units?millilitres=568&strength=5.2"

    assert await northfield.shows(path) == {"units": "2.95"}


async def test_a_body_mass_index_in_pregnancy_is_shown_and_called_nothing(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(
        case, bmi={"height_cm": "170", "weight_kg": "80", "pregnant": "yes"}
    )

    bmi = (await measures_of(northfield, case))["bmi"]

    assert (bmi["shown"], bmi["bands"], bmi["answers"]["pregnant"]) == ("27.7", {}, "yes")
