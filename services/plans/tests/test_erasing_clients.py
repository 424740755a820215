"""What a client said becomes unreadable when they are erased; what was counted stays."""

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import ClientErased
from ht_kit.clock import now
from ht_kit.verify import verify
from ht_plans.handling import ERASURE
from ht_plans.reactors import erase_what_we_hold_when_client_erased

from .programme import MONDAY, Northfield, envelope_of

pytestmark = pytest.mark.engines

SAID = ("I want to keep up with my boys", "Walk the kids to school", "Leave earlier")


async def hears_of_an_erasure(northfield: Northfield, client: str, *, times: int = 1) -> None:
    told = ClientErased.model_validate({"client": client, "erased_at": now()})
    event = Envelope[ClientErased].model_validate(envelope_of(told))
    for _ in range(times):
        await erase_what_we_hold_when_client_erased(
            event, northfield.handlers.of(ERASURE), northfield.handlers.sealing
        )


async def test_a_plan_shows_what_was_counted_and_nothing_that_was_said(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case, general_health={"rating": 5})
    plan, checks = await northfield.signs_off(case)
    before = await northfield.shows(f"/plans/{plan}")

    await hears_of_an_erasure(northfield, before["client"])
    after = await northfield.see(f"/plans/{plan}")
    shown = after.json()

    assert (before["erased"], shown["erased"]) == (False, True)
    assert (shown["result"], len(shown["checks"])) == ("achieved", len(checks))
    assert shown["goals"][0]["statement"] is None
    assert [said for said in SAID if said in after.text] == []
    assert (await northfield.shows(f"/cases/{case}"))["erased"] is True
    assert await verify(northfield.database.admin_url) == []


async def test_what_needs_the_destroyed_key_is_refused_and_what_is_coded_is_not(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    client = (await northfield.shows(f"/cases/{case}"))["client"]
    await hears_of_an_erasure(northfield, client)
    met = {
        "kind": "planning",
        "medium": "01",
        "attendance": "5",
        "started_at": MONDAY,
        "place": "B01",
        "duration_minutes": 30,
    }

    words = await northfield.ask(f"/cases/{case}/sessions", {**met, "note": "Came by bus"})
    codes = await northfield.ask(f"/cases/{case}/sessions", met)

    assert (words.status_code, codes.status_code) == (409, 201)
    assert words.json()["type"] == "urn:ht:problem:erased"


async def test_hearing_of_it_again_records_nothing_more(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    client = (await northfield.shows(f"/cases/{case}"))["client"]

    await hears_of_an_erasure(northfield, client, times=2)
    await hears_of_an_erasure(northfield, client)

    rows = await northfield.worker.fetch("SELECT client::text FROM erasure")
    assert [row["client"] for row in rows] == [client]


async def test_the_lead_for_information_governance_sees_that_plans_has_erased(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    client = (await northfield.shows(f"/cases/{case}"))["client"]
    before = await northfield.see(f"/clients/{client}/erasure", by="ida")

    await hears_of_an_erasure(northfield, client)

    assert before.status_code == 404
    assert (await northfield.see(f"/clients/{client}/erasure", by="ida")).status_code == 200
    elsewhere = await northfield.see(f"/clients/{client}/erasure", by="ida@southfield")
    assert elsewhere.status_code == 404
    assert (await northfield.see(f"/clients/{client}/erasure")).status_code == 403


async def test_what_was_rated_and_told_on_the_way_into_work_is_sealed_and_then_gone(
    northfield: Northfield,
) -> None:
    await northfield.does("/offer", {"employment": True}, by="mo")
    case = await northfield.opens_a_case()
    begin = {
        "referred_by": "self",
        "agreed": True,
        "mandated": False,
        "begun_on": "2026-01-12",
        "status": "02",
        "circumstances": {"benefits": ["universal_credit"]},
    }
    way = (await northfield.does(f"/cases/{case}/employment", begin))["id"]
    reading = {"ratings": {"confidence": 2}, "read_on": "2026-01-12"}
    await northfield.does(f"/employment/{way}/readings", reading)
    stored = b"".join(await northfield.bodies_of(way))
    (before,) = await northfield.shows(f"/cases/{case}/employment")

    await hears_of_an_erasure(northfield, before["client"])
    (after,) = await northfield.shows(f"/cases/{case}/employment")

    assert b"universal_credit" not in stored
    assert before["readings"][0]["ratings"] == {"confidence": 2}
    assert before["statuses"][0]["circumstances"]["benefits"] == ["universal_credit"]
    assert (after["erased"], after["readings"][0]["ratings"]) == (True, None)
    assert (after["statuses"][0]["circumstances"], after["statuses"][0]["rung"]) == (None, 1)
