"""Another system's signposts come over HTTP with their cases, and can be taken back."""

from typing import Any

import pytest

from ht_contracts.plans import CaseImportUndone
from ht_kit.ids import new_id

from .conftest import Referrals
from .world import CASE, CLIENT, TUESDAY

pytestmark = pytest.mark.engines

EXTRACT = new_id()
TOLD: dict[str, Any] = {
    "cases": [
        {
            "case": str(CASE),
            "destinations": ["stop_smoking", "advice"],
            "signposted_at": "2010-08-25T12:00:00Z",
        }
    ]
}
OF_THE_CASE = {"cases": [str(CASE)]}


async def listed(referrals: Referrals) -> list[str]:
    answer = await referrals.get(f"/signposts?case={CASE}", by="tess")
    return sorted(line["destination"] for line in answer.json()["items"])


async def test_signposts_come_once_and_are_taken_back(referrals: Referrals) -> None:
    first = await referrals.post(f"/imports/{EXTRACT}/signposts", TOLD, by="ada")
    again = await referrals.post(f"/imports/{EXTRACT}/signposts", TOLD, by="ada")
    before = await listed(referrals)

    undone = await referrals.post(f"/imports/{EXTRACT}/signposts/undo", OF_THE_CASE, by="ada")

    assert (first.json()["signposts"], again.json()["signposts"]) == (2, 2)
    assert before == ["advice", "stop_smoking"]
    assert undone.json()["signposts"] == 2
    assert await listed(referrals) == []
    assert sorted(await referrals.history()) == sorted(
        ["signposted", "signpost_imported", "signpost_import_undone"] * 2
    )


async def test_a_case_whose_client_was_sent_on_since_is_named(referrals: Referrals) -> None:
    path = f"/imports/{EXTRACT}/worked-with"
    await referrals.post(f"/imports/{EXTRACT}/signposts", TOLD, by="ada")

    untouched = await referrals.post(path, OF_THE_CASE, by="ada")
    here = {"case": str(CASE), "destination": "dental", "signposted_at": TUESDAY.isoformat()}
    await referrals.post("/signposts", here, by="tess")
    touched = await referrals.post(path, OF_THE_CASE, by="ada")

    assert (untouched.json()["cases"], touched.json()["cases"]) == ([], [str(CASE)])


async def test_a_case_that_was_taken_back_is_not_there(referrals: Referrals) -> None:
    await referrals.hears(
        CaseImportUndone(case=CASE, client=CLIENT, of_import=EXTRACT, undone_at=TUESDAY)
    )

    answer = await referrals.post(f"/imports/{EXTRACT}/signposts", TOLD, by="ada")

    assert answer.json()["type"] == "urn:ht:problem:no-such-thing"


@pytest.mark.parametrize("by", ["tess", "cho"])
async def test_importing_is_for_those_who_answer_for_the_programme(
    referrals: Referrals, by: str
) -> None:
    answer = await referrals.post(f"/imports/{EXTRACT}/signposts", TOLD, by=by)

    assert answer.status_code == 403
