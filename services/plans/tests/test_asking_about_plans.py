"""Plans and their checks over HTTP, and what happens when the same is asked again."""

import pytest

from .programme import (
    A_DRAFT,
    A_GOAL,
    JUNE,
    MARCH,
    MONDAY,
    Northfield,
)

pytestmark = pytest.mark.engines

ATTENDED = {
    "kind": "assessment",
    "medium": "01",
    "place": "B01",
    "attendance": "5",
    "started_at": MONDAY,
    "duration_minutes": 45,
    "note": "Came with her sister",
}


async def test_a_plan_is_drafted_agreed_and_signed_off_in_one_day(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)

    answer = await northfield.does(
        f"/plans/{plan}/sign-off",
        {
            "signed_off_at": MONDAY,
            "results": {goal: "achieved"},
            "client_present": "telephone",
        },
    )

    shown = await northfield.shows(f"/plans/{plan}")
    assert (shown["status"], shown["result"]) == ("signed_off", "achieved")
    assert shown["own_words"] == "I want to keep up with my boys"
    assert {str(check["months"]): check["check"] for check in shown["checks"]} == answer[
        "checks"
    ]
    assert [check["due_on"] for check in shown["checks"]] == [
        "2026-04-12",
        "2026-07-12",
        "2027-01-12",
    ]
    assert await northfield.history_of(plan) == [
        "plan_drafted",
        "goal_added",
        "action_added",
        "plan_agreed",
        "goal_set",
        "goal_achieved",
        "plan_signed_off",
    ]


async def test_a_plan_waits_for_the_conversation(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/plans", A_DRAFT)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:ht:problem:case-not-assessed",
    )


