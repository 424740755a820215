"""Erasure: who somebody was can be read nowhere any more, and what was counted stays.

Destroying the keys is due work, written with the decision: it is done however often a process
dies between the two. What has a key later, of somebody erased, loses it at the next look.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from ht_intake.domain.client.commands import EraseClient, WithdrawFromTakingPart
from ht_intake.domain.client.events import ClientErased
from ht_intake.domain.client.state import NO_CLIENT_YET, evolve
from ht_intake.domain.refusals import Erased
from ht_kit.verify import verify

from .conftest import Intake
from .people import MAY, ROSE, TODAY, registered, registering, rose
from .world import APRIL, PERSONAL, ROSES_REFERRAL, SAID_IN_THE_REFERRAL

ASKED = {"reason_code": "asked_by_the_person", "reference": "SAR-2026-17"}
ERASE_ROSE = EraseClient(reason="asked_by_the_person", reference=None, asked_at=TODAY)
ERASED = ClientErased(
    client=ROSE, reason="asked_by_the_person", reference=None, erased_at=TODAY
)


def test_a_client_is_erased() -> None:
    rose().when(ERASE_ROSE).then(ERASED)


def test_asking_again_tells_it_again_and_moves_no_date() -> None:
    then = TODAY + timedelta(days=9)
    again = replace(ERASED, erased_at=then, reference="SAR-2026-18")

    rose(ERASED).when(replace(ERASE_ROSE, asked_at=then, reference="SAR-2026-18")).then(again)
    rose(ERASED, again).when(ERASE_ROSE).then_nothing()
    client = evolve(evolve(evolve(NO_CLIENT_YET, registered(registering())), ERASED), again)
    assert client.erased == ERASED


def test_nothing_can_be_recorded_of_somebody_erased() -> None:
    leaving = WithdrawFromTakingPart(withdrawn_at=MAY, asked_at=TODAY)

    rose(ERASED).when(leaving).then_refused(Erased)
    rose(ERASED).when(registering()).then_refused(Erased)


def test_what_was_coded_outlives_who_it_was() -> None:
    client = evolve(evolve(NO_CLIENT_YET, registered(registering())), ERASED)

    assert client.registered is not None
    assert (client.registered.age_band, client.registered.name) == ("55-59", None)


async def erased(intake: Intake, client: str, *, by: str = "ida") -> httpx.Response:
    return await intake.post(f"/clients/{client}/erase", ASKED, by=by)


@pytest.mark.engines
async def test_from_the_moment_of_the_decision_nothing_personal_is_shown(
    intake: Intake,
) -> None:
    client = await intake.rose()

    answer = await erased(intake, client)
    shown = await intake.get(f"/clients/{client}", by="tess")
    names = await intake.post("/clients/names", {"ids": [client], "purpose": "x1"}, by="tess")
    found = await intake.post("/clients/search", {"nhs_number": "9990000018"}, by="tess")

    assert answer.status_code == 200
    assert (shown.json()["erased"], shown.json()["age_band"]) == (True, "55-59")
    assert names.json()["items"] == [
        {"id": client, "name": None, "called": None, "erased": True}
    ]
    assert found.json()["items"] == []
    assert [said for said in PERSONAL if said in shown.text + names.text] == []


@pytest.mark.engines
async def test_the_keys_of_the_client_and_of_their_referrals_are_destroyed(
    intake: Intake,
) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    converted = {"client": client, "converted_at": APRIL}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")

    await erased(intake, client)
    before = await intake.get(f"/clients/{client}/erasure", by="ida")
    await intake.a_day_passes()
    after = await intake.get(f"/clients/{client}/erasure", by="ida")
    shown = await intake.get(f"/referrals/{referral}", by="sana")

    assert (before.status_code, after.status_code) == (404, 200)
    assert (shown.json()["erased"], shown.json()["status"]) == (True, "converted")
    assert [said for said in SAID_IN_THE_REFERRAL if said in shown.text] == []
    assert await verify(intake.database.admin_url) == []


@pytest.mark.engines
async def test_a_referral_that_was_turned_down_as_a_duplicate_is_erased_with_the_other(
    intake: Intake,
) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    twin = (await intake.done("/referrals", {**ROSES_REFERRAL, "sender": None}, by="ada"))["id"]
    other = (await intake.done("/referrals", {**ROSES_REFERRAL, "sender": None}, by="ada"))[
        "id"
    ]
    turned_down = {
        "reason": "duplicate",
        "duplicate_of": referral,
        "rejected_at": APRIL,
        "tell_referrer_by": "letter",
        "person": {"not_told_because": "no_safe_channel"},
    }
    await intake.done(f"/referrals/{twin}/reject", turned_down, by="sana")
    converted = {"client": client, "converted_at": APRIL}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")

    await erased(intake, client)
    await intake.a_day_passes()
    shown = await intake.get(f"/referrals/{twin}", by="sana")

    assert (shown.json()["erased"], shown.json()["status"]) == (True, "rejected")
    assert [said for said in SAID_IN_THE_REFERRAL if said in shown.text] == []
    assert len(await intake.backed_up_keys([twin, other])) == 1


@pytest.mark.engines
async def test_a_referral_converted_meanwhile_loses_its_key_at_the_next_look(
    intake: Intake,
) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    await erased(intake, client)
    await intake.a_day_passes()
    await intake.execute("UPDATE referral SET client = $1", client)

    again = [await intake.looks_after_erasures(), await intake.looks_after_erasures()]
    shown = await intake.get(f"/referrals/{referral}", by="sana")

    assert again == [1, 0]
    assert shown.json()["erased"] is True
    assert shown.json()["note"] is None


@pytest.mark.engines
async def test_keys_that_come_back_with_a_backup_are_destroyed_again(intake: Intake) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    converted = {"client": client, "converted_at": APRIL}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")
    backup = await intake.backed_up_keys({client, referral})
    await erased(intake, client)
    await intake.a_day_passes()

    await intake.restore_keys(backup)
    restored = await intake.backed_up_keys({client, referral})
    again = await intake.looks_after_erasures()

    assert len(backup) == len(restored) == 2
    assert again == 2
    assert await intake.backed_up_keys({client, referral}) == []


@pytest.mark.engines
async def test_erasing_again_is_harmless(intake: Intake) -> None:
    client = await intake.rose()
    for _ in range(2):
        assert (await erased(intake, client)).status_code == 200
        await intake.a_day_passes()

    assert (await intake.history()).count("client_erased") == 2
    assert (await intake.history()).count("client_data_erased") == 1


@pytest.mark.engines
async def test_a_process_that_dies_before_the_keys_are_destroyed_is_followed_by_another(
    intake: Intake,
) -> None:
    client = await intake.rose()
    await erased(intake, client)
    lease = "UPDATE due SET leased_until = clock_timestamp() - interval '1 second'"
    await intake.execute(lease)  # somebody took it on, and was killed

    await intake.a_day_passes()

    assert (await intake.get(f"/clients/{client}/erasure", by="ida")).status_code == 200


@pytest.mark.engines
@pytest.mark.parametrize("person", ["tess", "sana", "maya", "ada", "col", "olive"])
async def test_only_the_lead_for_information_governance_erases(
    intake: Intake, person: str
) -> None:
    client = await intake.rose()

    assert (await erased(intake, client, by=person)).status_code == 403
    assert (await intake.get(f"/clients/{client}", by="tess")).json()["erased"] is False


@pytest.mark.engines
async def test_another_organisation_cannot_erase(intake: Intake) -> None:
    client = await intake.rose()

    assert (await erased(intake, client, by="ian-of-the-council")).status_code == 404
    shown = await intake.get(f"/clients/{client}", by="tess")
    assert shown.json()["name"] == "Rose Invented"


@pytest.mark.engines
async def test_commands_under_way_are_refused_or_leave_nothing(intake: Intake) -> None:
    client = await intake.rose()
    told = {"employment": "01", "recorded_at": APRIL}

    answers = await asyncio.gather(
        *(intake.post(f"/clients/{client}/employment", told, by="tess") for _ in range(10)),
        erased(intake, client, by="ivy"),
        *(intake.post(f"/clients/{client}/employment", told, by="tess") for _ in range(10)),
    )
    again = await intake.post(f"/clients/{client}/employment", told, by="tess")

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert again.json()["type"] == "urn:ht:problem:erased"
    assert (await intake.get(f"/clients/{client}", by="tess")).json()["name"] is None


@pytest.mark.engines
async def test_no_token_leads_to_somebody_erased(intake: Intake) -> None:
    client = await intake.rose()
    await erased(intake, client)

    again = await intake.post("/clients", ROSE_AGAIN, by="tess")

    assert again.json()["possible_same_person"] is False


@pytest.mark.engines
async def test_a_number_that_was_taken_back_leads_to_nobody(intake: Intake) -> None:
    client = await intake.rose()
    taken_back: dict[str, object] = {"amended_at": APRIL, "because": "corrected"}
    taken_back |= {"reason": "Not hers", "nhs_number": {"absent": "not_known"}}
    await intake.done(f"/clients/{client}/details", taken_back, by="tess")

    found = await intake.post("/clients/search", {"nhs_number": "9990000018"}, by="tess")
    await erased(intake, client)
    again = await intake.post("/clients", ROSE_AGAIN, by="tess")

    assert found.json()["items"] == []
    assert again.json()["possible_same_person"] is False


ROSE_AGAIN = {
    "registered_at": APRIL,
    "called": "Somebody",
    "birth": {"declined": True},
    "nhs_number": "999 000 0018",
    "gender": "2",
    "ethnicity": "A",
    "gp": {"status": "V81999"},
    "employment": "02",
    "postcode_declined": True,
    "how_reached": "direct",
}
