"""Onward referrals over HTTP, from the draft to what became of it."""

from datetime import datetime
from uuid import UUID

import httpx
import pytest

from .conftest import Referrals
from .world import (
    CASE,
    CLIENT,
    MONDAY,
    SMOKE_FREE,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_case,
    a_consent,
    a_withdrawal,
)

pytestmark = pytest.mark.engines

CONSENT = UUID(int=5)


async def send(
    referrals: Referrals, referral: str, *, by: str = "tess", at: datetime = TUESDAY
) -> httpx.Response:
    path, body = f"/onward-referrals/{referral}/send", {"sent_at": at.isoformat()}
    return await referrals.post(path, body, by=by)


async def answer(
    referrals: Referrals, referral: str, said: str, *, by: str = "tess"
) -> httpx.Response:
    body = {"answer": said, "answered_at": WEDNESDAY.isoformat(), "how": "telephone"}
    return await referrals.post(f"/onward-referrals/{referral}/answers", body, by=by)


async def a_sent_referral(referrals: Referrals) -> str:
    await referrals.hears(a_consent(CONSENT))
    referral = await referrals.a_draft(await referrals.a_place())
    await send(referrals, referral)
    return referral


async def test_a_referral_goes_all_the_way(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)

    said = [
        (await answer(referrals, referral, each, by="ada")).status_code
        for each in ("acknowledged", "accepted", "attended", "completed")
    ]
    shown = (await referrals.get(f"/onward-referrals/{referral}", by="tess")).json()

    assert said == [200, 200, 200, 200]
    assert shown["status"] == "completed"
    assert shown["consent"] == str(CONSENT)
    assert shown["client"] == str(CLIENT)
    assert shown["summary"] == "Would like help before the operation in May"
    assert [each["outcome"] for each in shown["outcomes"]] == [
        "accepted",
        "attended",
        "completed",
    ]
    assert await referrals.history() == [
        "directory_entry_added",
        "referral_drafted",
        "referral_sent",
        "referral_acknowledged",
        "referral_outcome_recorded",
        "referral_outcome_recorded",
        "referral_outcome_recorded",
    ]


async def test_without_a_consent_nothing_is_sent(referrals: Referrals) -> None:
    referral = await referrals.a_draft(await referrals.a_place())

    refused = await send(referrals, referral)

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ht:problem:no-live-consent"
    assert "referral_sent" not in await referrals.history()


async def test_a_consent_withdrawn_between_draft_and_sending_sends_nothing(
    referrals: Referrals,
) -> None:
    await referrals.hears(a_consent(CONSENT))
    referral = await referrals.a_draft(await referrals.a_place())
    await referrals.hears(a_withdrawal(CONSENT))

    refused = await send(referrals, referral, at=THURSDAY)

    assert refused.json()["type"] == "urn:ht:problem:no-live-consent"


async def test_a_consent_for_another_recipient_sends_nothing(referrals: Referrals) -> None:
    await referrals.hears(a_consent(CONSENT, recipient="jobcentre-plus"))
    referral = await referrals.a_draft(await referrals.a_place())

    assert (await send(referrals, referral)).status_code == 409


async def test_a_consent_to_another_organisation_sends_nothing(referrals: Referrals) -> None:
    await referrals.hears(a_consent(CONSENT), organisation="eastside-council")
    referral = await referrals.a_draft(await referrals.a_place())

    assert (await send(referrals, referral)).status_code == 409


async def test_nothing_is_sent_to_a_place_that_closed_meanwhile(referrals: Referrals) -> None:
    await referrals.hears(a_consent(CONSENT))
    place = await referrals.a_place()
    referral = await referrals.a_draft(place)
    await referrals.post(f"/directory/{place}/amend", {"active": False}, by="sana")

    refused = await send(referrals, referral)

    assert refused.json()["type"] == "urn:ht:problem:destination-inactive"


async def test_sending_again_with_the_same_key_gives_the_same_answer(
    referrals: Referrals,
) -> None:
    await referrals.hears(a_consent(CONSENT))
    referral = await referrals.a_draft(await referrals.a_place())
    path, body = f"/onward-referrals/{referral}/send", {"sent_at": TUESDAY.isoformat()}

    first = await referrals.post(path, body, by="tess", key="send")
    await referrals.hears(a_withdrawal(CONSENT))
    again = await referrals.post(path, body, by="tess", key="send")

    assert first.json() == again.json()
    assert (await referrals.history()).count("referral_sent") == 1


async def test_an_answer_may_come_at_once_and_be_the_last(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)

    said = await answer(referrals, referral, "completed")

    assert said.status_code == 200