async def test_a_case_has_one_plan_in_progress_at_a_time(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    first = await northfield.drafts(case)

    second = await northfield.ask(f"/cases/{case}/plans", A_DRAFT)
    assert second.json()["type"] == "urn:ht:problem:another-plan-in-progress"

    ended = {"reason": "clients_wish", "ended_at": MONDAY}
    await northfield.does(f"/plans/{first}/abandon", ended)
    after = await northfield.does(f"/cases/{case}/plans", A_DRAFT)
    shown = await northfield.shows(f"/cases/{case}")
    assert (shown["plan"], shown["plan_status"]) == (after["id"], "draft")


async def test_a_sign_off_against_the_goals_needs_a_reason(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    body = {
        "signed_off_at": MARCH,
        "results": {goal: "part_achieved"},
        "result": "achieved",
        "client_present": "in_person",
    }

    refused = await northfield.ask(f"/plans/{plan}/sign-off", body)
    assert refused.json()["type"] == "urn:ht:problem:contradicts-goals"

    await northfield.does(f"/plans/{plan}/sign-off", {**body, "override_reason": "She did it"})
    assert (await northfield.shows(f"/plans/{plan}"))["overridden"] is True


async def test_what_was_not_said_is_asked_for_in_a_sentence(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)
    goal = {
        "statement": "Walk to school",
        "behaviour": "physical_activity",
        "kind": "done_or_not",
        "due_on": "2026-03-09",
        "set_at": MONDAY,
    }
    ended = {"signed_off_at": MARCH, "results": {}}

    for path, body, missing in (
        ("goals", {**goal, "review_on": "2026-02-09"}, "not-said-how-to-tell"),
        ("goals", {**goal, "told_by": "done_or_not"}, "no-review-day"),
        ("agree", {"agreed_at": MONDAY, "how": "in_person"}, "rulers-not-said"),
    ):
        refused = await northfield.ask(f"/plans/{plan}/{path}", body)
        assert refused.json()["type"] == f"urn:ht:problem:{missing}"
    other = await northfield.opens_a_case()
    await northfield.assesses(other)
    agreed, goal_id = await northfield.agrees(other)
    ended["results"] = {goal_id: "achieved"}
    refused = await northfield.ask(f"/plans/{agreed}/sign-off", ended)
    assert refused.json()["type"] == "urn:ht:problem:presence-not-said"


async def test_a_sign_off_waits_until_the_programmes_months_are_known(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    await northfield.worker.execute("DELETE FROM known_programmes")

    answer = await northfield.ask(
        f"/plans/{plan}/sign-off",
        {"signed_off_at": MARCH, "results": {goal: "achieved"}, "client_present": "in_person"},
    )

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:ht:problem:not-yet")


async def test_a_review_and_a_goals_result_come_before_the_end(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)

    await northfield.does(
        f"/plans/{plan}/review", {"reviewed_at": MONDAY, "next_review_on": "2026-03-09"}
    )
    await northfield.does(
        f"/plans/{plan}/goals/{goal}/result", {"result": "part_achieved", "recorded_at": MARCH}
    )

    shown = await northfield.shows(f"/plans/{plan}")
    assert shown["goals"][0]["result"] == "part_achieved"
    assert shown["next_review_on"] == "2026-03-09"


async def test_checks_are_listed_until_they_end(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, checks = await northfield.signs_off(case)

    listed = (await northfield.shows("/checks?due_before=2026-07-01"))["items"]
    assert [(line["id"], line["due_on"]) for line in listed] == [(checks["3"], "2026-06-09")]

    await northfield.does(
        f"/plans/{plan}/checks/{checks['3']}/result",
        {"result": "maintained", "checked_at": JUNE, "mode": "telephone"},
    )
    assert (await northfield.shows("/checks?due_before=2026-07-01"))["items"] == []


async def test_pages_of_checks_follow_one_another(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    _, checks = await northfield.signs_off(case)

    first = await northfield.shows("/checks?limit=2")
    rest = await northfield.shows(f"/checks?limit=2&after={first['next']}")

    seen = [line["id"] for line in [*first["items"], *rest["items"]]]
    assert seen == [checks["3"], checks["6"], checks["12"]]
    assert rest["next"] is None


async def test_three_attempts_come_before_not_contactable(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, checks = await northfield.signs_off(case)
    check = f"/plans/{plan}/checks/{checks['3']}"
    ending = {"result": "not_contactable", "checked_at": "2026-06-19T09:00:00Z"}

    early = await northfield.ask(f"{check}/result", ending)
    assert early.json()["type"] == "urn:ht:problem:tried-too-little"

    for day, channel in (("09", "telephone"), ("12", "letter"), ("19", "telephone")):
        attempt = {"attempted_at": f"2026-06-{day}T09:00:00Z", "channel": channel}
        await northfield.does(f"{check}/attempts", attempt)
    await northfield.does(f"{check}/result", ending)


async def test_a_programme_that_chose_so_tries_once(northfield: Northfield) -> None:
    await northfield.does("/offer", {"tries": {"days": 1, "ways": 1}}, by="mo")
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, checks = await northfield.signs_off(case)
    check = f"/plans/{plan}/checks/{checks['3']}"

    attempt = {"attempted_at": JUNE, "channel": "telephone"}
    await northfield.does(f"{check}/attempts", attempt)
    await northfield.does(f"{check}/result", {"result": "not_contactable", "checked_at": JUNE})

    assert (await northfield.shows("/offer"))["tries"] == {"days": 1, "ways": 1}


@pytest.mark.parametrize("result", ["superseded", "cancelled"])
async def test_nobody_is_offered_an_end_that_comes_of_something_else(
    northfield: Northfield, result: str
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, checks = await northfield.signs_off(case)

    answered = await northfield.ask(
        f"/plans/{plan}/checks/{checks['3']}/result", {"result": result, "checked_at": JUNE}
    )

    assert answered.status_code == 422
    assert answered.json()["errors"][0]["field"] == "result"


async def test_the_same_request_twice_is_done_once(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)

    first = await northfield.ask(f"/cases/{case}/plans", A_DRAFT, key="draft")
    again = await northfield.ask(f"/cases/{case}/plans", A_DRAFT, key="draft")

    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()


async def test_the_checks_of_a_sign_off_are_the_same_when_it_is_asked_again(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    body = {
        "signed_off_at": MARCH,
        "results": {goal: "achieved"},
        "client_present": "in_person",
    }

    first = await northfield.ask(f"/plans/{plan}/sign-off", body, key="end")
    again = await northfield.ask(f"/plans/{plan}/sign-off", body, key="end")
    with_another_key = await northfield.ask(f"/plans/{plan}/sign-off", body)

    assert set(first.json()["checks"]) == {"3", "6", "12"}
    assert again.json() == first.json()
    assert with_another_key.json()["checks"] == first.json()["checks"]


async def test_somebody_who_read_an_older_version_reads_again(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)

    stale = await northfield.ask(f"/plans/{plan}/goals", A_GOAL, headers={"If-Match": '"1"'})

    assert (stale.status_code, stale.json()["type"]) == (412, "urn:ht:problem:stale-version")
