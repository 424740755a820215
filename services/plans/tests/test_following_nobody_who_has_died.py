"""After a death nobody is followed up or asked about work, until it turns out a mistake.

"RecordDeath stops everything still to come." Of a case that ended otherwise nobody is on a list
of people to ask; the quarterly return counts them all the same.
"""

from datetime import date, datetime
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import DeathRecorded, DeathReversed
from ht_plans.handling import CASE, PLAN
from ht_plans.reactors import (
    go_on_with_everything_when_death_reversed,
    stop_everything_when_death_recorded,
)

from .days_passing import days_pass
from .programme import JUNE, MARCH, Northfield, envelope_of
from .test_leaving_people_alone import LISTS, achieves_nothing, begins_everything

pytestmark = pytest.mark.engines

NOVEMBER = date(2026, 11, 2)
_, *BESIDE_PLANS = LISTS
LONG_AFTER = date(2027, 1, 4)
CLOSE = {"reason": "07", "closed_at": MARCH}
REOPEN = {"because": "came_back", "reason": "Rang to go on", "reopened_at": JUNE}


async def dies(northfield: Northfield, client: UUID) -> None:
    told = DeathRecorded(client=client, recorded_at=datetime.fromisoformat(MARCH))
    await northfield.hears_of_deaths(told)
    await stop_everything_when_death_recorded(
        Envelope[DeathRecorded].model_validate(envelope_of(told, programme=None)),
        northfield.handlers.of(CASE),
        northfield.handlers.of(PLAN),
        northfield.reader,
    )


async def lives(northfield: Northfield, client: UUID) -> None:
    told = DeathReversed(client=client, reversed_at=datetime.fromisoformat(JUNE))
    await northfield.hears_of_deaths(told)
    await go_on_with_everything_when_death_reversed(
        Envelope[DeathReversed].model_validate(envelope_of(told, programme=None)),
        northfield.handlers.of(CASE),
        northfield.handlers.of(PLAN),
        northfield.reader,
        northfield.handlers,
    )


async def whose(northfield: Northfield, case: UUID) -> UUID:
    return UUID((await northfield.shows(f"/cases/{case}"))["client"])


async def happened(northfield: Northfield, case: UUID) -> tuple[list[str], list[str]]:
    """Name what happened in the quit episode and on the way into work of a case."""
    (episode,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    (way,) = await northfield.shows(f"/cases/{case}/employment")
    return await northfield.history_of(episode["id"]), await northfield.history_of(way["id"])


async def lengths(northfield: Northfield) -> list[int]:
    return [len((await northfield.shows(path))["items"]) for path in BESIDE_PLANS]


async def test_of_whoever_has_died_nothing_is_listed_or_marked(northfield: Northfield) -> None:
    case = await begins_everything(northfield)
    before, listed = await happened(northfield, case), await lengths(northfield)

    await dies(northfield, await whose(northfield, case))
    await days_pass(northfield, NOVEMBER)

    assert (listed, await lengths(northfield)) == ([1, 2, 1], [0, 0, 0])
    assert await happened(northfield, case) == before


async def test_what_fell_due_meanwhile_is_marked_when_the_death_was_a_mistake(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)
    client = await whose(northfield, case)
    await dies(northfield, client)
    await days_pass(northfield, NOVEMBER)

    for _ in range(2):
        await lives(northfield, client)
        await days_pass(northfield, LONG_AFTER)

    quitting, working = await happened(northfield, case)
    assert quitting.count("quit_outcome_recorded") == 1
    assert working.count("sustained_work_fell_due") == 2
    assert await lengths(northfield) == [0, 2, 1]
    assert len((await northfield.shows("/quit-episodes?standing=lost"))["items"]) == 1


async def test_what_comes_after_a_mistake_is_marked_on_its_day(northfield: Northfield) -> None:
    case = await begins_everything(northfield)
    client = await whose(northfield, case)
    (way,) = await northfield.shows(f"/cases/{case}/employment")
    later = {"kind": "paid_work", "weekly_hours": 30, "taken_up_on": "2026-11-02"}
    await northfield.does(f"/employment/{way['id']}/progress", later)

    await dies(northfield, client)
    await days_pass(northfield, NOVEMBER)
    await lives(northfield, client)
    _, meanwhile = await happened(northfield, case)
    await days_pass(northfield, date(2027, 2, 1))

    _, working = await happened(northfield, case)
    assert (meanwhile.count("sustained_work_fell_due"), len(working) - len(meanwhile)) == (2, 1)


async def test_of_a_case_that_ended_nobody_is_asked_and_the_return_counts_them(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)

    await northfield.does(f"/cases/{case}/close", CLOSE)
    await days_pass(northfield, NOVEMBER)

    quitting, working = await happened(northfield, case)
    assert await lengths(northfield) == [0, 0, 0]
    assert quitting[-1] == "quit_outcome_recorded"
    assert "sustained_work_fell_due" not in working
    assert (await northfield.shows("/quit-episodes/cohort"))["lost"] == 1


async def test_a_sign_off_that_is_put_right_has_nobody_asked_who_died_after_their_case_ended(
    northfield: Northfield,
) -> None:
    case, plan, goal = await achieves_nothing(northfield)
    await northfield.does(f"/cases/{case}/close", CLOSE)
    client = await whose(northfield, case)
    await dies(northfield, client)

    right = {"results": {goal: "achieved"}, "reason": "Entered wrongly"}
    await northfield.does(f"/plans/{plan}/sign-off/corrections", right, by="sarah")

    due = "/due?until=2999-01-01&kind=maintenance_check"
    assert (await northfield.shows("/checks"))["items"] == []
    assert (await northfield.shows(due, by="sarah"))["items"] == []
    await lives(northfield, client)
    assert len((await northfield.shows("/checks"))["items"]) == 3
    assert len((await northfield.shows(due, by="sarah"))["items"]) == 3


async def test_nobody_is_lost_who_dies_after_their_case_ended(northfield: Northfield) -> None:
    case = await begins_everything(northfield)
    client = await whose(northfield, case)
    await northfield.does(f"/cases/{case}/close", CLOSE)
    await dies(northfield, client)
    await days_pass(northfield, NOVEMBER)

    while_dead, _ = await happened(northfield, case)
    await lives(northfield, client)
    quitting, working = await happened(northfield, case)

    assert "quit_outcome_recorded" not in while_dead
    assert quitting.count("quit_outcome_recorded") == 1
    assert "sustained_work_fell_due" not in working


async def test_a_case_that_is_opened_again_has_what_fell_due_meanwhile(
    northfield: Northfield,
) -> None:
    case = await begins_everything(northfield)
    await northfield.does(f"/cases/{case}/close", CLOSE)
    await days_pass(northfield, NOVEMBER)

    first = await northfield.ask(f"/cases/{case}/reopen", REOPEN, by="sarah", key="back")
    again = await northfield.ask(f"/cases/{case}/reopen", REOPEN, by="sarah", key="back")

    _, working = await happened(northfield, case)
    assert (first.status_code, again.json()) == (200, first.json())
    assert working.count("sustained_work_fell_due") == 2
    assert await lengths(northfield) == [0, 2, 1]
