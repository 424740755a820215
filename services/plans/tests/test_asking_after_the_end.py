"""After a plan, over HTTP: sign-offs looked through and put right, clients who come back."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

import ht_plans
from ht_kit.ids import new_id
from ht_plans.domain.days import months_after

from .programme import A_DRAFT, AN_AGREEMENT, JUNE, MARCH, MONDAY, Northfield

pytestmark = pytest.mark.engines

APRIL = "2026-04-06T09:00:00Z"
WRONG = {"reason": "Another client's result was entered"}


async def an_assessed_case(northfield: Northfield, client: UUID | None = None) -> UUID:
    case = await northfield.opens_a_case(client=client)
    await northfield.assesses(case)
    return case


async def a_draft(northfield: Northfield, case: UUID, **words: object) -> str:
    plan = await northfield.does(f"/cases/{case}/plans", {**A_DRAFT, **words})
    goal = {
        "statement": "Walk further",
        "behaviour": "physical_activity",
        "kind": "done_or_not",
        "told_by": "done_or_not",
        "due_on": "2026-06-09",
        "review_on": "2026-06-09",
        "set_at": APRIL,
    }
    made = await northfield.does(f"/plans/{plan['id']}/goals", goal)
    path = f"/plans/{plan['id']}/goals/{made['goal']}/actions"
    await northfield.does(path, {"what": "Leave earlier"})
    return str(plan["id"])


async def results_of(northfield: Northfield, plan: str) -> list[str | None]:
    shown = await northfield.shows(f"/plans/{plan}")
    return [check["result"] for check in shown["checks"]]


async def test_a_senior_puts_right_what_came_of_a_plan(northfield: Northfield) -> None:
    case = await an_assessed_case(northfield)
    plan, checks = await northfield.signs_off(case)
    goal = (await northfield.shows(f"/plans/{plan}"))["goals"][0]["goal"]
    path = f"/plans/{plan}/sign-off/corrections"

    wrong = {**WRONG, "results": {goal: "not_achieved"}}
    first = await northfield.ask(path, wrong, by="sarah", key="right")
    again = await northfield.ask(path, wrong, by="sarah", key="right")

    assert (first.status_code, again.json()) == (201, first.json())
    shown = await northfield.shows(f"/plans/{plan}")
    assert (shown["result"], shown["signed_off_as"]) == ("not_achieved", "achieved")
    assert shown["goals"][0]["result"] == "not_achieved"
    assert [each["reason"] for each in shown["corrections"]] == [WRONG["reason"]]
    assert await results_of(northfield, plan) == ["cancelled"] * 3
    assert (await northfield.shows("/checks"))["items"] == []
    assert b"Another client" not in b"".join(await northfield.bodies_of(plan))

    back = await northfield.does(path, {**WRONG, "results": {goal: "achieved"}}, by="sarah")
    assert set(back["checks"]) == set(checks)
    assert set(back["checks"].values()).isdisjoint(checks.values())
    waiting = {line["id"] for line in (await northfield.shows("/checks"))["items"]}
    assert waiting == set(back["checks"].values())


async def test_a_senior_puts_right_when_and_how_a_plan_was_signed_off(
    northfield: Northfield,
) -> None:
    case = await an_assessed_case(northfield)
    plan, checks = await northfield.signs_off(case)
    before = await northfield.shows(f"/plans/{plan}")
    a_day_later = datetime.fromisoformat(before["ended_at"]) + timedelta(days=1)
    asked = {
        "reason": "Signed off by telephone on the next day",
        "signed_off_at": a_day_later.isoformat(),
        "client_present": "telephone",
    }

    done = await northfield.does(f"/plans/{plan}/sign-off/corrections", asked, by="sarah")

    shown = await northfield.shows(f"/plans/{plan}")
    assert datetime.fromisoformat(shown["ended_at"]) == a_day_later
    assert (shown["client_present"], shown["result"]) == ("telephone", before["result"])
    assert done["checks"] == checks
    assert [date.fromisoformat(each["due_on"]) for each in shown["checks"]] == [
        months_after(a_day_later.date(), months) for months in (3, 6, 12)
    ]
    waiting = (await northfield.shows("/checks"))["items"]
    assert {line["due_on"] for line in waiting} == {each["due_on"] for each in shown["checks"]}


async def test_only_a_senior_of_the_programme_puts_a_sign_off_right(
    northfield: Northfield,
) -> None:
    case = await an_assessed_case(northfield)
    plan, _ = await northfield.signs_off(case)
    path = f"/plans/{plan}/sign-off/corrections"
    asked = {**WRONG, "result": "part_achieved", "override_reason": "Half of it"}

    for by in ("tom", "mo", "ada", "chidi", "carol"):
        assert (await northfield.ask(path, asked, by=by)).status_code == 403
    there = await northfield.ask(path, asked, by="sarah@eastfield")
    nowhere = await northfield.ask(
        f"/plans/{new_id()}/sign-off/corrections", asked, by="sarah@eastfield"
    )
    # The programme itself is not known there, whatever the plan.
    assert there.status_code == nowhere.status_code
    assert there.content == nowhere.content
    assert (await northfield.shows(f"/plans/{plan}"))["corrections"] == []


async def test_a_correction_without_a_reason_or_against_the_goals_is_not_taken(
    northfield: Northfield,
) -> None:
    case = await an_assessed_case(northfield)
    plan, _ = await northfield.signs_off(case)
    path = f"/plans/{plan}/sign-off/corrections"

    silent = await northfield.ask(path, {"result": "part_achieved"}, by="sarah")
    against = await northfield.ask(path, {**WRONG, "result": "part_achieved"}, by="sarah")

    assert silent.status_code == 422
    assert against.json()["type"] == "urn:ht:problem:contradicts-goals"


async def signed_off_otherwise(northfield: Northfield, **how: Any) -> str:
    case = await an_assessed_case(northfield)
    plan, goal = await northfield.agrees(case)
    body = {
        "signed_off_at": MARCH,
        "results": {goal: "achieved"},
        "client_present": "in_person",
    }
    await northfield.does(f"/plans/{plan}/sign-off", {**body, **how})
    return plan


async def test_seniors_look_through_overrides_and_sign_offs_without_the_client(
    northfield: Northfield,
) -> None:
    usual = await signed_off_otherwise(northfield)
    overridden = await signed_off_otherwise(
        northfield, result="part_achieved", override_reason="Only just"
    )
    absent = await signed_off_otherwise(
        northfield, client_present="not_present", not_present_reason="Moved in a hurry"
    )

    listed = (await northfield.shows("/sign-offs", by="sarah"))["items"]
    counts = await northfield.shows("/sign-offs/counts", by="mo")

    assert {line["plan"] for line in listed} == {overridden, absent}
    assert usual not in {line["plan"] for line in listed}
    assert counts == {
        "signed_off": 3,
        "overridden": 1,
        "not_present": 1,
        "listed": len(listed),
        "corrected": 0,
    }
    first = await northfield.shows("/sign-offs?limit=1", by="sarah")
    rest = await northfield.shows(f"/sign-offs?limit=1&after={first['next']}", by="sarah")
    assert [*first["items"], *rest["items"]] == listed
    shown = await northfield.shows(f"/plans/{absent}")
    assert (shown["client_present"], shown["not_present_reason"]) == (
        "not_present",
        "Moved in a hurry",
    )


async def test_trainers_do_not_look_through_the_programmes_sign_offs(
    northfield: Northfield,
) -> None:
    await signed_off_otherwise(northfield, result="not_achieved", override_reason="Only just")

    for path in ("/sign-offs", "/sign-offs/counts"):
        for by in ("tom", "ada", "chidi", "carol"):
            assert (await northfield.see(path, by=by)).status_code == 403
    assert (await northfield.shows("/sign-offs", by="sarah@eastfield"))["items"] == []
    counts = await northfield.shows("/sign-offs/counts", by="sarah@eastfield")
    assert set(counts.values()) == {0}


async def test_overdue_reviews_are_listed_and_nothing_happens_by_itself(
    northfield: Northfield,
) -> None:
    case, other = await an_assessed_case(northfield), await an_assessed_case(northfield)
    plan, _ = await northfield.agrees(case)
    later, _ = await northfield.agrees(other)
    await northfield.does(
        f"/plans/{later}/review", {"reviewed_at": MARCH, "next_review_on": "2026-05-04"}
    )

    listed = (await northfield.shows("/reviews"))["items"]
    overdue = (await northfield.shows("/reviews?due_before=2026-05-01"))["items"]

    assert [(line["plan"], line["due_on"]) for line in listed] == [
        (plan, "2026-04-06"),
        (later, "2026-05-04"),
    ]
    assert [line["plan"] for line in overdue] == [plan]
    assert (await northfield.shows(f"/plans/{plan}"))["status"] == "agreed"
    assert (await northfield.shows("/reviews", by="tom@eastfield"))["items"] == []
    assert (await northfield.see("/reviews", by="ada")).status_code == 403


async def test_nobody_who_no_longer_takes_part_is_listed_for_a_review(
    northfield: Northfield,
) -> None:
    case = await an_assessed_case(northfield)
    await northfield.agrees(case)
    connection = await asyncpg.connect(northfield.database.admin_url)
    try:
        await connection.execute("UPDATE cases SET withdrawn_at = opened_at")
    finally:
        await connection.close()

    assert (await northfield.shows("/reviews"))["items"] == []


async def test_the_answer_of_a_client_who_comes_back_completes_the_next_check(
    northfield: Northfield,
) -> None:
    client = new_id()
    earlier, checks = await northfield.signs_off(await an_assessed_case(northfield, client))
    case = await an_assessed_case(northfield, client)
    plan = await a_draft(northfield, case)
    asked = await northfield.shows(f"/plans/{plan}/earlier-changes")
    agreed = {
        **AN_AGREEMENT,
        "agreed_at": APRIL,
        "earlier_change": {"result": "partly", "mode": "in_person"},
    }

    first = await northfield.ask(f"/plans/{plan}/agree", agreed, key="agree")
    again = await northfield.ask(f"/plans/{plan}/agree", agreed, key="agree")
    with_another_key = await northfield.ask(f"/plans/{plan}/agree", agreed)

    (change,) = asked["items"]
    assert (change["plan"], change["checks"][0]["check"]) == (earlier, checks["3"])
    assert (first.status_code, again.json()) == (200, first.json())
    assert with_another_key.status_code == 200
    assert await results_of(northfield, earlier) == ["partly", "superseded", "superseded"]
    shown = await northfield.shows(f"/plans/{earlier}")
    assert {check["on_return"] for check in shown["checks"]} == {plan}
    assert (await northfield.shows("/checks"))["items"] == []


async def test_where_nobody_asked_the_checks_of_the_earlier_plan_are_superseded(
    northfield: Northfield,
) -> None:
    client = new_id()
    earlier, _ = await northfield.signs_off(await an_assessed_case(northfield, client))
    plan = await a_draft(northfield, await an_assessed_case(northfield, client))

    await northfield.does(f"/plans/{plan}/agree", {**AN_AGREEMENT, "agreed_at": APRIL})

    assert await results_of(northfield, earlier) == ["superseded"] * 3


async def test_another_issue_another_client_and_a_draft_end_nothing(
    northfield: Northfield,
) -> None:
    client = new_id()
    earlier, _ = await northfield.signs_off(await an_assessed_case(northfield, client))
    case = await an_assessed_case(northfield, client)
    other_issue = await a_draft(northfield, case, primary_issue="diet")
    someone = await a_draft(northfield, await an_assessed_case(northfield))

    for plan in (other_issue, someone):
        assert (await northfield.shows(f"/plans/{plan}/earlier-changes"))["items"] == []
        await northfield.does(f"/plans/{plan}/agree", {**AN_AGREEMENT, "agreed_at": APRIL})

    assert await results_of(northfield, earlier) == [None] * 3


async def test_a_plan_that_cannot_be_agreed_ends_nothing_of_an_earlier_one(
    northfield: Northfield,
) -> None:
    client = new_id()
    earlier, _ = await northfield.signs_off(await an_assessed_case(northfield, client))
    case = await an_assessed_case(northfield, client)
    empty = await northfield.does(f"/cases/{case}/plans", A_DRAFT)

    refused = await northfield.ask(
        f"/plans/{empty['id']}/agree", {**AN_AGREEMENT, "agreed_at": APRIL}
    )

    assert refused.json()["type"] == "urn:ht:problem:no-goal"
    assert await results_of(northfield, earlier) == [None] * 3


async def test_whoever_agrees_what_was_changed_meanwhile_ends_nothing_of_an_earlier_plan(
    northfield: Northfield,
) -> None:
    client = new_id()
    earlier, _ = await northfield.signs_off(await an_assessed_case(northfield, client))
    plan = await a_draft(northfield, await an_assessed_case(northfield, client))
    version = (await northfield.shows(f"/plans/{plan}"))["version"]
    agreed, path = {**AN_AGREEMENT, "agreed_at": APRIL}, f"/plans/{plan}/agree"

    stale = await northfield.ask(path, agreed, headers={"If-Match": f'"{version - 1}"'})
    before = await results_of(northfield, earlier)
    seen = {"If-Match": f'"{version}"'}
    done = await northfield.ask(path, agreed, key="agree", headers=seen)
    again = await northfield.ask(path, agreed, key="agree", headers=seen)

    assert (stale.status_code, before) == (412, [None] * 3)
    assert (done.status_code, again.json()) == (200, done.json())
    assert await results_of(northfield, earlier) == ["superseded"] * 3


async def test_an_answer_about_nothing_is_not_lost_silently(northfield: Northfield) -> None:
    plan = await a_draft(northfield, await an_assessed_case(northfield))
    told = {"result": "maintained", "mode": "in_person"}

    refused = await northfield.ask(
        f"/plans/{plan}/agree",
        {**AN_AGREEMENT, "agreed_at": APRIL, "earlier_change": told},
    )

    assert refused.json()["type"] == "urn:ht:problem:no-earlier-change"
    assert (await northfield.shows(f"/plans/{plan}"))["status"] == "draft"


async def test_what_is_asked_of_a_returning_client_is_seen_by_those_who_see_the_plan(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield, await an_assessed_case(northfield))
    path = f"/plans/{plan}/earlier-changes"

    assert (await northfield.see(path, by="ada")).status_code == 403
    elsewhere = await northfield.see(path, by="tom@southfield")
    nowhere = await northfield.see(f"/plans/{new_id()}/earlier-changes", by="tom@southfield")
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)


async def test_a_check_may_tell_how_each_goal_has_held(northfield: Northfield) -> None:
    plan, checks = await northfield.signs_off(await an_assessed_case(northfield))
    goal = (await northfield.shows(f"/plans/{plan}"))["goals"][0]["goal"]
    path = f"/plans/{plan}/checks/{checks['3']}/result"
    held = {"result": "partly", "checked_at": JUNE, "mode": "telephone"}

    strange = await northfield.ask(path, {**held, "goals": {str(new_id()): "partly"}})
    unasked = {"result": "declined", "checked_at": JUNE, "mode": "telephone"}
    without_answer = await northfield.ask(path, {**unasked, "goals": {goal: "partly"}})
    await northfield.does(path, {**held, "goals": {goal: "partly"}})

    assert strange.json()["type"] == "urn:ht:problem:no-such-goal"
    assert without_answer.json()["type"] == "urn:ht:problem:held-without-answer"
    (check, *_) = (await northfield.shows(f"/plans/{plan}"))["checks"]
    assert check["goals"] == [{"goal": goal, "result": "partly"}]


async def test_an_attempt_does_not_come_before_the_sign_off(northfield: Northfield) -> None:
    plan, checks = await northfield.signs_off(await an_assessed_case(northfield))
    early = {"attempted_at": MONDAY, "channel": "telephone"}

    answer = await northfield.ask(f"/plans/{plan}/checks/{checks['3']}/attempts", early)

    assert answer.json()["type"] == "urn:ht:problem:checked-before-sign-off"


_ADDED = "primary_issue, review_due_on, overridden, client_present"


async def test_plans_that_were_there_before_are_looked_through_too(
    northfield: Northfield,
) -> None:
    await northfield.agrees(await an_assessed_case(northfield))
    await northfield.signs_off(await an_assessed_case(northfield))
    await signed_off_otherwise(
        northfield, client_present="not_present", not_present_reason="Moved"
    )
    migration = Path(ht_plans.__file__).parent / "migrations" / "0006_pre_plans_in_full.sql"
    (_, of_those_there) = migration.read_text().split("-- The same of plans")
    connection = await asyncpg.connect(northfield.database.admin_url)
    try:
        wanted = await connection.fetch(f"SELECT plan_id, {_ADDED} FROM plans ORDER BY plan_id")
        await connection.execute(
            "UPDATE plans SET primary_issue = NULL, review_due_on = NULL, overridden = NULL,"
            " client_present = NULL"
        )
        await connection.execute(of_those_there.partition("\n")[2])
        found = await connection.fetch(f"SELECT plan_id, {_ADDED} FROM plans ORDER BY plan_id")
    finally:
        await connection.close()

    assert found == wanted
    assert {row["primary_issue"] for row in found} == {"physical_activity"}
