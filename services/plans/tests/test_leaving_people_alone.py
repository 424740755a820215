"""Who no longer takes part stands on no list of people to ask.

"WithdrawFromTakingPart ends support and erases nothing."
"""

from datetime import datetime
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import TakingPartWithdrawn, WorkerAccredited
from ht_plans.handling import CASE
from ht_plans.reactors import withdraw_support_when_taking_part_withdrawn

from .programme import MARCH, TOM, Northfield, envelope_of
from .test_asking_about_quitting import AN_EPISODE, ATTENDED
from .test_asking_about_work import A_JOB, BEGIN

pytestmark = pytest.mark.engines

LISTS = ("/quit-episodes", "/employment/sustained", "/pathways/hard-dates")
OPERATION = {"pathway": "pre_operative", "age_group": "adult", "hard_date": "2090-04-20"}


async def begins_everything(northfield: Northfield) -> UUID:
    """Have somebody quit smoking, work, and wait for an operation."""
    everything = {"quit_episodes": True, "employment": True, "pathways": ["pre_operative"]}
    await northfield.does("/offer", everything, by="mo")
    await northfield.hears(WorkerAccredited(worker=TOM, accreditation="ncsct_level_2"))
    case = await northfield.opens_a_case()
    session = (await northfield.does(f"/cases/{case}/sessions", ATTENDED))["session"]
    await northfield.does(f"/cases/{case}/quit-episodes", {**AN_EPISODE, "session": session})
    way = (await northfield.does(f"/cases/{case}/employment", BEGIN))["id"]
    await northfield.does(f"/employment/{way}/progress", A_JOB)
    await northfield.does(f"/cases/{case}/pathways", OPERATION)
    return case


async def withdraws(northfield: Northfield, client: str) -> None:
    told = TakingPartWithdrawn(client=UUID(client), withdrawn_at=datetime.fromisoformat(MARCH))
    await withdraw_support_when_taking_part_withdrawn(
        Envelope[TakingPartWithdrawn].model_validate(envelope_of(told)),
        northfield.handlers.of(CASE),
        northfield.reader,
    )


async def test_a_client_who_stopped_taking_part_is_asked_nothing_more(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)
    before = [(await northfield.shows(path))["items"] for path in LISTS]

    await withdraws(northfield, (await northfield.shows(f"/cases/{case}"))["client"])

    assert [len(items) for items in before] == [1, 2, 1]
    for path in LISTS:
        assert (await northfield.shows(path))["items"] == []
    assert len(await northfield.shows(f"/cases/{case}/quit-episodes")) == 1


async def test_who_stopped_taking_part_begins_nothing_new_and_can_still_be_helped(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)
    await withdraws(northfield, (await northfield.shows(f"/cases/{case}"))["client"])

    joins = await northfield.ask(f"/cases/{case}/household", {})
    told = {"to": "crisis_team", "because": "risk_to_self", "told_at": MARCH}
    escalates = await northfield.ask(f"/cases/{case}/escalations", told)

    assert joins.json()["type"] == "urn:ht:problem:support-has-ended"
    assert escalates.status_code == 201
