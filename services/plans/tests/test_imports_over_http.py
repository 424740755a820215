"""Another system's cases and plans come over HTTP, many at once, and none of them twice."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from ht_contracts.intake import ClientImported
from ht_kit.ids import new_id

from .programme import MONDAY, Northfield

pytestmark = pytest.mark.engines

EXTRACT, AUGUST = new_id(), datetime(2010, 8, 25, 12, tzinfo=UTC)
A_PLAN = {
    "primary_issue": "diet",
    "agreed_at": "2010-09-12T12:00:00Z",
    "result": "achieved",
    "ended_at": "2010-12-11T12:00:00Z",
    "checks": [{"months": 3, "result": "maintained", "checked_at": "2011-03-18T12:00:00Z"}],
}
AN_OPEN_PLAN = {"primary_issue": "diet", "agreed_at": "2010-09-12T12:00:00Z"}


async def came(northfield: Northfield, *clients: UUID) -> None:
    """Have intake tell that these clients came with the import."""
    await northfield.hears(
        *(
            ClientImported(
                client=client,
                of_import=EXTRACT,
                referral=new_id(),
                source="self",
                referred_at=AUGUST,
            )
            for client in clients
        )
    )


def a_case(client: UUID, plan: object = None) -> dict[str, Any]:
    return {
        "client": str(client),
        "referral": str(client),
        "opened_at": "2010-08-25T12:00:00Z",
        "trainer": "A. Trainer",
        "note": "prefers mornings",
        "conversations": [
            {
                "phase": "pre",
                "taken_at": "2010-08-25T12:00:00Z",
                "bmi": {"height_cm": "200", "weight_kg": "120"},
                "totals": [{"kind": "who5_per_cent", "number": "52"}],
            }
        ],
        "plan": plan,
    }


async def takes_in(northfield: Northfield, *cases: dict[str, Any]) -> list[dict[str, Any]]:
    told = await northfield.does(f"/imports/{EXTRACT}/cases", {"cases": cases}, by="ada")
    items: list[dict[str, Any]] = told["items"]
    return items


async def undoes(northfield: Northfield, *clients: UUID) -> dict[str, str]:
    body = {"clients": list(clients)}
    told = await northfield.does(f"/imports/{EXTRACT}/cases/undo", body, by="ada")
    return {each["client"]: each["reason"] or each["outcome"] for each in told["items"]}


async def plan_of(northfield: Northfield, case: str) -> Any:
    shown = await northfield.shows(f"/cases/{case}", by="sarah")
    return await northfield.shows(f"/plans/{shown['plan']}", by="sarah")


async def test_cases_come_once_with_their_days_and_nothing_falls_due(
    northfield: Northfield,
) -> None:
    amina, ben = new_id(), new_id()
    await came(northfield, amina, ben)

    first, second = await takes_in(northfield, a_case(amina, A_PLAN), a_case(ben))
    again = await takes_in(northfield, a_case(ben), a_case(amina, A_PLAN))
    case = await northfield.shows(f"/cases/{first['case']}", by="sarah")
    plan = await plan_of(northfield, first["case"])

    assert [first["outcome"], second["outcome"]] == ["taken", "taken"]
    assert {each["case"] for each in again} == {first["case"], second["case"]}
    assert (case["imported"], case["opened_at"]) == (True, "2010-08-25T12:00:00Z")
    assert await northfield.history_of(first["case"]) == [
        "case_opened",
        "assessment_taken",
        "assessment_taken",
        "case_imported",
    ]
    assert await northfield.history_of(plan["id"]) == ["plan_imported"]
    assert (plan["imported"], plan["result"], plan["importance"]) == (True, "achieved", None)
    assert (await northfield.shows("/checks", by="sarah"))["items"] == []
    stored = b"".join(await northfield.bodies_of(first["case"]))
    assert b"A. Trainer" not in stored
    assert b"prefers mornings" not in stored


async def test_a_case_of_a_client_who_did_not_come_is_refused_beside_the_others(
    northfield: Northfield,
) -> None:
    amina, stranger = new_id(), new_id()
    await came(northfield, amina)

    told = await takes_in(northfield, a_case(amina), a_case(stranger))

    assert [(each["outcome"], each["reason"]) for each in told] == [
        ("taken", None),
        ("refused", "client_not_imported"),
    ]


async def test_undoing_takes_back_what_nobody_has_worked_with(northfield: Northfield) -> None:
    amina, ben, carla = new_id(), new_id(), new_id()
    await came(northfield, amina, ben, carla)
    told = await takes_in(
        northfield,
        a_case(amina, A_PLAN),
        a_case(ben, AN_OPEN_PLAN),
        a_case(carla, AN_OPEN_PLAN),
    )
    bens, carlas = [await plan_of(northfield, each["case"]) for each in told[1:]]
    ended = {"reason": "moved", "ended_at": MONDAY}
    await northfield.does(f"/plans/{bens['id']}/abandon", ended)

    became = await undoes(northfield, amina, ben, carla)
    again = await undoes(northfield, amina, ben, carla)
    listed = (await northfield.shows("/cases", by="sarah"))["items"]

    assert became == again
    assert became == {
        str(amina): "undone",
        str(ben): "worked_with_since",
        str(carla): "undone",
    }
    assert [each["client"] for each in listed] == [str(ben)]
    assert await northfield.history_of(carlas["id"]) == ["plan_imported", "plan_import_undone"]


@pytest.mark.parametrize("by", ["tom", "chidi", "carol"])
async def test_importing_is_for_those_who_answer_for_the_programme(
    northfield: Northfield, by: str
) -> None:
    answer = await northfield.ask(
        f"/imports/{EXTRACT}/cases", {"cases": [a_case(new_id())]}, by=by
    )

    assert answer.status_code == 403
