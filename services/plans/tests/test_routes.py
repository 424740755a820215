"""What is asked over HTTP: one command, one URL, and an answer for whatever cannot be done."""

import pytest

from ht_kit.ids import new_id

from .programme import (
    A_DRAFT,
    A_GOAL,
    AN_AGREEMENT,
    JUNE,
    MARCH,
    MONDAY,
    SARAH,
    TOM,
    TUESDAY,
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


async def test_a_client_is_given_a_trainer(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MONDAY}, by="sarah"
    )

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.headers["Ht-Position"] == "plans=2"
    (line,) = (await northfield.shows(f"/cases?trainer={TOM}"))["items"]
    assert (line["id"], line["trainer"]) == (str(case), str(TOM))
    assert (await northfield.shows(f"/cases?trainer={SARAH}"))["items"] == []


async def test_a_trainer_does_not_choose_their_own_clients(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MONDAY}
    )

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:ht:problem:not-permitted")


@pytest.mark.parametrize(
    ("worker", "why"),
    [
        ("0192d1f4-0000-7000-8000-00000000a002", "champions-hand-over"),
        ("0192d1f4-0000-7000-8000-00000000ffff", "not-in-the-programme"),
    ],
)
async def test_not_everybody_can_be_a_clients_trainer(
    northfield: Northfield, worker: str, why: str
) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": worker, "assigned_at": MONDAY}, by="sarah"
    )

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")


async def test_the_programmes_cap_counts_cases_before_maintenance(
    northfield: Northfield,
) -> None:
    cases = [await northfield.opens_a_case() for _ in range(3)]
    toms = {"worker": TOM, "assigned_at": MONDAY}
    for case in cases[:2]:
        await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")
    third = f"/cases/{cases[2]}/trainer"

    full = await northfield.ask(third, toms, by="sarah")
    assert full.json()["type"] == "urn:ht:problem:caseload-full"

    await northfield.assesses(cases[0])
    await northfield.signs_off(cases[0])
    await northfield.does(third, toms, by="sarah")


async def test_a_session_is_recorded_with_and_without_a_booking(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    booking = {"kind": "assessment", "medium": "01", "planned_start": TUESDAY}
    booked = await northfield.does(f"/cases/{case}/bookings", booking, by="ada")

    missed = {**booking, "attendance": "3", "session": booked["session"]}
    await northfield.does(f"/cases/{case}/sessions", missed, by="ada")
    held = await northfield.does(f"/cases/{case}/sessions", ATTENDED)

    shown = await northfield.shows(f"/cases/{case}")
    assert [session["session"] for session in shown["sessions"]] == [
        booked["session"],
        held["session"],
    ]
    assert [session["attendance"] for session in shown["sessions"]] == ["3", "5"]
    assert shown["sessions"][1]["note"] == "Came with her sister"


async def test_a_session_that_took_place_says_when(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {name: value for name, value in ATTENDED.items() if name != "started_at"}

    answer = await northfield.ask(f"/cases/{case}/sessions", body)

    assert answer.status_code == 422
    assert "started_at" in answer.text


async def test_one_request_carries_a_whole_conversation(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    await northfield.assesses(
        case,
        bmi={"height_cm": 150, "weight_kg": 81.9},
        high_fat_snacks={"number": 1, "per": "day"},
        who5={"reason": "declined"},
        ngse={"answers": [3, 3, 3, 3, 4, 4, 4, 4]},
    )

    (conversation,) = (await northfield.shows(f"/cases/{case}"))["assessments"]
    measures = conversation["measures"]
    told = {each["instrument"]: each["value"] or each["not_taken"] for each in measures}
    assert told == {
        "bmi": "36.4",
        "fruit_and_vegetables": "not_asked",
        "high_fat_snacks": "7",
        "general_health": "not_asked",
        "ngse": "3.5",
        "who5": "declined",
    }
    assert measures[0]["classes"] == {"general": "obese_2", "lower": "obese_2"}


async def test_a_measure_answered_in_part_names_what_is_missing(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {"phase": "pre", "taken_at": MONDAY, "measures": {"who5": {"answers": [1, None, 3]}}}

    answer = await northfield.ask(f"/cases/{case}/assessments", body)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "urn:ht:problem:partly-answered"
    assert [error["field"] for error in problem["errors"]] == [
        "who5.item_2",
        "who5.item_4",
        "who5.item_5",
    ]


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


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_a_case_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)

    for path in (f"/cases/{case}", f"/plans/{plan}"):
        there = await northfield.see(path, by=by)
        nonsense = await northfield.see(f"{path[:7]}{new_id()}", by=by)
        assert there.status_code == 404
        assert there.content == nonsense.content
    for path, body in (
        (f"/cases/{case}/sessions", ATTENDED),
        (f"/cases/{case}/plans", A_DRAFT),
        (f"/plans/{plan}/agree", AN_AGREEMENT),
    ):
        there = await northfield.ask(path, body, by=by)
        assert (there.status_code, there.json()["type"]) == (
            404,
            "urn:ht:problem:no-such-thing",
        )
    for path in ("/cases", "/checks"):
        assert (await northfield.shows(path, by=by))["items"] == []


@pytest.mark.parametrize("by", ["chidi", "carol"])
async def test_champions_and_commissioners_have_no_business_here(
    northfield: Northfield, by: str
) -> None:
    case = await northfield.opens_a_case()

    answers = [
        await northfield.see("/cases", by=by),
        await northfield.see(f"/cases/{case}", by=by),
        await northfield.ask(f"/cases/{case}/plans", A_DRAFT, by=by),
        await northfield.ask(f"/cases/{case}/sessions", ATTENDED, by=by),
        await northfield.see("/checks", by=by),
    ]

    assert [answer.status_code for answer in answers] == [403] * len(answers)


async def test_an_administrator_arranges_sessions_and_reads_no_measures(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()

    assert (await northfield.see("/cases", by="ada")).status_code == 200
    assert (await northfield.see(f"/cases/{case}", by="ada")).status_code == 403


async def test_what_has_happened_is_not_dated_in_the_future(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {**ATTENDED, "started_at": "2999-01-12T09:00:00Z"}

    answer = await northfield.ask(f"/cases/{case}/sessions", body)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:ht:problem:dated-in-the-future",
    )


async def test_an_instant_says_its_offset(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    body = {**ATTENDED, "started_at": "2026-01-12T09:00:00"}

    assert (await northfield.ask(f"/cases/{case}/sessions", body)).status_code == 422


async def test_words_of_a_client_are_sealed_where_they_are_kept(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan = await northfield.drafts(case)

    bodies = b"".join(await northfield.bodies_of(plan))

    assert b"keep up with my boys" not in bodies
    assert b"Walk the kids" not in bodies
    assert b"Leave earlier" not in bodies
