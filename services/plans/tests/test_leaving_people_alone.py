"""Who no longer takes part, or has died, stands on no list of people to ask.

"WithdrawFromTakingPart ends support and erases nothing."
"""

from datetime import datetime
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import DeathRecorded, TakingPartWithdrawn, WorkerAccredited
from ht_plans.handling import CASE, PLAN
from ht_plans.reactors import (
    stop_everything_when_death_recorded,
    withdraw_support_when_taking_part_withdrawn,
)

from .programme import MARCH, TOM, Northfield, envelope_of
from .test_asking_about_quitting import AN_EPISODE, ATTENDED
from .test_asking_about_work import A_JOB, BEGIN

pytestmark = pytest.mark.engines

LISTS = ("/checks", "/quit-episodes", "/employment/sustained", "/pathways/hard-dates")
OPERATION = {"pathway": "pre_operative", "age_group": "adult", "hard_date": "2090-04-20"}


async def begins_everything(northfield: Northfield) -> UUID:
    """Have somebody quit smoking, work, and wait for an operation."""
    everything = {"quit_episodes": True, "employment": True, "pathways": ["pre_operative"]}
    await northfield.does("/offer", everything, by="mo")
    await northfield.hears(WorkerAccredited(worker=TOM, accreditation="ncsct_level_2"))
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    await northfield.signs_off(case)
    session = (await northfield.does(f"/cases/{case}/sessions", ATTENDED))["session"]
    await northfield.does(f"/cases/{case}/quit-episodes", {**AN_EPISODE, "session": session})
    way = (await northfield.does(f"/cases/{case}/employment", BEGIN))["id"]
    await northfield.does(f"/employment/{way}/progress", A_JOB)
    await northfield.does(f"/cases/{case}/pathways", OPERATION)
    return case


async def achieves_nothing(northfield: Northfield) -> tuple[UUID, str, str]:
    """Sign a plan off with a goal that was not achieved; give its case, itself and the goal."""
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    ending = {
        "signed_off_at": MARCH,
        "results": {goal: "not_achieved"},
        "client_present": "telephone",
    }
    await northfield.does(f"/plans/{plan}/sign-off", ending)
    return case, plan, goal


async def withdraws(northfield: Northfield, client: str) -> None:
    told = TakingPartWithdrawn(client=UUID(client), withdrawn_at=datetime.fromisoformat(MARCH))
    await withdraw_support_when_taking_part_withdrawn(
        Envelope[TakingPartWithdrawn].model_validate(envelope_of(told)),
        northfield.handlers.of(CASE),
        northfield.reader,
    )


async def dies(northfield: Northfield, client: str) -> None:
    told = DeathRecorded(client=UUID(client), recorded_at=datetime.fromisoformat(MARCH))
    await stop_everything_when_death_recorded(
        Envelope[DeathRecorded].model_validate(envelope_of(told, programme=None)),
        northfield.handlers.of(CASE),
        northfield.handlers.of(PLAN),
        northfield.reader,
    )


async def test_a_client_who_stopped_taking_part_is_asked_nothing_more(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)
    before = [(await northfield.shows(path))["items"] for path in LISTS]

    await withdraws(northfield, (await northfield.shows(f"/cases/{case}"))["client"])

    assert all(before)
    assert [len(items) for items in before[1:]] == [1, 2, 1]
    for path in LISTS:
        assert (await northfield.shows(path))["items"] == []
    assert len(await northfield.shows(f"/cases/{case}/quit-episodes")) == 1


async def test_a_sign_off_that_is_put_right_after_a_death_has_nobody_asked(
    northfield: Northfield,
) -> None:
    case, plan, goal = await achieves_nothing(northfield)
    await dies(northfield, (await northfield.shows(f"/cases/{case}"))["client"])

    right = {"results": {goal: "achieved"}, "reason": "Entered wrongly"}
    await northfield.does(f"/plans/{plan}/sign-off/corrections", right, by="sarah")

    assert (await northfield.shows(f"/plans/{plan}"))["result"] == "achieved"
    assert (await northfield.shows("/checks"))["items"] == []
    assert (await northfield.shows("/due?until=2999-01-01", by="sarah"))["items"] == []


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
