"""Referrals over HTTP: received once, decided by those who may, converted for one client."""

import asyncio
from uuid import UUID

import pytest

from .conftest import Intake
from .world import (
    APRIL,
    MARCH,
    MAY,
    NONSENSE,
    ROSES_REFERRAL,
    SAID_IN_THE_REFERRAL,
    SOMEDAY,
)

pytestmark = pytest.mark.engines

REJECTED = {
    "reason": "inappropriate",
    "rejected_at": APRIL,
    "tell_referrer_by": "letter",
    "person": {"told_by": "in_person", "where_else": ["exercise"]},
}


async def test_a_referral_waits_in_the_inbox_with_a_reference(intake: Intake) -> None:
    received = await intake.post("/referrals", ROSES_REFERRAL, by="cho")
    listed = await intake.get("/referrals?status=received", by="tess")

    assert received.status_code == 201
    assert received.json()["reference"].startswith("R-")
    (line,) = listed.json()["items"]
    assert line["id"] == received.json()["id"]
    assert line["reference"] == received.json()["reference"]
    assert line["sender"] == ROSES_REFERRAL["sender"]
    assert line["needs"] == ["diet", "smoking"]


async def test_the_same_sender_twice_is_one_referral(intake: Intake) -> None:
    first = await intake.post("/referrals", ROSES_REFERRAL, by="ada")
    again = await intake.post("/referrals", ROSES_REFERRAL, by="sana", key="second")
    once_more = await intake.post("/referrals", ROSES_REFERRAL, by="sana", key="second")

    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["reference"] == first.json()["reference"]
    assert again.json()["repeated"] is True
    assert (once_more.status_code, once_more.json()) == (200, again.json())
    assert await intake.history() == ["client_referred"]


async def test_a_referral_sent_many_times_at_one_moment_is_one_referral(
    intake: Intake,
) -> None:
    sent = [intake.post("/referrals", ROSES_REFERRAL, by="ada") for _ in range(8)]

    answers = await asyncio.gather(*sent)

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await intake.history() == ["client_referred"]


async def test_a_conversion_asked_by_two_at_one_moment_opens_one_case(intake: Intake) -> None:
    referral, rose = await intake.accepted(), await intake.rose()
    await intake.takes_part(rose)
    body = {"client": rose, "converted_at": MAY}
    path = f"/referrals/{referral}/convert"

    answers = await asyncio.gather(
        *(intake.post(path, body, by=person) for person in ("tess", "ada", "tess", "ada"))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["case"] for answer in answers}) == 1
    assert (await intake.history()).count("referral_converted") == 1


async def test_a_sender_s_reference_finds_its_referral(intake: Intake) -> None:
    await intake.done("/referrals", ROSES_REFERRAL, by="ada")

    found = await intake.get("/referrals?sender_namespace=a81001&sender_reference=17", by="ada")
    other = await intake.get("/referrals?sender_namespace=a81001&sender_reference=18", by="ada")

    assert [line["sender"]["reference"] for line in found.json()["items"]] == ["17"]
    assert other.json()["items"] == []


async def test_two_programmes_may_hear_the_same_reference(intake: Intake) -> None:
    await intake.done("/referrals", ROSES_REFERRAL, by="ada")

    elsewhere = await intake.post("/referrals", ROSES_REFERRAL, by="sam-of-southfield")

    assert elsewhere.status_code == 201


@pytest.mark.parametrize("key", ["the-same", "another"])
async def test_of_a_referral_that_was_not_agreed_nothing_is_kept_but_the_count(
    intake: Intake, key: str
) -> None:
    not_agreed = {**ROSES_REFERRAL, "consent": "not_agreed"}

    received = await intake.post("/referrals", not_agreed, by="ada", key="the-same")
    repeated = await intake.post("/referrals", not_agreed, by="ada", key=key)
    shown = await intake.get(f"/referrals/{received.json()['id']}", by="ada")

    assert (received.status_code, repeated.status_code) == (201, 201)
    assert shown.status_code == 404
    assert set(await intake.history()) == {"referral_returned"}
    stored = await intake.everything_stored()
    assert [said for said in (*SAID_IN_THE_REFERRAL, "a81001") if said in stored] == []


