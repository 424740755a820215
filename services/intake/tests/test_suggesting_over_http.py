"""Possible same people over HTTP: marked, listed for a person to decide, hidden with them."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import pytest

import ht_intake

from .conftest import Intake
from .world import APRIL, MARCH, MAY, PERSONAL, ROSE

pytestmark = pytest.mark.engines

WITHOUT_NUMBER = {"nhs_number": None}
MISTYPED = {"name": "Roze Invented", "called": None, "nhs_number": None}
TWIN = {"name": "Bernadette Invented", "called": None, "nhs_number": None}
ASKED = {"name": "Rose Invented", "birth_date": "1970-06-01", "postcode": "XX2 1AA"}
LISTED = "/same-person-suggestions"
_MIGRATIONS = Path(ht_intake.__file__).with_name("migrations")


def subject(name: str) -> str:
    return str(uuid5(NAMESPACE_DNS, f"{name}.example.org"))


async def registering(intake: Intake, by: str = "ada", /, **changes: object) -> dict[str, Any]:
    return await intake.done("/clients", {**ROSE, **changes}, by=by)


async def listed(intake: Intake, by: str = "sana") -> list[dict[str, Any]]:
    answer = await intake.get(LISTED, by=by)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def matched(
    intake: Intake, by: str = "tess", asked: Mapping[str, object] = ASKED
) -> list[dict[str, Any]]:
    answer = await intake.post("/clients/matches", asked, by=by)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def marked(intake: Intake, client: str, by: str = "tess") -> bool:
    shown = await intake.get(f"/clients/{client}", by=by)
    return bool(shown.json()["possible_same_person"])


async def test_who_may_be_known_already_is_registered_marked_and_listed(
    intake: Intake,
) -> None:
    rose = await intake.rose(**WITHOUT_NUMBER)
    again = await registering(intake, **MISTYPED)
    await intake.a_day_passes()

    (suggestion,) = await listed(intake)

    assert again["possible_same_person"] is True
    assert [await marked(intake, each) for each in (rose, again["id"])] == [True, True]
    assert {suggestion["client"], suggestion["other"]} == {rose, again["id"]}
    assert suggestion["agrees"] == ["given_name", "family_name", "birth_date", "postcode"]
    assert suggestion["differs"] == []
    assert [said for said in PERSONAL if said in str(suggestion)] == []
    assert await intake.history() == [*["client_registered"] * 2, "same_person_suggested"]


async def test_whoever_asks_before_registering_learns_what_agrees(intake: Intake) -> None:
    rose = await intake.rose()

    (match,) = await matched(intake, asked={**ASKED, "postcode": "XX9 9ZZ"})

    agreed = ["given_name", "family_name", "birth_date"]
    assert match == {"id": rose, "agrees": agreed, "differs": ["postcode"]}
    assert await matched(intake, asked={"nhs_number": "999 000 0018"}) == [
        {"id": rose, "agrees": ["nhs_number"], "differs": []}
    ]
    assert await matched(intake, asked={**ASKED, "nhs_number": "9990000026"}) == []
    assert await matched(intake, asked={"name": "Rose Invented"}) == []


async def test_twins_are_suggested_and_never_linked_and_asked_about_once(
    intake: Intake,
) -> None:
    rose = await intake.rose(**WITHOUT_NUMBER)
    twin = str((await registering(intake, **TWIN))["id"])
    await intake.a_day_passes()
    (suggestion,) = await listed(intake)

    different = {"other": rose, "recorded_at": MARCH}
    await intake.done(f"/clients/{twin}/not-same-person", different, by="tess")
    moved = {"place": {"postcode": "XX2 1AA", "address": "1 Invented Row"},
             "because": "changed", "amended_at": APRIL}  # fmt: skip
    await intake.done(f"/clients/{twin}/details", moved, by="tess")
    await intake.a_day_passes()

    assert (suggestion["differs"], await listed(intake)) == (["given_name"], [])
    assert [await marked(intake, each) for each in (rose, twin)] == [False, False]
    assert (await intake.history()).count("same_person_suggested") == 1
    assert "client_merged" not in await intake.history()


async def test_the_mark_stays_until_a_person_has_said_what_the_two_are(intake: Intake) -> None:
    rose = await intake.rose()
    again = str((await registering(intake))["id"])
    before = await marked(intake, again)

    await intake.done(f"/clients/{again}/merge", {"into": rose, "merged_at": APRIL}, by="sana")
    await intake.a_day_passes()
    linked = await marked(intake, again)
    unmerge = {"other": rose, "unmerged_at": MAY}
    await intake.done(f"/clients/{again}/unmerge", unmerge, by="sana")
    await intake.a_day_passes()

    assert (before, linked, await marked(intake, again)) == (True, False, False)
    assert await listed(intake) == []


async def test_two_who_are_registered_at_the_same_moment_are_suggested(intake: Intake) -> None:
    answers = await asyncio.gather(*(registering(intake, **WITHOUT_NUMBER) for _ in range(4)))
    await intake.a_day_passes()

    suggested = {frozenset((each["client"], each["other"])) for each in await listed(intake)}

    ids = [each["id"] for each in answers]
    assert suggested == {frozenset((one, two)) for one in ids for two in ids if one != two}


async def hide(intake: Intake, client: str, how: str) -> None:
    if how == "conflict":
        told: dict[str, object] = {
            "worker": subject("tess"),
            "kind": "relative",
            "declared_at": MARCH,
        }
        await intake.done(f"/clients/{client}/conflicts", told, by="ada")
    else:
        told = {"workers": [subject("sana")], "reason": "at risk", "restricted_at": MARCH}
        await intake.done(f"/clients/{client}/restrict", told, by="sana")


@pytest.mark.parametrize("how", ["conflict", "restriction"])
async def test_somebody_hidden_changes_no_answer_and_is_suggested_to_whoever_sees_them(
    intake: Intake, how: str
) -> None:
    hidden = await intake.rose()
    await hide(intake, hidden, how)

    by_tess = await registering(intake, "tess")
    await intake.a_day_passes()

    assert by_tess["possible_same_person"] is False
    assert await matched(intake, asked={"nhs_number": "9990000026"}) == []
    assert [each["id"] for each in await matched(intake)] == [by_tess["id"]]
    assert (await listed(intake, by="tess"), len(await listed(intake))) == ([], 1)
    assert await marked(intake, by_tess["id"]) is False


@pytest.mark.parametrize("person", ["sam-of-southfield", "cleo-of-the-council"])
async def test_whoever_is_known_elsewhere_changes_no_answer(
    intake: Intake, person: str
) -> None:
    await intake.rose()
    searched = {"name": "Rose Invented", "nhs_number": "9990000018"}

    theirs = await registering(intake, person)
    alone = await intake.post("/clients/matches", {"nhs_number": "9990000026"}, by=person)
    found = await intake.post("/clients/search", searched, by=person)
    await intake.a_day_passes()

    assert theirs["possible_same_person"] is False
    assert [each["id"] for each in await matched(intake, by=person)] == [theirs["id"]]
    assert [each["id"] for each in found.json()["items"]] == [theirs["id"]]
    assert (alone.json(), await listed(intake, by=person)) == ({"items": []}, [])
    assert "same_person_suggested" not in await intake.history()


async def test_a_number_that_is_corrected_ends_a_suggestion_and_may_begin_one(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    other = str((await registering(intake, name="Zelda Nobody", called=None,
                                   birth={"declined": True}, postcode=None))["id"])  # fmt: skip
    await intake.a_day_passes()
    (before,) = await listed(intake)

    corrected = {"because": "corrected", "reason": "misread", "amended_at": APRIL}
    number = {"nhs_number": {"number": "9990000026"}, **corrected}
    await intake.done(f"/clients/{other}/details", number, by="tess")
    after = await listed(intake)
    third = await intake.rose(nhs_number="9990000034")
    number = {"nhs_number": {"number": "9990000034"}, **corrected, "amended_at": MAY}
    await intake.done(f"/clients/{other}/details", number, by="tess")
    await intake.a_day_passes()
    (again,) = await listed(intake)

    assert ({before["client"], before["other"]}, after) == ({rose, other}, [])
    assert (before["agrees"], before["differs"]) == (
        ["nhs_number"],
        ["given_name", "family_name"],
    )
    assert {again["client"], again["other"]} == {third, other}


async def test_an_erased_client_is_suggested_no_more(intake: Intake) -> None:
    rose, again = await intake.rose(), (await registering(intake))["id"]
    await intake.a_day_passes()
    before = await listed(intake)

    reason = {"reason_code": "asked_by_the_person"}
    await intake.done(f"/clients/{rose}/erase", reason, by="ida")

    assert (len(before), await listed(intake), await matched(intake, asked=ASKED)) == (
        1,
        [],
        [{"id": again, "agrees": ["given_name", "family_name", "birth_date", "postcode"],
          "differs": []}],
    )  # fmt: skip
    await intake.a_day_passes()
    assert await marked(intake, again) is False


async def test_suggestions_come_in_pages(intake: Intake) -> None:
    for _ in range(3):
        await intake.rose()
    await intake.a_day_passes()

    first = (await intake.get(f"{LISTED}?limit=2", by="sana")).json()
    second = (await intake.get(f"{LISTED}?limit=2&after={first['next']}", by="sana")).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert first["items"] + second["items"] == await listed(intake)


async def test_whoever_was_registered_before_there_were_tokens_is_found_and_suggested(
    intake: Intake,
) -> None:
    rose = await intake.rose(**WITHOUT_NUMBER)
    rosa = await intake.rose(**TWIN)
    for forgotten in ("DELETE FROM client_token", "UPDATE client SET details = NULL",
                      "DELETE FROM due"):  # fmt: skip
        await intake.execute(forgotten)
    before = await matched(intake)

    await intake.execute((_MIGRATIONS / "0009_post_find_everybody.sql").read_text())
    await intake.a_day_passes()

    assert before == []
    assert {each["id"] for each in await matched(intake)} == {rose, rosa}
    assert len(await listed(intake)) == 1
    assert (await intake.history()).count("client_registered") == 2


@pytest.mark.parametrize("person", ["cho", "col", "ana", "olive", "the-provider"])
async def test_who_may_not_read_clients_is_told_nothing_of_who_may_be_one(
    intake: Intake, person: str
) -> None:
    answers = [
        await intake.post("/clients/matches", ASKED, by=person),
        await intake.get(LISTED, by=person),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_a_match_of_nothing_and_a_list_by_a_name_are_refused(intake: Intake) -> None:
    for body in ({}, {"name": " "}, {"birth_date": "yesterday"}, {"telephone": "07700 900123"}):
        answer = await intake.post("/clients/matches", body, by="tess")
        assert answer.status_code == 422, body
    assert (await intake.get(f"{LISTED}?name=Rose", by="tess")).status_code == 422
