"""Who a client is and how they came, as it was told, put right, and known at any moment."""

from typing import Any

import pytest

from .conftest import Intake
from .test_bewaring_of_risks import A_DOG
from .test_imports_over_http import A_PERSON, begun, takes_in
from .test_protecting_clients import worker
from .world import APRIL, MARCH, MAY, NONSENSE, PERSONAL

pytestmark = pytest.mark.engines

MOVED = {
    "names": {"name": "Rose Renamed"},
    "because": "changed",
    "reason": "Married",
    "amended_at": APRIL,
}


async def a_life(intake: Intake) -> str:
    """Let Rose come by a referral, take part and change her name."""
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    converting = {"client": client, "converted_at": APRIL}
    await intake.done(f"/referrals/{referral}/convert", converting, by="ada")
    await intake.done(f"/clients/{client}/details", MOVED, by="tess")
    return client


async def seen(
    intake: Intake, client: str, query: str = "", *, by: str = "tess"
) -> list[dict[str, Any]]:
    answer = await intake.get(f"/clients/{client}/timeline{query}", by=by)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_timeline_has_the_client_and_the_referral_they_came_by(intake: Intake) -> None:
    client = await a_life(intake)

    entries = await seen(intake, client)

    assert [(entry["what"], entry["event"]) for entry in entries] == [
        ("client", "client_registered"),
        ("client", "taking_part_agreed"),
        ("referral", "client_referred"),
        ("referral", "referral_accepted"),
        ("referral", "referral_converted"),
        ("client", "client_details_amended"),
    ]
    assert [entry["happened_at"] for entry in entries] == [
        MARCH,
        MARCH,
        MARCH,
        APRIL,
        APRIL,
        APRIL,
    ]
    assert entries[0]["words"]["name"] == "Rose Invented"
    assert entries[2]["words"]["note"] == "Prefers the evening"
    assert "name" not in entries[0]["facts"]


async def test_trying_to_reach_somebody_happened_when_it_was_tried(intake: Intake) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    tried = {"at": APRIL, "channel": "telephone", "result": "no_answer"}
    await intake.done(f"/referrals/{referral}/attempts", tried, by="ada")
    converting = {"client": client, "converted_at": MAY}
    await intake.done(f"/referrals/{referral}/convert", converting, by="ada")

    (entry,) = [
        each for each in await seen(intake, client) if each["event"] == "contact_attempted"
    ]

    assert (entry["happened_at"], entry["facts"]["channel"]) == (APRIL, "telephone")


async def test_a_name_that_was_changed_later_was_not_known_before(intake: Intake) -> None:
    client = await a_life(intake)
    whole = await seen(intake, client)

    for last, entry in enumerate(whole, start=1):
        assert await seen(intake, client, f"?known_at={entry['position']}") == whole[:last]
    before = await seen(intake, client, f"?known_at={whole[-2]['position']}")
    assert "Rose Renamed" not in str(before)


async def test_the_small_area_of_a_postcode_is_for_no_screen(intake: Intake) -> None:
    client = await a_life(intake)

    shown = await intake.get(f"/clients/{client}/timeline", by="tess")

    assert "XX2 1AA" in shown.text
    assert "E01999" not in shown.text


async def test_a_client_who_is_hidden_has_no_timeline(intake: Intake) -> None:
    client = await a_life(intake)
    conflict = {"worker": worker("tess"), "kind": "relative", "declared_at": MAY}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")

    hidden = await intake.get(f"/clients/{client}/timeline", by="tess")
    unknown = await intake.get(f"/clients/{NONSENSE}/timeline", by="tess")

    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert len(await seen(intake, client, by="sana")) == 7


async def test_why_a_client_is_restricted_is_for_those_who_may_restrict(
    intake: Intake,
) -> None:
    client = await a_life(intake)
    restricting = {
        "workers": [worker("sana"), worker("tess")],
        "reason": "At risk from her brother",
        "restricted_at": MAY,
    }
    await intake.done(f"/clients/{client}/restrict", restricting, by="sana")

    assert (await intake.get(f"/clients/{client}/timeline", by="ada")).status_code == 404
    assert "her brother" in str(await seen(intake, client, by="sana"))
    for_tess = await seen(intake, client)
    assert [entry for entry in for_tess if entry["event"] == "client_restricted"] == []