async def test_nobody_is_made_to_come_by_jobcentre_plus(intake: Intake) -> None:
    mandated = {**ROSES_REFERRAL, "source": "jobcentre_plus", "mandated": True}

    await intake.done("/referrals", mandated, by="ada")

    assert await intake.history() == ["referral_returned"]
    assert (await intake.get("/referrals", by="ada")).json()["items"] == []


async def test_those_who_decide_read_what_the_referral_says(intake: Intake) -> None:
    received = await intake.done("/referrals", ROSES_REFERRAL, by="cho")

    shown = (await intake.get(f"/referrals/{received['id']}", by="sana")).json()

    assert shown["person"]["called"] == "Rosie Unmistakable"
    assert shown["person"]["postcode"] == "XX2 1AA"
    assert shown["referrer"]["name"] == "Dr Quill"
    assert (shown["note"], shown["status"], shown["version"]) == (
        "Prefers the evening",
        "received",
        1,
    )


async def test_what_a_referral_says_of_people_is_sealed_where_it_is_stored(
    intake: Intake,
) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    reason = {"accepted_at": APRIL, "override_reason": "Dr Quill insists"}
    await intake.done(f"/referrals/{referral}/accept", reason, by="sana")

    stored = await intake.everything_stored()

    assert [said for said in SAID_IN_THE_REFERRAL if said in stored] == []


@pytest.mark.parametrize("person", ["cho", "col", "ana", "olive"])
async def test_who_may_not_read_referrals_reads_none(intake: Intake, person: str) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]

    shown = await intake.get(f"/referrals/{referral}", by=person)
    listed = await intake.get("/referrals", by=person)

    assert (shown.status_code, listed.status_code) == (403, 403)
    assert [said for said in SAID_IN_THE_REFERRAL if said in shown.text + listed.text] == []


async def test_a_referral_tells_the_pathway_that_it_came_on(intake: Intake) -> None:
    came = {**ROSES_REFERRAL, "pathway": "pre_operative"}
    referral = (await intake.done("/referrals", came, by="ada"))["id"]

    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()

    assert shown["pathway"] == "pre_operative"


async def test_when_and_on_whose_word_the_person_agreed_is_shown(intake: Intake) -> None:
    agreed = {"agreement": {"at": MARCH, "told_by": "referrer"}}
    referral = (await intake.done("/referrals", {**ROSES_REFERRAL, **agreed}, by="ada"))["id"]
    alone = {"amended_at": APRIL, "reason": "She said so herself", **agreed}
    path = f"/referrals/{referral}/amend"

    invalid = await intake.post(path, alone, by="tess")
    await intake.done(
        path,
        {**alone, "consent": "agreed", "agreement": {"at": APRIL, "told_by": "person"}},
        by="tess",
    )

    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()
    assert invalid.status_code == 422
    assert shown["agreement"] == {"at": APRIL, "told_by": "person"}
    assert shown["amendments"][0]["before"]["agreement"]["told_by"] == "referrer"


