"""Clients over HTTP: what they said is for the people of their programme alone."""

import pytest

from ht_intake.refdata.sample import IN_AN_INSTITUTION, NOT_IN_LOOKUP, OUTSIDE_ENGLAND

from .conftest import Intake
from .world import APRIL, MARCH, MAY, PERSONAL, ROSE, SOMEDAY

pytestmark = pytest.mark.engines

SHARING = {
    "recipient": "smoke-free-northfield",
    "purpose": "onward_referral",
    "data_class": "contact",
}
AGREED = {"agreed_at": MARCH, "how": "telephone", "notice_version": "2026-01"}


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in ROSE.items() if name not in names}


async def test_a_client_is_shown_to_the_people_of_the_programme(intake: Intake) -> None:
    added = await intake.post("/clients", ROSE, by="tess")
    shown = (await intake.get(f"/clients/{added.json()['id']}", by="sana")).json()

    assert added.status_code == 201
    assert added.json()["possible_same_person"] is False
    assert shown["name"] == "Rose Invented"
    assert (shown["birth_date"], shown["age_band"]) == ("1970-06-01", "55-59")
    assert (shown["nhs_number"], shown["nhs_number_status"]) == ("9990000018", "02")
    assert (shown["postcode"], shown["decile"], shown["quintile"]) == ("XX2 1AA", 2, 1)
    assert (shown["deprivation_edition"], shown["lookup_version"]) == ("sample", "sample")
    assert (shown["ward"], shown["local_authority"]) == ("E05999002", "E06999001")
    assert shown["gp"] == {"status": "registered", "practice": "A81001", "recorded_at": MARCH}
    assert "lsoa" not in shown


async def test_what_is_personal_is_sealed_where_it_is_stored(intake: Intake) -> None:
    await intake.rose()

    stored = await intake.everything_stored()

    assert "E05999002" in stored
    assert [said for said in PERSONAL if said in stored] == []