async def test_risks_are_for_the_team_and_whoever_raised_them(intake: Intake) -> None:
    client = await a_life(intake)
    team = {"workers": [worker("sana")], "named_at": APRIL}
    await intake.done(f"/clients/{client}/team", team, by="maya")
    risk = (await intake.done(f"/clients/{client}/risks", A_DOG, by="tess"))["risk"]
    other = {**A_DOG, "words": "a second dog"}
    await intake.done(f"/clients/{client}/risks", other, by="sana")
    ending = {"because": "was_mistaken", "lowered_at": MAY}
    await intake.done(f"/clients/{client}/risks/{risk}/lower", ending, by="tess")

    told = {by: await risks_told(intake, client, by) for by in ("sana", "tess", "maya", "ada")}

    assert told["sana"] == ["team_named", "risk_raised", "risk_raised", "risk_lowered"]
    assert told["tess"] == ["team_named", "risk_raised", "risk_lowered"]
    assert (told["maya"], told["ada"]) == ([], [])
    assert "a second dog" not in str(await seen(intake, client))
    assert "dog" not in str(await seen(intake, client, by="maya"))


async def risks_told(intake: Intake, client: str, by: str) -> list[str]:
    events = [entry["event"] for entry in await seen(intake, client, by=by)]
    return [event for event in events if event.startswith(("team", "risk"))]


async def test_a_link_to_somebody_who_is_hidden_is_not_in_it(intake: Intake) -> None:
    client, other = await a_life(intake), await intake.rose(nhs_number=None)
    different = {"other": other, "recorded_at": MAY}
    await intake.done(f"/clients/{client}/not-same-person", different, by="tess")
    assert "not_same_person_recorded" in str(await seen(intake, client))

    conflict = {"worker": worker("tess"), "kind": "self", "declared_at": MAY}
    await intake.done(f"/clients/{other}/conflicts", conflict, by="ada")

    assert other not in str(await seen(intake, client))
    assert other in str(await seen(intake, client, by="sana"))


async def test_of_an_erased_client_coded_facts_are_left_at_once(intake: Intake) -> None:
    client = await a_life(intake)
    asked = {"reason_code": "asked_by_the_person", "reference": "SAR-2026-18"}
    await intake.done(f"/clients/{client}/erase", asked, by="ivy")

    for _ in range(2):
        entries = await seen(intake, client)
        assert [entry["words"] for entry in entries] == [{}] * len(entries)
        assert [each for each in (*PERSONAL, "Rose Renamed") if each in str(entries)] == []
        assert entries[0]["facts"]["age_band"] == "55-59"
        await intake.a_day_passes()


async def test_of_whoever_came_by_an_import_that_was_undone_coded_facts_are_left(
    intake: Intake,
) -> None:
    extract = await begun(intake)
    (taken,) = await takes_in(intake, A_PERSON, of=extract)
    client = taken["client"]
    assert "Rose Invented" in str(await seen(intake, client))
    await intake.done(f"/imports/{extract}/undo", {}, by="ada")
    await intake.done(f"/imports/{extract}/clients/undo", {"clients": [client]}, by="ada")

    entries = await seen(intake, client)

    assert [entry["event"] for entry in entries][-1] == "client_import_undone"
    assert [each for each in (*PERSONAL, "HT100968") if each in str(entries)] == []


@pytest.mark.parametrize("by", ["sam-of-southfield", "cleo-of-the-council"])
async def test_a_timeline_of_elsewhere_is_not_there(intake: Intake, by: str) -> None:
    client = await a_life(intake)

    there = await intake.get(f"/clients/{client}/timeline", by=by)
    nonsense = await intake.get(f"/clients/{NONSENSE}/timeline", by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)


async def test_some_have_no_business_with_timelines(intake: Intake) -> None:
    client = await a_life(intake)

    for by in ("cho", "col", "ana", "ivy"):
        assert (await intake.get(f"/clients/{client}/timeline", by=by)).status_code == 403


async def test_a_look_at_a_timeline_leaves_a_trace(intake: Intake) -> None:
    client = await a_life(intake)

    await seen(intake, client)

    (look,) = [each for each in await intake.looks() if b"timeline.view" in each]
    assert client.encode() in look
    assert b"Rose" not in look
