"""Safeguarding concerns over HTTP: few see them, and nothing keeps anybody from raising one."""

from datetime import datetime

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import TakingPartWithdrawn
from ht_kit.ids import new_id
from ht_kit.publishing import StoredEvent
from ht_plans.app import SERVICE
from ht_plans.handling import CASE
from ht_plans.reactors import withdraw_support_when_taking_part_withdrawn

from .programme import MONDAY, TUESDAY, Northfield, envelope_of

pytestmark = pytest.mark.engines

WORDS = "She is afraid to go home"
CONCERN = {
    "about": "domestic_abuse",
    "at_immediate_risk": True,
    "words": WORDS,
    "told": [{"whom": "safeguarding_lead", "told_at": MONDAY}],
    "noticed_at": MONDAY,
}


async def a_concern(northfield: Northfield) -> str:
    case = await northfield.opens_a_case()
    return str((await northfield.does(f"/cases/{case}/concerns", CONCERN))["id"])


async def test_whoever_raised_it_and_those_whose_task_it_is_see_a_concern(
    northfield: Northfield,
) -> None:
    concern = await a_concern(northfield)

    for by in ("tom", "sarah", "mo", "olu"):
        seen = await northfield.shows(f"/concerns/{concern}", by=by)
        assert (seen["words"], seen["told"][0]["whom"]) == (WORDS, "safeguarding_lead")
        assert len((await northfield.shows("/concerns", by=by))["items"]) == 1


async def test_for_other_workers_a_concern_is_not_there(northfield: Northfield) -> None:
    concern = await a_concern(northfield)

    for by in ("ada", "tina"):
        there = await northfield.see(f"/concerns/{concern}", by=by)
        nonsense = await northfield.see(f"/concerns/{new_id()}", by=by)
        assert (there.status_code, there.content) == (404, nonsense.content)
        assert (await northfield.shows("/concerns", by=by))["items"] == []
        told = {"whom": "police", "told_at": MONDAY}
        assert (
            await northfield.ask(f"/concerns/{concern}/told", told, by=by)
        ).status_code == 404
    for by in ("chidi", "carol"):
        assert (await northfield.see(f"/concerns/{concern}", by=by)).status_code == 403


async def test_a_champion_raises_a_concern_and_reads_no_more_of_it(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()

    raised = await northfield.ask(f"/cases/{case}/concerns", CONCERN, by="chidi")
    concern = raised.json()["id"]
    told = {"whom": "police", "told_at": TUESDAY}
    end = {"outcome": "client_is_safe", "words": "She moved to her sister"}

    assert raised.status_code == 201
    assert WORDS not in raised.text
    assert (await northfield.shows(f"/concerns/{concern}", by="sarah"))["words"] == WORDS
    for path in (f"/concerns/{concern}", "/concerns", f"/cases/{case}"):
        assert (await northfield.see(path, by="chidi")).status_code == 403
    for what, form in (("told", told), ("end", end)):
        answer = await northfield.ask(f"/concerns/{concern}/{what}", form, by="chidi")
        assert answer.status_code == 403


@pytest.mark.parametrize("by", ["sarah@eastfield", "sarah@southfield"])
async def test_a_concern_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    case = await northfield.opens_a_case()
    concern = (await northfield.does(f"/cases/{case}/concerns", CONCERN))["id"]

    assert (await northfield.see(f"/concerns/{concern}", by=by)).status_code == 404
    raised = await northfield.ask(f"/cases/{case}/concerns", CONCERN, by=by)
    assert raised.status_code == 404
    assert (await northfield.shows("/concerns", by=by))["items"] == []


async def test_a_concern_is_raised_for_a_client_who_no_longer_takes_part(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    client = (await northfield.shows(f"/cases/{case}"))["client"]
    withdrawn = TakingPartWithdrawn(client=client, withdrawn_at=datetime.fromisoformat(MONDAY))
    event = Envelope[TakingPartWithdrawn].model_validate(envelope_of(withdrawn))
    await withdraw_support_when_taking_part_withdrawn(
        event, northfield.handlers.of(CASE), northfield.reader
    )
    booking = {"kind": "review", "medium": "01", "planned_start": TUESDAY}
    refused = await northfield.ask(f"/cases/{case}/bookings", booking)
    assert refused.json()["type"] == "urn:ht:problem:support-has-ended"

    assert (await northfield.ask(f"/cases/{case}/concerns", CONCERN)).status_code == 201


async def test_who_was_told_is_added_and_what_came_of_it_said(northfield: Northfield) -> None:
    concern = await a_concern(northfield)
    told = {"whom": "police", "told_at": TUESDAY, "words": "Reference 12"}
    end = {"outcome": "client_is_safe", "words": "She moved to her sister"}

    await northfield.does(f"/concerns/{concern}/told", told)
    by_raiser = await northfield.ask(f"/concerns/{concern}/end", end)
    await northfield.does(f"/concerns/{concern}/end", end, by="sarah")

    assert by_raiser.status_code == 403
    seen = await northfield.shows(f"/concerns/{concern}")
    assert [each["whom"] for each in seen["told"]] == ["safeguarding_lead", "police"]
    assert (seen["outcome"], seen["outcome_words"]) == (end["outcome"], end["words"])
    (line,) = (await northfield.shows("/concerns"))["items"]
    assert (line["told"], line["ended_at"] is None) == (2, False)


async def test_the_case_says_nothing_of_a_concern(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    met = {
        "kind": "walk_in",
        "medium": "01",
        "place": "B01",
        "attendance": "5",
        "started_at": MONDAY,
        "duration_minutes": 10,
    }
    session = (await northfield.does(f"/cases/{case}/sessions", met))["session"]
    raised = await northfield.does(f"/cases/{case}/concerns", {**CONCERN, "session": session})
    other = await northfield.ask(
        f"/cases/{case}/concerns", {**CONCERN, "session": str(new_id())}
    )

    assert raised["id"] not in (await northfield.see(f"/cases/{case}", by="mo")).text
    assert other.json()["type"] == "urn:ht:problem:no-such-session"


async def test_what_is_told_of_a_concern_says_neither_whose_nor_about_what(
    northfield: Northfield,
) -> None:
    concern = await a_concern(northfield)
    rows = await northfield.worker.fetch("SELECT client::text FROM concerns")

    (stored,) = await northfield.bodies_of(concern)
    assert WORDS.encode() not in stored
    message = SERVICE.publisher().to_message(
        StoredEvent(
            position=1,
            event_id=new_id(),
            stream_id=new_id(),
            version=1,
            organisation="wellbeing-northfield",
            programme="northfield",
            stream_type="concern",
            type="safeguarding_concern_raised",
            schema_version=1,
            body=stored,
            recorded_at=datetime.fromisoformat(MONDAY),
            hash=b"",
        )
    )
    data = message.payload.partition(b'"data":')[2]
    assert rows[0]["client"].encode() not in data
    assert b"domestic" not in message.payload


async def test_a_concern_that_says_nothing_is_malformed(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    for wrong in ({"words": " "}, {"about": "gossip"}, {"noticed_at": "yesterday"}):
        answer = await northfield.ask(f"/cases/{case}/concerns", {**CONCERN, **wrong})
        assert answer.status_code == 422
    again = [
        await northfield.ask(f"/cases/{case}/concerns", CONCERN, key="once") for _ in range(2)
    ]
    assert again[0].json()["id"] == again[1].json()["id"]
