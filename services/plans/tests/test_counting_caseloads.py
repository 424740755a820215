"""Caseloads of a programme, and what was given beyond its cap, for whoever answers for it.

"Over the caseload cap, where the programme sets one: override with reason; the cap counts cases
before Maintenance."
"""

import pytest

from ht_contracts.intake import ConflictDeclared
from ht_kit.ids import new_id

from .programme import MARCH, MONDAY, SARAH, TOM, Northfield

pytestmark = pytest.mark.engines

TOMS = {"worker": TOM, "assigned_at": MONDAY}
BEYOND = {**TOMS, "override_reason": "Her sister is with him"}


async def test_what_is_given_beyond_the_cap_is_counted_and_says_why(
    northfield: Northfield,
) -> None:
    cases = [await northfield.opens_a_case() for _ in range(4)]
    for case, given in zip(cases, (TOMS, TOMS, BEYOND), strict=False):
        await northfield.does(f"/cases/{case}/trainer", given, by="sarah")
    hers = {"worker": SARAH, "assigned_at": MONDAY}
    await northfield.does(f"/cases/{cases[3]}/trainer", hers, by="sarah")

    shown = await northfield.shows("/caseloads", by="mo")

    assert (shown["cap"], shown["beyond_cap"]) == (2, 1)
    assert {each["worker"]: (each["cases"], each["beyond_cap"]) for each in shown["items"]} == {
        str(TOM): (3, 1),
        str(SARAH): (1, 0),
    }
    (trainer,) = (await northfield.shows(f"/cases/{cases[2]}"))["trainers"]
    assert (trainer["over_cap"], trainer["override_reason"]) == (
        True,
        BEYOND["override_reason"],
    )
    assert b"sister" not in b"".join(await northfield.bodies_of(cases[2]))


async def test_a_caseload_is_what_the_cap_counts(northfield: Northfield) -> None:
    case, other = await northfield.opens_a_case(), await northfield.opens_a_case()
    for each in (case, other):
        await northfield.does(f"/cases/{each}/trainer", TOMS, by="sarah")
    await northfield.assesses(case)
    await northfield.signs_off(case)

    (toms,) = (await northfield.shows("/caseloads", by="sarah"))["items"]
    assert toms["cases"] == 1

    await northfield.does(f"/cases/{other}/close", {"reason": "07", "closed_at": MARCH})
    (toms,) = (await northfield.shows("/caseloads", by="sarah"))["items"]
    assert (toms["cases"], toms["beyond_cap"]) == (0, 0)


async def test_nobody_counts_a_client_whom_they_are_too_close_to(
    northfield: Northfield,
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    await northfield.does(f"/cases/{case}/trainer", TOMS, by="sarah")
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=SARAH, declared_at=MARCH)
    )

    assert (await northfield.shows("/caseloads", by="sarah"))["items"] == []
    assert len((await northfield.shows("/caseloads", by="mo"))["items"]) == 1


@pytest.mark.parametrize("by", ["tom", "ada", "chidi", "carol"])
async def test_whoever_assigns_no_trainers_counts_no_caseloads(
    northfield: Northfield, by: str
) -> None:
    assert (await northfield.see("/caseloads", by=by)).status_code == 403
