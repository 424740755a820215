"""The directory over HTTP: one organisation's, kept by those who may."""

import pytest

from .conftest import Referrals
from .world import SMOKE_FREE

pytestmark = pytest.mark.engines


async def test_a_place_can_be_added_found_and_shown(referrals: Referrals) -> None:
    added = await referrals.post("/directory", SMOKE_FREE, by="ada")
    listed = await referrals.get("/directory?destination=stop_smoking", by="cho")
    shown = await referrals.get(f"/directory/{added.json()['id']}", by="tess")

    assert added.status_code == 201
    assert added.headers["Ht-Position"] == "referrals=1"
    (line,) = listed.json()["items"]
    assert line["name"] == "Smoke Free Northfield"
    assert "contact" not in line
    assert shown.json()["contact"] == SMOKE_FREE["contact"]
    assert shown.headers["ETag"] == '"1"'


async def test_a_place_of_another_kind_is_not_in_the_list(referrals: Referrals) -> None:
    await referrals.a_place()

    listed = await referrals.get("/directory?destination=exercise", by="tess")

    assert listed.json()["items"] == []


async def test_a_place_that_closes_is_shown_as_closed(referrals: Referrals) -> None:
    place = await referrals.a_place()

    amended = await referrals.post(f"/directory/{place}/amend", {"active": False}, by="maya")
    shown = await referrals.get(f"/directory/{place}", by="tess")

    assert amended.status_code == 200
    assert amended.json()["version"] == 2
    assert shown.json()["active"] is False


async def test_contacts_are_sealed_where_they_are_stored(referrals: Referrals) -> None:
    await referrals.a_place()

    stored = await referrals.everything_stored()

    assert "Smoke Free Northfield" in stored
    assert "Asha" not in stored


@pytest.mark.parametrize("person", ["tess", "cho", "col"])
async def test_only_those_who_keep_the_directory_change_it(
    referrals: Referrals, person: str
) -> None:
    refused = await referrals.post("/directory", SMOKE_FREE, by=person)

    assert refused.status_code == 403
    assert await referrals.history() == []


async def test_another_organisations_directory_is_not_there(referrals: Referrals) -> None:
    place = await referrals.a_place()

    listed = await referrals.get("/directory", by="tia-of-the-council")
    shown = await referrals.get(f"/directory/{place}", by="tia-of-the-council")
    nonsense = await referrals.get(f"/directory/{'0' * 32}", by="tia-of-the-council")
    amended = await referrals.post(
        f"/directory/{place}/amend", {"active": False}, by="tia-of-the-council"
    )

    assert listed.json()["items"] == []
    assert (shown.status_code, amended.status_code) == (404, 404)
    assert shown.content == nonsense.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"destination": "life_check"},
        {"recipient": "Smoke Free"},
        {"name": ""},
        {"contact": "x" * 4001},
        {"postcode": "M1 1AA"},
    ],
)
async def test_what_cannot_stand_in_the_directory_is_refused(
    referrals: Referrals, wrong: dict[str, str]
) -> None:
    refused = await referrals.post("/directory", {**SMOKE_FREE, **wrong}, by="sana")

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


async def test_a_change_that_changes_nothing_is_refused(referrals: Referrals) -> None:
    place = await referrals.a_place()

    refused = await referrals.post(f"/directory/{place}/amend", {}, by="sana")

    assert refused.status_code == 422