async def test_a_referral_is_accepted_once(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    path = f"/referrals/{referral}/accept"

    first = await intake.post(path, {"accepted_at": APRIL}, by="ada")
    again = await intake.post(path, {"accepted_at": MAY}, by="sana")

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert (again.status_code, again.json()["version"]) == (200, 2)


async def test_accepting_against_the_criteria_is_for_a_senior(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    override = {"accepted_at": APRIL, "override_reason": "Lives over the road"}
    path = f"/referrals/{referral}/accept"

    refused = await intake.post(path, override, by="ada")
    accepted = await intake.post(path, override, by="sana")

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ht:problem:override-is-for-seniors"
    assert accepted.status_code == 200


async def test_whether_it_is_for_a_trainer_is_said_at_triage_and_shown(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    beyond = {"accepted_at": APRIL, "appropriateness": "complex_mental_health"}
    path = f"/referrals/{referral}/accept"

    refused = await intake.post(path, beyond, by="ada")
    reason = {**beyond, "override_reason": "Supported by her nurse"}
    accepted = await intake.post(path, reason, by="sana")

    assert refused.json()["type"] == "urn:ht:problem:beyond-the-remit"
    assert accepted.status_code == 200
    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()
    assert shown["appropriateness"] == "complex_mental_health"


async def test_a_rejection_says_how_the_referrer_hears(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    path = f"/referrals/{referral}/reject"

    silent = await intake.post(path, {**REJECTED, "tell_referrer_by": "not_told"}, by="sana")
    told = await intake.post(path, REJECTED, by="sana")

    assert silent.json()["type"] == "urn:ht:problem:referrer-must-be-told"
    assert told.status_code == 200
    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()
    assert (shown["status"], shown["rejected_because"]) == ("rejected", "inappropriate")


async def test_only_a_senior_rejects(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]

    refused = await intake.post(f"/referrals/{referral}/reject", REJECTED, by="ada")

    assert refused.status_code == 403


async def test_a_conversion_opens_one_case_however_often_it_is_asked(intake: Intake) -> None:
    referral, rose = await intake.accepted(), await intake.rose()
    await intake.takes_part(rose)
    body = {"client": rose, "converted_at": MAY}
    path = f"/referrals/{referral}/convert"

    first = await intake.post(path, body, by="tess", key="first")
    repeated = await intake.post(path, body, by="tess", key="first")
    again = await intake.post(path, body, by="ada")
    (line,) = (await intake.get("/referrals?status=converted", by="tess")).json()["items"]

    assert first.status_code == 200
    assert UUID(first.json()["case"]) != UUID(referral)
    assert repeated.json() == first.json()
    assert again.json()["case"] == first.json()["case"]
    assert (line["client"], line["case"]) == (rose, first.json()["case"])
    assert (await intake.history()).count("referral_converted") == 1


async def test_no_case_opens_for_somebody_who_has_not_agreed_to_take_part(
    intake: Intake,
) -> None:
    referral, rose = await intake.accepted(), await intake.rose()

    refused = await intake.post(
        f"/referrals/{referral}/convert", {"client": rose, "converted_at": MAY}, by="tess"
    )

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ht:problem:taking-part-not-agreed"


async def test_no_case_opens_for_a_client_that_nobody_here_may_see(intake: Intake) -> None:
    referral, rose = await intake.accepted(), await intake.rose()
    theirs = (await intake.done("/referrals", ROSES_REFERRAL, by="cleo-of-the-council"))["id"]

    nonsense = await intake.post(
        f"/referrals/{referral}/convert", {"client": NONSENSE, "converted_at": MAY}, by="tess"
    )
    foreign = await intake.post(
        f"/referrals/{theirs}/convert",
        {"client": rose, "converted_at": MAY},
        by="cleo-of-the-council",
    )

    assert (nonsense.status_code, foreign.status_code) == (404, 404)
    assert nonsense.json()["type"] == foreign.json()["type"]


async def test_a_referral_is_received_in_a_programme(intake: Intake) -> None:
    refused = await intake.post("/referrals", ROSES_REFERRAL, by="amir")

    assert refused.json()["type"] == "urn:ht:problem:programme-needed"


async def test_no_referral_comes_from_the_future(intake: Intake) -> None:
    refused = await intake.post(
        "/referrals", {**ROSES_REFERRAL, "received_at": SOMEDAY}, by="ada"
    )

    assert refused.json()["type"] == "urn:ht:problem:dated-in-the-future"
    assert refused.json()["detail"] == "This is dated after now. Say when it happened."


async def test_a_stale_page_is_told_so(intake: Intake) -> None:
    referral = await intake.accepted()

    stale = await intake.post(
        f"/referrals/{referral}/accept", {"accepted_at": APRIL}, by="ada", version=1
    )

    assert stale.status_code == 412
