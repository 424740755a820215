"""What is due of sessions that nobody recorded, of quit dates, of work, and before operations.

"Attendance: after the slot." "FollowUpDue (day 25)." "SustainedCheck (13w, 26w)." "Plan with a
hard date; due-date alerts." "Some activity never entered."
"""

from datetime import timedelta

import pytest

from .programme import TOM, TUESDAY, Northfield
from .test_asking_about_quitting import AN_EPISODE, QUIT, ready
from .test_asking_about_work import A_JOB, a_way
from .test_asking_for_shared_sessions import CAME, HELD, a_household
from .test_asking_what_is_due import SEEN, TODAY, due, kinds, toms_case

pytestmark = pytest.mark.engines

BOOKING = {"kind": "planning", "medium": "01", "planned_start": TUESDAY, "minutes": 45}
TO_COME = {**BOOKING, "planned_start": f"{TODAY + timedelta(days=2)}T09:00:00Z"}


async def test_a_session_that_nobody_recorded_is_due_from_its_day_on(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.does(f"/cases/{case}/sessions", SEEN)
    booked = await northfield.does(f"/cases/{case}/bookings", BOOKING)
    await northfield.does(f"/cases/{case}/bookings", TO_COME)

    assert kinds(await due(northfield, by="tom")) == {"attendance": "2026-01-13"}

    went = {**BOOKING, "attendance": "3", "session": booked["session"]}
    del went["minutes"]
    await northfield.does(f"/cases/{case}/sessions", went)
    assert await due(northfield, by="tom") == []


async def test_what_was_missed_to_record_stays_due_when_the_case_has_closed(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.does(f"/cases/{case}/sessions", SEEN)
    await northfield.does(f"/cases/{case}/bookings", BOOKING)
    await northfield.does(f"/cases/{case}/bookings", TO_COME)

    closed = {"reason": "07", "closed_at": "2026-02-02T09:00:00Z"}
    await northfield.does(f"/cases/{case}/close", closed)

    assert kinds(await due(northfield, by="tom")) == {"attendance": "2026-01-13"}


async def test_of_a_household_each_clients_part_is_due_until_it_is_recorded(
    northfield: Northfield,
) -> None:
    amina, bilal, shared = await a_household(northfield)
    waiting = await due(northfield, "&kind=attendance")
    assert {each["case"] for each in waiting} == {str(amina), str(bilal)}

    await northfield.does(f"/shared-sessions/{shared}/held", HELD)
    await northfield.does(f"/cases/{amina}/sessions", {**CAME, "shared": shared})

    (left,) = await due(northfield, "&kind=attendance")
    assert (left["case"], left["due_on"]) == (str(bilal), "2026-01-13")


async def test_nobody_waits_for_a_household_session_that_was_called_off(
    northfield: Northfield,
) -> None:
    *_, shared = await a_household(northfield)

    await northfield.does(f"/shared-sessions/{shared}/cancel", {"attendance": "4"})

    assert await due(northfield, "&kind=attendance") == []


async def test_a_follow_up_is_due_to_the_adviser_on_day_25_until_it_is_told(
    northfield: Northfield,
) -> None:
    case, session = await ready(northfield)
    body = {**AN_EPISODE, "session": session}
    episode = (await northfield.does(f"/cases/{case}/quit-episodes", body))["id"]

    (item,) = await due(northfield, f"&kind=quit_follow_up&worker={TOM}")
    assert (item["thing"], item["due_on"]) == (episode, "2026-03-26")

    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)
    assert await due(northfield, "&kind=quit_follow_up") == []


async def test_one_question_about_work_is_due_after_the_other(northfield: Northfield) -> None:
    _, way = await a_way(northfield)
    job = (await northfield.does(f"/employment/{way}/progress", A_JOB))["progress"]

    (first,) = await due(northfield, "&kind=sustained_work")
    assert (first["thing"], first["due_on"]) == (job, "2026-06-01")

    lasted = {"weeks": 13, "result": "sustained", "checked_on": "2026-06-01"}
    await northfield.does(f"/employment/{way}/progress/{job}/sustained", lasted)
    (second,) = await due(northfield, "&kind=sustained_work")
    assert second["due_on"] == "2026-08-31"


async def test_a_day_that_will_not_wait_is_due_until_it_has_passed_or_is_left(
    northfield: Northfield,
) -> None:
    await northfield.does("/offer", {"pathways": ["pre_operative"]}, by="mo")
    case = await toms_case(northfield)
    operation = {"pathway": "pre_operative", "age_group": "adult", "hard_date": "2090-04-20"}
    await northfield.does(f"/cases/{case}/pathways", operation)

    (item,) = await due(northfield, "&kind=hard_date", by="tom")
    assert (item["case"], item["due_on"]) == (str(case), "2090-04-20")

    yesterday = TODAY - timedelta(days=1)
    await northfield.runs("UPDATE case_pathways SET hard_date = $1", yesterday)
    assert await due(northfield, "&kind=hard_date") == []

    await northfield.runs("UPDATE case_pathways SET hard_date = $1", TODAY)
    assert len(await due(northfield, "&kind=hard_date")) == 1
    await northfield.does(f"/cases/{case}/pathways/pre_operative/leave", {})
    assert await due(northfield, "&kind=hard_date") == []
