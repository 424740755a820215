"""A first contact takes minutes; what was not asked is asked when there is time."""

import pytest

from .conftest import Intake
from .world import APRIL, MARCH, MAY

pytestmark = pytest.mark.engines

FIRST_CONTACT = {"registered_at": MARCH, "called": "Rosie", "how_reached": "direct"}
SAID_LATER = {
    "names": {"name": "Rose Laterknown", "called": "Rosie"},
    "birth": {"date": "1971-08-02"},
    "nhs_number": {"number": "999 000 0026"},
    "gender": "2",
    "ethnicity": "C",
    "place": {"postcode": "XX2 1AA", "address": "7 Nowhere Cottages"},
    "reaching": {
        "how_reached": "direct",
        "telephone": "07700 900456",
        "email": "rosie@example.org",
    },
}
PERSONAL_LATER = (
    "Rose Laterknown", "1971-08-02", "9990000026", "XX2 1AA", "Nowhere Cottages",
    "07700 900456", "rosie@example.org", "typed in a hurry",
    "ring the sister first", "needs the big print",
)  # fmt: skip


async def somebody(intake: Intake) -> str:
    return str((await intake.done("/clients", FIRST_CONTACT, by="tess"))["id"])


async def test_a_first_contact_needs_no_more_than_a_name_and_how_to_reach(
    intake: Intake,
) -> None:
    client = await somebody(intake)

    shown = (await intake.get(f"/clients/{client}", by="tess")).json()

    assert (shown["gender"], shown["gp"]["status"], shown["unresolved"]) == ("not_asked",) * 3
    assert {answer["codes"][0] for answer in shown["answers"].values()} == {"not_asked"}
    assert (shown["access_needs"], shown["contact_rules"]) == (None, None)


async def test_what_is_said_later_is_kept_and_nothing_of_it_in_clear(intake: Intake) -> None:
    client = await somebody(intake)
    path = f"/clients/{client}"

    await intake.done(f"{path}/details", {**SAID_LATER, "amended_at": APRIL}, by="tess")
    wrong = {"amended_at": MAY, "gender": "9"}
    refused = await intake.post(f"{path}/details", wrong, by="tess")
    corrected = {**wrong, "because": "corrected", "reason": "typed in a hurry"}
    await intake.done(f"{path}/details", corrected, by="tess")
    for code, at in (("HM04", MARCH), ("MA", MAY)):
        answers = {"answers": {"accommodation": [code], "religion": ["C"]}, "recorded_at": at}
        await intake.done(f"{path}/answers", answers, by="tess")
    needs = {
        "information_formats": ["large_print"],
        "interpreter_needed": "no",
        "words": "needs the big print",
        "recorded_at": MAY,
    }
    await intake.done(f"{path}/access-needs", needs, by="tess")
    rules = {
        "safe": ["telephone"],
        "may_name_the_service": False,
        "may_leave_a_message": False,
        "words": "ring the sister first",
        "recorded_at": MAY,
    }
    await intake.done(f"{path}/contact-rules", rules, by="tess")
    shown = (await intake.get(path, by="tess")).json()
    stored = await intake.everything_stored()

    assert refused.json()["type"] == "urn:ht:problem:say-why-it-differs"
    assert (shown["name"], shown["birth_date"]) == ("Rose Laterknown", "1971-08-02")
    assert (shown["quintile"], shown["unresolved"], shown["gender"]) == (1, None, "9")
    assert shown["answers"]["accommodation"]["codes"] == ["MA"]
    assert [each["codes"] for each in shown["answers"]["accommodation"]["history"]] == [
        ["HM04"],
        ["MA"],
    ]
    assert shown["answers"]["religion"]["codes"] == ["C"]
    assert shown["access_needs"]["review_on"] == "2027-05-11"
    assert '"religion"' not in stored
    assert [said for said in PERSONAL_LATER if said in stored] == []


async def test_who_was_found_by_a_number_is_found_by_the_number_told_later(
    intake: Intake,
) -> None:
    client = await somebody(intake)
    told = {"amended_at": APRIL, "nhs_number": {"number": "9990000026"}}
    await intake.done(f"/clients/{client}/details", told, by="tess")

    found = await intake.post("/clients/search", {"nhs_number": "9990000026"}, by="tess")

    assert [item["id"] for item in found.json()["items"]] == [client]


async def test_before_anything_is_sent_the_rules_are_asked(intake: Intake) -> None:
    client = await somebody(intake)
    path = f"/clients/{client}/contact?kind=reminder&channel="

    unasked = (await intake.get(f"{path}text", by="tess")).json()
    missing = await intake.get(f"/clients/{client}/contact?channel=text", by="tess")
    elsewhere = await intake.get(f"{path}text", by="cleo-of-the-council")

    assert (unasked["allowed"], unasked["because"]) == (False, "not_asked")
    assert (missing.status_code, elsewhere.status_code) == (422, 404)


async def test_the_questions_can_be_read_by_those_who_ask_them(intake: Intake) -> None:
    items = (await intake.get("/questions", by="tess")).json()["items"]

    (disability,) = [item for item in items if item["question"] == "disability"]
    assert (disability["several"], disability["alone"]) == (
        True,
        ["NN", "declined", "not_known"],
    )


@pytest.mark.parametrize("what", ["details", "answers", "access-needs", "contact-rules"])
async def test_a_manager_reads_and_does_not_write(intake: Intake, what: str) -> None:
    client = await somebody(intake)

    assert (await intake.post(f"/clients/{client}/{what}", {}, by="maya")).status_code == 403