@pytest.mark.parametrize("person", ["cho", "col", "ana", "olive", "the-provider"])
async def test_who_may_not_read_clients_gets_no_personal_field(
    intake: Intake, person: str
) -> None:
    rose = await intake.rose()

    answers = [
        await intake.get(f"/clients/{rose}", by=person),
        await intake.post("/clients/search", {"nhs_number": "9990000018"}, by=person),
        await intake.post("/clients/names", {"ids": [rose], "purpose": "list"}, by=person),
        await intake.get("/workers", by=person),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert [said for said in PERSONAL for answer in answers if said in answer.text] == []


async def test_a_client_of_elsewhere_and_no_client_at_all_look_the_same(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    nobody = rose[:-4] + ("0000" if rose[-4:] != "0000" else "1111")

    for person in ("sam-of-southfield", "cleo-of-the-council"):
        for path, body in [
            ("", None),
            ("/taking-part", AGREED),
            ("/employment", {"employment": "01", "recorded_at": APRIL}),
            ("/consents", {**SHARING, "given_at": APRIL, "how": "letter"}),
        ]:
            answers = []
            for client in (rose, nobody):
                url = f"/clients/{client}{path}"
                answers.append(
                    await intake.get(url, by=person)
                    if body is None
                    else await intake.post(url, body, by=person)
                )
            here, nowhere = answers

            assert (here.status_code, nowhere.status_code) == (404, 404)
            assert here.content == nowhere.content
    assert await intake.history() == ["client_registered"]


async def test_a_number_known_here_is_for_a_person_to_look_at(intake: Intake) -> None:
    first = await intake.rose()

    again = await intake.post("/clients", {**ROSE, "name": "R Invented"}, by="ada", key="x")
    repeated = await intake.post("/clients", {**ROSE, "name": "R Invented"}, by="ada", key="x")
    found = await intake.post("/clients/search", {"nhs_number": "999-000-0018"}, by="tess")

    assert (again.status_code, again.json()["possible_same_person"]) == (201, True)
    assert repeated.json() == again.json()
    assert {item["id"] for item in found.json()["items"]} == {first, again.json()["id"]}


async def test_the_first_of_two_stays_the_first_when_it_is_asked_again(intake: Intake) -> None:
    first = await intake.post("/clients", ROSE, by="ada", key="first")
    await intake.rose()

    repeated = await intake.post("/clients", ROSE, by="ada", key="first")

    assert repeated.json() == first.json()
    assert first.json()["possible_same_person"] is False


async def test_nobody_learns_who_is_known_to_another_organisation(intake: Intake) -> None:
    await intake.rose()

    theirs = await intake.post("/clients", ROSE, by="cleo-of-the-council")
    found = await intake.post(
        "/clients/search", {"nhs_number": "9990000018"}, by="cleo-of-the-council"
    )

    assert theirs.json()["possible_same_person"] is False
    assert [item["id"] for item in found.json()["items"]] == [theirs.json()["id"]]


async def test_a_search_finds_the_clients_of_ones_own_programme(intake: Intake) -> None:
    await intake.rose()

    found = await intake.post(
        "/clients/search", {"nhs_number": "9990000018"}, by="sam-of-southfield"
    )

    assert found.json() == {"items": []}


async def test_names_are_told_of_whom_one_may_see(intake: Intake) -> None:
    rose = await intake.rose()
    bill = await intake.rose(name="Bill Invented", called=None, nhs_number="9990000026")
    theirs = await intake.done("/clients", ROSE, by="sam-of-southfield")
    asked = {"ids": [rose, bill, theirs["id"]], "purpose": "caseload"}

    named = await intake.post("/clients/names", asked, by="tess")

    assert sorted(named.json()["items"], key=lambda item: str(item["name"])) == [
        {"id": bill, "name": "Bill Invented", "called": None, "erased": False},
        {
            "id": rose,
            "name": "Rose Invented",
            "called": "Rosie Unmistakable",
            "erased": False,
        },
    ]


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ({"no_fixed_abode": True}, "no_fixed_abode"),
        ({"postcode": "ZZ99 3VZ"}, "no_fixed_abode"),
        ({"postcode_declined": True}, "declined"),
        ({"postcode": NOT_IN_LOOKUP[0]}, "not_in_lookup"),
        ({"postcode": OUTSIDE_ENGLAND}, "outside_england"),
        ({"postcode": IN_AN_INSTITUTION}, "institution"),
    ],
)
async def test_where_no_decile_is_published_the_reason_is_kept(
    intake: Intake, where: dict[str, object], reason: str
) -> None:
    added = await intake.done("/clients", {**without("postcode"), **where}, by="ada")

    shown = (await intake.get(f"/clients/{added['id']}", by="ada")).json()

    assert (shown["quintile"], shown["decile"]) == (None, None)
    assert (shown["deprivation_edition"], shown["unresolved"]) == (None, reason)


async def test_a_person_may_say_as_little_as_they_wish(intake: Intake) -> None:
    little = {
        **without("name", "nhs_number", "postcode", "telephone", "reached_through"),
        "birth": {"declined": True},
        "gender": "declined",
        "ethnicity": "Z",
        "gp": {"status": "V81999"},
        "employment": "ZZ",
        "postcode_declined": True,
        "how_reached": "none",
    }

    added = await intake.done("/clients", little, by="ada")
    shown = (await intake.get(f"/clients/{added['id']}", by="ada")).json()

    assert (shown["age_band"], shown["birth_date"]) == ("declined", None)
    assert (shown["nhs_number_status"], shown["nhs_number_absent"]) == ("07", "not_asked")


async def test_a_client_agrees_to_take_part_and_may_stop(intake: Intake) -> None:
    rose = await intake.rose()

    agreed = await intake.post(f"/clients/{rose}/taking-part", AGREED, by="tess")
    since = (await intake.get(f"/clients/{rose}", by="tess")).json()["takes_part_since"]
    stopped = await intake.post(
        f"/clients/{rose}/taking-part/withdraw", {"withdrawn_at": APRIL}, by="tess"
    )
    after = (await intake.get(f"/clients/{rose}", by="tess")).json()["takes_part_since"]

    assert (agreed.status_code, stopped.status_code) == (200, 200)
    assert (since, after) == (MARCH, None)


async def test_who_never_agreed_has_nothing_to_stop(intake: Intake) -> None:
    rose = await intake.rose()

    refused = await intake.post(
        f"/clients/{rose}/taking-part/withdraw", {"withdrawn_at": APRIL}, by="tess"
    )

    assert refused.json()["type"] == "urn:ht:problem:not-taking-part"


