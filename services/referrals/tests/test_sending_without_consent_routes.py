"""Without consent over HTTP: by a senior or a manager, and in front of the ig-lead."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from .conftest import Referrals
from .world import (
    CASE,
    CLIENT,
    MONDAY,
    TUESDAY,
    a_closing,
    a_consent,
    a_reopening,
)

pytestmark = pytest.mark.engines

LIST = "/onward-referrals/without-consent"
HURT: dict[str, Any] = {
    "ground": "safeguarding",
    "why": "Says they are hurt at home",
    "told": ["safeguarding_lead"],
    "sent_at": TUESDAY.isoformat(),
}
LONG_AGO = MONDAY - timedelta(days=400)


async def send(
    referrals: Referrals,
    referral: str,
    *,
    by: str = "sana",
    key: str | None = None,
    **other: Any,
) -> httpx.Response:
    path = f"/onward-referrals/{referral}/send-without-consent"
    return await referrals.post(path, HURT | other, by=by, key=key)


async def a_draft(referrals: Referrals) -> str:
    return await referrals.a_draft(await referrals.a_place())


@pytest.mark.parametrize("person", ["sana", "maya"])
async def test_a_senior_or_a_manager_sends_it_and_it_says_so(
    referrals: Referrals, person: str
) -> None:
    referral = await a_draft(referrals)

    sent = await send(referrals, referral, by=person)
    shown = (await referrals.get(f"/onward-referrals/{referral}", by="maya")).json()

    assert sent.status_code == 200
    assert (shown["status"], shown["consent"]) == ("sent", None)
    assert shown["without_consent"] == {
        "ground": "safeguarding",
        "why": "Says they are hurt at home",
        "told": ["safeguarding_lead"],
    }


@pytest.mark.parametrize("person", ["cho", "tess", "ada", "col", "iggy"])
async def test_nobody_else_sends_without_consent(referrals: Referrals, person: str) -> None:
    referral = await a_draft(referrals)

    assert (await send(referrals, referral, by=person)).status_code == 403
    assert "referral_sent_without_consent" not in await referrals.history()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"ground": "convenience"}, id="another ground"),
        pytest.param({"why": " "}, id="no reason"),
        pytest.param({"told": []}, id="nobody told"),
        pytest.param({"told": ["a neighbour"]}, id="told somebody unknown"),
    ],
)
async def test_ground_reason_and_who_was_told_cannot_be_left_out(
    referrals: Referrals, wrong: dict[str, Any]
) -> None:
    assert (await send(referrals, await a_draft(referrals), **wrong)).status_code == 422


async def test_asking_again_with_the_same_key_sends_once(referrals: Referrals) -> None:
    referral = await a_draft(referrals)

    first = await send(referrals, referral, key="k")
    again = await send(referrals, referral, key="k")

    assert first.json() == again.json()
    assert (await referrals.history()).count("referral_sent_without_consent") == 1


@pytest.mark.parametrize("person", ["tom-of-southfield", "tia-of-the-council"])
async def test_somebody_elses_referral_is_not_there(referrals: Referrals, person: str) -> None:
    referral = await a_draft(referrals)

    foreign = await send(referrals, referral, by=person)
    nonsense = await send(referrals, str(UUID(int=77)), by=person)

    assert (foreign.status_code, nonsense.status_code) == (404, 404)
    assert foreign.content == nonsense.content


async def test_the_ig_lead_sees_page_by_page_what_went_without_consent(
    referrals: Referrals,
) -> None:
    first, second, third = [await a_draft(referrals) for _ in range(3)]
    await referrals.hears(a_consent(UUID(int=5)))
    await referrals.post(
        f"/onward-referrals/{third}/send", {"sent_at": TUESDAY.isoformat()}, by="tess"
    )
    await send(referrals, first)
    await send(referrals, second, ground="vital_interests", told=["emergency_services"])

    page = (await referrals.get(f"{LIST}?limit=1", by="iggy")).json()
    rest = (await referrals.get(f"{LIST}?limit=1&after={page['next']}", by="iggy")).json()

    (line,), (other,) = page["items"], rest["items"]
    assert (line["id"], line["client"], line["case"]) == (first, str(CLIENT), str(CASE))
    assert (line["ground"], line["told"]) == ("safeguarding", ["safeguarding_lead"])
    assert (other["id"], other["ground"]) == (second, "vital_interests")
    assert rest["next"] is None
    assert "why" not in line


@pytest.mark.parametrize("person", ["tess", "sana", "maya", "ada", "col", "cho"])
async def test_the_list_is_the_ig_leads(referrals: Referrals, person: str) -> None:
    assert (await referrals.get(LIST, by=person)).status_code == 403


async def test_another_organisations_ig_lead_sees_none_of_it(referrals: Referrals) -> None:
    await send(referrals, await a_draft(referrals))

    assert (await referrals.get(LIST, by="iggy-of-the-council")).json()["items"] == []


async def test_the_reason_is_sealed_where_it_is_stored(referrals: Referrals) -> None:
    await send(referrals, await a_draft(referrals))

    assert "hurt" not in await referrals.everything_stored()


async def test_a_case_that_closed_long_ago_sends_nothing_until_it_is_reopened(
    referrals: Referrals,
) -> None:
    referral = await a_draft(referrals)
    await referrals.hears(a_consent(UUID(int=5)), a_closing(LONG_AGO))
    path, body = f"/onward-referrals/{referral}/send", {"sent_at": TUESDAY.isoformat()}
    draft = {"case": str(CASE), "entry": await referrals.a_place(), "reason": "04"}
    draft |= {"drafted_at": MONDAY.isoformat()}

    refused = [
        await referrals.post(path, body, by="tess"),
        await send(referrals, referral),
        await referrals.post("/onward-referrals", draft, by="tess"),
    ]
    await referrals.hears(a_reopening(MONDAY))
    sent = await referrals.post(path, body, by="tess")

    assert {each.json()["type"] for each in refused} == {
        "urn:ht:problem:case-closed-too-long-ago"
    }
    assert sent.status_code == 200


async def test_a_case_that_another_organisation_says_is_closed_is_open(
    referrals: Referrals,
) -> None:
    referral = await a_draft(referrals)
    await referrals.hears(a_closing(LONG_AGO), organisation="eastside-council")

    assert (await send(referrals, referral)).status_code == 200


async def test_a_draft_without_a_reason_or_a_place_says_what_is_missing(
    referrals: Referrals,
) -> None:
    refused = await referrals.post(
        "/onward-referrals", {"case": str(CASE), "drafted_at": MONDAY.isoformat()}, by="tess"
    )

    assert refused.status_code == 422
    assert "reason" in refused.text
    assert "entry" in refused.text