async def test_a_rejection_is_shown_with_its_reason(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    body = {"answer": "rejected", "because": "no_capacity", "how": "letter"}
    body |= {"answered_at": WEDNESDAY.isoformat()}

    said = await referrals.post(f"/onward-referrals/{referral}/answers", body, by="ada")
    shown = (await referrals.get(f"/onward-referrals/{referral}", by="tess")).json()

    assert said.status_code == 200
    assert [each["because"] for each in shown["outcomes"]] == ["no_capacity"]


async def test_there_is_no_answer_to_a_draft(referrals: Referrals) -> None:
    referral = await referrals.a_draft(await referrals.a_place())

    refused = await answer(referrals, referral, "completed")

    assert refused.json()["type"] == "urn:ht:problem:not-sent-yet"


async def test_a_referral_can_be_taken_back(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)

    taken_back = await referrals.post(
        f"/onward-referrals/{referral}/withdraw",
        {"withdrawn_at": WEDNESDAY.isoformat()},
        by="tess",
    )
    refused = await answer(referrals, referral, "completed")

    assert taken_back.status_code == 200
    assert refused.json()["type"] == "urn:ht:problem:already-ended"


async def test_referrals_are_listed_by_case_and_by_where_they_stand(
    referrals: Referrals,
) -> None:
    sent = await a_sent_referral(referrals)
    draft = await referrals.a_draft(await referrals.a_place(destination="exercise"))

    listed = await referrals.get(f"/onward-referrals?case={CASE}", by="maya")
    drafts = await referrals.get("/onward-referrals?status=drafted", by="ada")

    assert [line["id"] for line in listed.json()["items"]] == [sent, draft]
    assert [line["id"] for line in drafts.json()["items"]] == [draft]


async def test_a_stale_version_is_refused(referrals: Referrals) -> None:
    referral = await a_sent_referral(referrals)
    shown = await referrals.get(f"/onward-referrals/{referral}", by="tess")

    stale = await referrals.post(
        f"/onward-referrals/{referral}/withdraw",
        {"withdrawn_at": WEDNESDAY.isoformat()},
        by="tess",
        version=1,
    )

    assert shown.headers["ETag"] == '"2"'
    assert stale.status_code == 412


@pytest.mark.parametrize("person", ["cho", "maya", "ada", "col"])
async def test_only_trainers_and_seniors_write_and_send(
    referrals: Referrals, person: str
) -> None:
    await referrals.hears(a_consent(CONSENT))
    place = await referrals.a_place()
    referral = await referrals.a_draft(place)
    body = {"case": str(CASE), "entry": place, "reason": "04"}
    body |= {"drafted_at": MONDAY.isoformat()}

    drafted = await referrals.post("/onward-referrals", body, by=person)
    sent = await send(referrals, referral, by=person)

    assert (drafted.status_code, sent.status_code) == (403, 403)


@pytest.mark.parametrize("person", ["cho", "col"])
async def test_what_a_referral_says_is_not_for_everybody(
    referrals: Referrals, person: str
) -> None:
    referral = await referrals.a_draft(await referrals.a_place())

    shown = await referrals.get(f"/onward-referrals/{referral}", by=person)
    listed = await referrals.get("/onward-referrals", by=person)

    assert (shown.status_code, listed.status_code) == (403, 403)


@pytest.mark.parametrize("person", ["tom-of-southfield", "tia-of-the-council"])
async def test_a_referral_of_somebody_else_is_not_there(
    referrals: Referrals, person: str
) -> None:
    referral, nonsense = await a_sent_referral(referrals), str(UUID(int=77))

    shown = await referrals.get(f"/onward-referrals/{referral}", by=person)
    unknown = await referrals.get(f"/onward-referrals/{nonsense}", by=person)
    listed = await referrals.get("/onward-referrals", by=person)
    sent = await send(referrals, referral, by=person)
    sent_nowhere = await send(referrals, nonsense, by=person)
    said = await answer(referrals, referral, "completed", by=person)

    assert (shown.status_code, sent.status_code, said.status_code) == (404, 404, 404)
    assert shown.content == unknown.content
    assert sent.content == sent_nowhere.content
    assert listed.json()["items"] == []


async def test_a_case_of_another_programme_takes_no_referral(referrals: Referrals) -> None:
    place = await referrals.a_place()
    body = {"case": str(CASE), "entry": place, "reason": "04"}
    body |= {"drafted_at": MONDAY.isoformat()}

    foreign = await referrals.post("/onward-referrals", body, by="tom-of-southfield")
    unknown = await referrals.post(
        "/onward-referrals", {**body, "case": str(UUID(int=77))}, by="tess"
    )

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.content == unknown.content


async def test_a_case_that_two_organisations_claim_is_still_only_the_firsts(
    referrals: Referrals,
) -> None:
    await referrals.hears(a_case(), organisation="eastside-council")

    foreign = await referrals.get(f"/signposts?case={CASE}", by="tia-of-the-council")
    body = {"case": str(CASE), "destination": "advice", "signposted_at": TUESDAY.isoformat()}
    refused = await referrals.post("/signposts", body, by="tia-of-the-council")

    assert foreign.json()["items"] == []
    assert refused.status_code == 404


async def test_summaries_are_sealed_where_they_are_stored(referrals: Referrals) -> None:
    await referrals.a_draft(await referrals.a_place())

    stored = await referrals.everything_stored()

    assert SMOKE_FREE["recipient"] in stored
    assert "operation" not in stored