async def test_each_sharing_is_agreed_refused_and_taken_back_by_itself(intake: Intake) -> None:
    rose = await intake.rose()
    giving = {**SHARING, "given_at": APRIL, "how": "in_person"}

    given = await intake.post(f"/clients/{rose}/consents", giving, by="tess")
    told_again = await intake.post(f"/clients/{rose}/consents", giving, by="ada")
    refusing = {**SHARING, "refused_at": MAY}
    early = await intake.post(f"/clients/{rose}/consents/refused", refusing, by="tess")
    back = await intake.post(
        f"/clients/{rose}/consents/{given.json()['consent']}/withdraw",
        {"withdrawn_at": MAY},
        by="tess",
    )
    refused = await intake.post(f"/clients/{rose}/consents/refused", refusing, by="tess")
    (shown,) = (await intake.get(f"/clients/{rose}", by="tess")).json()["consents"]

    assert given.status_code == 201
    assert told_again.json()["consent"] == given.json()["consent"]
    assert early.json()["type"] == "urn:ht:problem:consent-stands"
    assert (back.status_code, refused.status_code) == (200, 200)
    assert (shown["given_at"], shown["withdrawn_at"]) == (APRIL, MAY)
    assert await intake.history() == [
        "client_registered",
        "consent_given",
        "consent_refused",
        "consent_withdrawn",
    ]


async def test_a_consent_that_was_never_given_is_not_taken_back(intake: Intake) -> None:
    rose = await intake.rose()

    refused = await intake.post(
        f"/clients/{rose}/consents/{rose}/withdraw", {"withdrawn_at": MAY}, by="tess"
    )

    assert refused.json()["type"] == "urn:ht:problem:no-such-consent"


async def test_gp_and_work_are_asked_again_and_nothing_is_lost(intake: Intake) -> None:
    rose = await intake.rose()
    gp = {"gp": {"status": "V81997"}, "recorded_at": APRIL}
    work = {"employment": "01", "recorded_at": MAY}

    moved = await intake.post(f"/clients/{rose}/gp-status", gp, by="tess")
    at_work = await intake.post(f"/clients/{rose}/employment", work, by="tess")
    shown = (await intake.get(f"/clients/{rose}", by="tess")).json()

    assert (moved.status_code, at_work.status_code) == (200, 200)
    assert shown["gp"] == {"status": "V81997", "practice": None, "recorded_at": APRIL}
    assert shown["employment"] == [
        {"employment": "02", "recorded_at": MARCH},
        {"employment": "01", "recorded_at": MAY},
    ]


async def test_the_same_key_with_another_body_is_told_so(intake: Intake) -> None:
    await intake.post("/clients", ROSE, by="ada", key="one")

    reused = await intake.post("/clients", {**ROSE, "called": "Somebody"}, by="ada", key="one")

    assert (reused.status_code, reused.json()["type"]) == (422, "urn:ht:problem:key-reused")
    assert await intake.history() == ["client_registered"]


async def test_a_stale_page_is_told_so(intake: Intake) -> None:
    rose = await intake.rose()
    await intake.takes_part(rose)
    work = {"employment": "01", "recorded_at": MAY}

    stale = await intake.post(f"/clients/{rose}/employment", work, by="tess", version=1)
    fresh = await intake.post(f"/clients/{rose}/employment", work, by="tess", version=2)

    assert (stale.status_code, stale.json()["type"]) == (412, "urn:ht:problem:stale-version")
    assert (fresh.status_code, fresh.headers["ETag"]) == (200, '"3"')


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"registered_at": SOMEDAY}, "dated-in-the-future"),
        ({"name": None, "called": None}, "name-needed"),
        ({"birth": {"date": "2026-03-10"}}, "born-in-the-future"),
        ({"birth": {"date": "1850-01-01"}}, "born-too-long-ago"),
        ({"gp": {"status": "V81997", "practice": "A81001"}}, "practice-of-nobody"),
    ],
)
async def test_a_refusal_is_told_in_its_own_words(
    intake: Intake, changes: dict[str, object], problem: str
) -> None:
    refused = await intake.post("/clients", {**ROSE, **changes}, by="ada")

    assert (refused.status_code, refused.json()["type"]) == (409, f"urn:ht:problem:{problem}")
    assert await intake.history() == []


async def test_only_those_who_support_people_register_them(intake: Intake) -> None:
    for person in ("cho", "maya", "col", "olive"):
        assert (await intake.post("/clients", ROSE, by=person)).status_code == 403
