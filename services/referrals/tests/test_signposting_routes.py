"""Signposts over HTTP: anybody of the programme who meets clients may give one."""

from typing import Any
from uuid import UUID

import pytest

from .conftest import Referrals
from .world import CASE, TUESDAY

pytestmark = pytest.mark.engines


def to(**where: str) -> dict[str, Any]:
    return {"case": str(CASE), "signposted_at": TUESDAY.isoformat(), **where}


async def test_a_champion_can_tell_a_client_of_a_place(referrals: Referrals) -> None:
    place = await referrals.a_place(destination="exercise")

    given = await referrals.post("/signposts", to(entry=place), by="cho")
    listed = await referrals.get(f"/signposts?case={CASE}", by="tess")

    assert given.status_code == 201
    (line,) = listed.json()["items"]
    assert (line["entry"], line["destination"]) == (place, "exercise")


async def test_a_client_can_be_told_of_a_kind_of_place(referrals: Referrals) -> None:
    given = await referrals.post("/signposts", to(destination="advice"), by="tess")

    assert given.status_code == 201
    assert await referrals.history() == ["signposted"]


async def test_asking_again_with_the_same_key_gives_the_same_answer_once(
    referrals: Referrals,
) -> None:
    first = await referrals.post("/signposts", to(destination="advice"), by="tess", key="k")
    again = await referrals.post("/signposts", to(destination="advice"), by="tess", key="k")
    other = await referrals.post("/signposts", to(destination="dental"), by="tess", key="k")

    assert first.json() == again.json()
    assert other.status_code == 422
    assert await referrals.history() == ["signposted"]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({}, id="nowhere"),
        pytest.param({"entry": str(UUID(int=7)), "destination": "advice"}, id="both"),
        pytest.param({"destination": "elsewhere"}, id="an unknown kind"),
        pytest.param(
            {"destination": "advice", "signposted_at": "2026-02-03T10:15:00"}, id="naive"
        ),
    ],
)
async def test_a_signpost_leads_to_one_known_place_at_a_known_time(
    referrals: Referrals, where: dict[str, str]
) -> None:
    refused = await referrals.post("/signposts", to(**where), by="tess")

    assert refused.status_code == 422


async def test_a_signpost_to_a_closed_place_is_refused_in_words(referrals: Referrals) -> None:
    place = await referrals.a_place()
    await referrals.post(f"/directory/{place}/amend", {"active": False}, by="sana")

    refused = await referrals.post("/signposts", to(entry=place), by="tess")

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ht:problem:destination-inactive"


async def test_a_signpost_cannot_be_dated_in_the_future(referrals: Referrals) -> None:
    later = to(destination="advice", signposted_at="2999-01-01T00:00:00Z")

    refused = await referrals.post("/signposts", later, by="tess")

    assert refused.json()["type"] == "urn:ht:problem:dated-in-the-future"


@pytest.mark.parametrize("person", ["tom-of-southfield", "tia-of-the-council"])
async def test_a_case_of_somebody_else_is_not_there(referrals: Referrals, person: str) -> None:
    foreign = await referrals.post("/signposts", to(destination="advice"), by=person)
    unknown = {**to(destination="advice"), "case": str(UUID(int=77))}
    nonsense = await referrals.post("/signposts", unknown, by=person)

    assert (foreign.status_code, nonsense.status_code) == (404, 404)
    assert foreign.content == nonsense.content


@pytest.mark.parametrize("person", ["tom-of-southfield", "tia-of-the-council"])
async def test_signposts_of_somebody_elses_case_are_not_listed(
    referrals: Referrals, person: str
) -> None:
    await referrals.post("/signposts", to(destination="advice"), by="tess")

    listed = await referrals.get(f"/signposts?case={CASE}", by=person)

    assert listed.json()["items"] == []
