"""What was written without a connection is sent in one go: each entry once, each by itself."""

from typing import Any

import pytest

from ht_kit.ids import new_id

from .programme import MONDAY, TUESDAY, Northfield

pytestmark = pytest.mark.engines

WENT = {
    "kind": "planning",
    "medium": "01",
    "place": "M01",
    "attendance": "5",
    "started_at": MONDAY,
    "duration_minutes": 30,
    "note": "No connection on the wing",
}


def entry(case: object, **session: object) -> dict[str, Any]:
    return {
        "entry": new_id(),
        "case": case,
        "written_at": TUESDAY,
        "session": {**WENT, **session},
    }


async def test_a_batch_that_is_sent_again_records_nothing_twice(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    entries = [entry(case), entry(case, started_at=TUESDAY)]

    first = await northfield.does("/entries", {"entries": entries})
    again = await northfield.does("/entries", {"entries": [*reversed(entries), entry(case)]})

    assert [each["outcome"] for each in first["items"]] == ["taken", "taken"]
    assert [each["outcome"] for each in again["items"]] == ["taken"] * 3
    assert [each["session"] for each in again["items"][:2]] == [
        each["session"] for each in reversed(first["items"])
    ]
    assert (await northfield.history_of(case)).count("session_attended") == 3


async def test_what_fails_is_told_of_that_entry_and_hinders_no_other(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    elsewhere = await northfield.opens_a_case(programme="eastfield")
    good, late = entry(case), entry(case, started_at="2026-01-13T10:00:00Z")
    foreign, gone = entry(elsewhere), entry(new_id())

    done = await northfield.does("/entries", {"entries": [late, foreign, gone, good]})

    assert [each["outcome"] for each in done["items"]] == [
        "refused",
        "not_here",
        "not_here",
        "taken",
    ]
    assert done["items"][0]["reason"] == "dated-in-the-future"
    assert done["items"][1]["detail"] == done["items"][2]["detail"]
    assert [each["entry"] for each in done["items"]] == [
        str(each["entry"]) for each in (late, foreign, gone, good)
    ]


async def test_an_entry_has_the_day_it_was_written_and_the_day_it_came(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()

    await northfield.does("/entries", {"entries": [entry(case)]})

    (session,) = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert (session["started_at"], session["written_at"]) == (MONDAY, TUESDAY)
    assert session["entered_at"] > session["written_at"]
    assert b"No connection on the wing" not in b"".join(await northfield.bodies_of(case))


async def test_an_entry_that_was_changed_needs_a_new_id(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    written = entry(case)
    await northfield.does("/entries", {"entries": [written]})

    changed = {**written, "session": {**WENT, "duration_minutes": 45}}
    done = await northfield.does("/entries", {"entries": [changed]})

    assert done["items"][0]["reason"] == "key-reused"
    (session,) = (await northfield.shows(f"/cases/{case}"))["sessions"]
    assert session["duration_minutes"] == 30


async def test_an_entry_whose_key_was_forgotten_is_still_done_once(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    written = entry(case, others_present=["carer", "child"])
    first = await northfield.does("/entries", {"entries": [written]})
    async with northfield.database_as_owner() as owner:
        await owner.execute("DELETE FROM idempotency")

    again = await northfield.does("/entries", {"entries": [written]})

    assert again["items"] == first["items"]
    assert (await northfield.history_of(case)).count("session_attended") == 1


async def test_champions_send_no_entries_and_malformed_ones_are_named(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    body = {"entries": [entry(case)]}

    assert (await northfield.ask("/entries", body, by="chidi")).status_code == 403
    nothing: dict[str, Any] = {"entries": []}
    for wrong in (nothing, {"entries": [{**entry(case), "session": {}}]}):
        assert (await northfield.ask("/entries", wrong)).status_code == 422
