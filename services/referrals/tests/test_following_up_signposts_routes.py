"""Whether a client went, over HTTP: by whoever may tell them where to go."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from ht_kit.ids import new_id

from .conftest import Referrals
from .world import CASE, TUESDAY, WEDNESDAY

pytestmark = pytest.mark.engines

WENT: dict[str, Any] = {"took_up": "took_up", "followed_up_at": WEDNESDAY.isoformat()}


async def a_signpost(referrals: Referrals) -> str:
    body = {"case": str(CASE), "destination": "advice", "signposted_at": TUESDAY.isoformat()}
    return str((await referrals.post("/signposts", body, by="cho")).json()["id"])


async def follow_up(
    referrals: Referrals, signpost: str, *, by: str, key: str | None = None, **other: Any
) -> httpx.Response:
    return await referrals.post(
        f"/signposts/{signpost}/follow-up", WENT | other, by=by, key=key
    )


@pytest.mark.parametrize("person", ["cho", "tess", "sana"])
async def test_whoever_tells_clients_where_to_go_notes_whether_they_went(
    referrals: Referrals, person: str
) -> None:
    signpost = await a_signpost(referrals)

    noted = await follow_up(referrals, signpost, by=person)
    (line,) = (await referrals.get(f"/signposts?case={CASE}", by="tess")).json()["items"]

    assert noted.status_code == 200
    assert line["took_up"] == "took_up"
    assert line["followed_up_at"].startswith("2026-02-04")


async def test_a_correction_is_shown_and_what_it_corrects_is_kept(referrals: Referrals) -> None:
    signpost = await a_signpost(referrals)
    await follow_up(referrals, signpost, by="cho", took_up="unknown")
    await follow_up(referrals, signpost, by="tess")

    (line,) = (await referrals.get(f"/signposts?case={CASE}", by="tess")).json()["items"]

    assert line["took_up"] == "took_up"
    assert await referrals.history() == [
        "signposted",
        "signpost_followed_up",
        "signpost_followed_up",
    ]


@pytest.mark.parametrize("person", ["maya", "ada", "col", "iggy"])
async def test_nobody_else_notes_it(referrals: Referrals, person: str) -> None:
    assert (
        await follow_up(referrals, await a_signpost(referrals), by=person)
    ).status_code == 403


async def test_asking_again_with_the_same_key_notes_it_once(referrals: Referrals) -> None:
    signpost = await a_signpost(referrals)

    first = await follow_up(referrals, signpost, by="cho", key="k")
    again = await follow_up(referrals, signpost, by="cho", key="k")

    assert first.json() == again.json()
    assert (await referrals.history()).count("signpost_followed_up") == 1


@pytest.mark.parametrize("wrong", [{"took_up": "perhaps"}, {"followed_up_at": "yesterday"}])
async def test_what_is_not_known_here_is_refused(
    referrals: Referrals, wrong: dict[str, str]
) -> None:
    refused = await follow_up(referrals, await a_signpost(referrals), by="cho", **wrong)

    assert refused.status_code == 422


@pytest.mark.parametrize("person", ["tom-of-southfield", "tia-of-the-council"])
async def test_somebody_elses_signpost_is_not_there(referrals: Referrals, person: str) -> None:
    foreign = await follow_up(referrals, await a_signpost(referrals), by=person)
    nonsense = await follow_up(referrals, str(UUID(int=77)), by=person)

    assert (foreign.status_code, nonsense.status_code) == (404, 404)
    assert foreign.content == nonsense.content


async def test_an_imported_signpost_that_was_followed_up_has_been_worked_with(
    referrals: Referrals,
) -> None:
    extract = new_id()
    case = {"case": str(CASE), "destinations": ["advice"]}
    case |= {"signposted_at": "2010-08-25T12:00:00Z"}
    await referrals.post(f"/imports/{extract}/signposts", {"cases": [case]}, by="ada")
    (line,) = (await referrals.get(f"/signposts?case={CASE}", by="tess")).json()["items"]
    asked = {"cases": [str(CASE)]}

    before = await referrals.post(f"/imports/{extract}/worked-with", asked, by="ada")
    await follow_up(referrals, line["id"], by="cho")
    after = await referrals.post(f"/imports/{extract}/worked-with", asked, by="ada")

    assert (before.json()["cases"], after.json()["cases"]) == ([], [str(CASE)])
