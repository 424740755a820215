"""What stands in a plan beside its goals, over HTTP: who may write it and who may see it."""

from collections.abc import Mapping

import pytest

from ht_kit.ids import new_id

from .programme import A_DRAFT, A_GOAL, AN_AGREEMENT, MARCH, MONDAY, Northfield

pytestmark = pytest.mark.engines

IF_THEN = {"situation": "It pours", "response": "Take the umbrella"}
BARRIER = {"kind": "transport", "words": "No bus on Sundays"}
FACILITATOR = {"words": "Her sister comes along"}
REWARD = {"what": "An hour at the pool"}
DIARY = {
    "kind": "activity",
    "what_to_write": "How long she walked",
    "unit": "minutes",
    "first_day": "2026-01-12",
    "days": 7,
}
REVISION = {
    "statement": "Walk to school and back",
    "kind": "done_or_not",
    "told_by": "done_or_not",
    "due_on": "2026-04-06",
    "review_on": "2026-04-06",
    "importance": 9,
    "reason": "She wants to do more",
    "revised_at": MONDAY,
}
WRITTEN: Mapping[str, Mapping[str, object]] = {
    "if-thens": IF_THEN,
    "barriers": BARRIER,
    "facilitators": FACILITATOR,
    "rewards": REWARD,
    "diaries": DIARY,
}


async def a_draft(northfield: Northfield) -> str:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    return await northfield.drafts(case)


async def test_what_is_written_into_a_plan_is_shown_with_it_and_sealed_where_it_is_kept(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield)
    goal = (await northfield.shows(f"/plans/{plan}"))["goals"][0]
    step = goal["actions"][0]["action"]

    await northfield.does(f"/plans/{plan}/if-thens", {**IF_THEN, "goal": goal["goal"]})
    await northfield.does(f"/plans/{plan}/barriers", BARRIER)
    await northfield.does(f"/plans/{plan}/facilitators", FACILITATOR)
    await northfield.does(f"/plans/{plan}/rewards", {**REWARD, "after": step})
    await northfield.does(f"/plans/{plan}/goals/{goal['goal']}/revisions", REVISION)

    shown = await northfield.shows(f"/plans/{plan}")
    assert shown["if_thens"][0]["response"] == "Take the umbrella"
    assert shown["if_thens"][0]["goal"] == goal["goal"]
    assert (shown["barriers"][0]["kind"], shown["barriers"][0]["com_b"]) == ("transport", None)
    assert shown["facilitators"][0]["words"] == "Her sister comes along"
    assert shown["rewards"][0]["after"] == step
    (revised,) = shown["goals"]
    assert (revised["statement"], revised["importance"]) == ("Walk to school and back", 9)
    assert [each["statement"] for each in revised["earlier"]] == ["Walk the kids to school"]
    stored = b"".join(await northfield.bodies_of(plan))
    for said in (
        b"pours",
        b"umbrella",
        b"Sundays",
        b"sister",
        b"pool",
        b"and back",
        b"do more",
    ):
        assert said not in stored


@pytest.mark.parametrize("what", WRITTEN)
async def test_the_same_request_twice_writes_once(northfield: Northfield, what: str) -> None:
    plan = await a_draft(northfield)

    first = await northfield.ask(f"/plans/{plan}/{what}", WRITTEN[what], key="once")
    again = await northfield.ask(f"/plans/{plan}/{what}", WRITTEN[what], key="once")

    assert (first.status_code, again.json()) == (201, first.json())
    assert len((await northfield.shows(f"/plans/{plan}"))[what.replace("-", "_")]) == 1


@pytest.mark.parametrize("what", WRITTEN)
async def test_who_does_not_support_the_client_writes_nothing(
    northfield: Northfield, what: str
) -> None:
    plan = await a_draft(northfield)

    for by, status in (("chidi", 403), ("ada", 403), ("carol", 403), ("mo", 403)):
        answer = await northfield.ask(f"/plans/{plan}/{what}", WRITTEN[what], by=by)
        assert answer.status_code == status
    for by in ("tom@eastfield", "tom@southfield"):
        there = await northfield.ask(f"/plans/{plan}/{what}", WRITTEN[what], by=by)
        nowhere = await northfield.ask(f"/plans/{new_id()}/{what}", WRITTEN[what], by=by)
        assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("if-thens", {"response": ""}),
        ("barriers", {"kind": "weather"}),
        ("facilitators", {"com_b": "luck"}),
        ("rewards", {"after": "the first"}),
        ("diaries", {"days": 0}),
        ("diaries", {"kind": "dreams"}),
    ],
)
async def test_what_cannot_be_meant_is_not_taken(
    northfield: Northfield, what: str, wrong: Mapping[str, object]
) -> None:
    plan = await a_draft(northfield)

    answer = await northfield.ask(f"/plans/{plan}/{what}", {**WRITTEN[what], **wrong})

    assert answer.status_code == 422


async def test_com_b_is_recorded_once_the_programme_has_switched_it_on(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield)
    asked = {**BARRIER, "com_b": "opportunity"}

    off = await northfield.ask(f"/plans/{plan}/barriers", asked)
    assert off.json()["type"] == "urn:ht:problem:categories-not-recorded"

    await northfield.does("/recording", {"instruments": ["who5"], "com_b": True}, by="mo")
    assert (await northfield.shows("/recording"))["com_b"] is True
    await northfield.does(f"/plans/{plan}/barriers", asked)
    assert (await northfield.shows(f"/plans/{plan}"))["barriers"][0]["com_b"] == "opportunity"


async def test_a_plan_agreed_without_an_if_then_plan_is_warned_of(
    northfield: Northfield,
) -> None:
    without, with_one = await a_draft(northfield), await a_draft(northfield)
    await northfield.does(f"/plans/{with_one}/if-thens", IF_THEN)

    warned = await northfield.does(f"/plans/{without}/agree", AN_AGREEMENT)
    silent = await northfield.does(f"/plans/{with_one}/agree", AN_AGREEMENT)

    assert (warned["warnings"], silent["warnings"]) == (["no-if-then-plan"], [])


async def test_a_review_without_a_session_that_day_is_warned_of(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)
    met = {
        "kind": "review",
        "medium": "01",
        "place": "B01",
        "attendance": "5",
        "started_at": MARCH,
        "duration_minutes": 30,
    }
    await northfield.does(f"/cases/{case}/sessions", met)

    unseen = await northfield.does(f"/plans/{plan}/review", {"reviewed_at": MONDAY})
    seen = await northfield.does(
        f"/plans/{plan}/review",
        {
            "reviewed_at": MARCH,
            "progress": {goal: {"done": False}},
            "next_review_on": "2026-04-06",
        },
    )

    assert (unseen["warnings"], seen["warnings"]) == (["no-session-that-day"], [])
    shown = await northfield.shows(f"/plans/{plan}")
    assert shown["reviews"][1]["progress"] == [
        {"goal": goal, "number": None, "done": False, "rating": None}
    ]
    assert shown["review_due_on"] == "2026-04-06"


async def test_importance_and_confidence_may_be_said_of_each_goal(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield)

    beyond = await northfield.ask(f"/plans/{plan}/goals", {**A_GOAL, "importance": 11})
    said = {**A_GOAL, "importance": 10, "confidence": "declined"}
    await northfield.does(f"/plans/{plan}/goals", said)

    assert beyond.status_code == 422
    goal = (await northfield.shows(f"/plans/{plan}"))["goals"][1]
    assert (goal["importance"], goal["confidence"]) == (10, "declined")


async def test_a_diary_prints_as_a_sheet_and_holds_what_the_client_told(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield)
    goal = (await northfield.shows(f"/plans/{plan}"))["goals"][0]["goal"]
    made = await northfield.does(f"/plans/{plan}/diaries", {**DIARY, "goal": goal})
    diary = f"/plans/{plan}/diaries/{made['diary']}"
    entries = [
        {"day": "2026-01-12", "amount": "30"},
        {"day": "2026-01-13", "words": "It <rained> all day"},
    ]

    await northfield.does(f"{diary}/entries", {"entries": entries})
    again = await northfield.does(f"{diary}/entries", {"entries": entries})

    sheet = await northfield.see(f"{diary}/sheet")
    assert sheet.headers["content-type"] == "text/html; charset=utf-8"
    assert "Walk the kids to school" in sheet.text
    assert "Monday 12 January 2026</th><td>30</td>" in sheet.text
    assert "It &lt;rained&gt; all day" in sheet.text
    shown = await northfield.shows(f"/plans/{plan}")
    assert [entry["day"] for entry in shown["diaries"][0]["entries"]] == [
        "2026-01-12",
        "2026-01-13",
    ]
    assert again["version"] == shown["version"]
    assert b"rained" not in b"".join(await northfield.bodies_of(plan))


async def test_a_sheet_is_there_for_whoever_may_see_the_plan_and_for_nobody_else(
    northfield: Northfield,
) -> None:
    plan = await a_draft(northfield)
    made = await northfield.does(f"/plans/{plan}/diaries", DIARY)
    sheet = f"/plans/{plan}/diaries/{made['diary']}/sheet"

    assert (await northfield.see(sheet, by="sarah")).status_code == 200
    assert (await northfield.see(sheet, by="ada")).status_code == 403
    elsewhere = await northfield.see(sheet, by="tom@eastfield")
    nowhere = await northfield.see(f"/plans/{plan}/diaries/{new_id()}/sheet")
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)


async def test_a_plan_takes_the_place_of_the_one_in_progress(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    first, _ = await northfield.agrees(case)
    asked = {**A_DRAFT, "supersedes": first}

    made = await northfield.ask(f"/cases/{case}/plans", asked, key="over")
    again = await northfield.ask(f"/cases/{case}/plans", asked, key="over")

    second = made.json()["id"]
    assert (made.status_code, again.json()) == (201, made.json())
    before = await northfield.shows(f"/plans/{first}")
    after = await northfield.shows(f"/plans/{second}")
    assert (before["status"], before["superseded_by"]) == ("superseded", second)
    assert (after["status"], after["supersedes"]) == ("draft", first)
    assert (await northfield.history_of(first))[-1] == "plan_superseded"


async def test_a_draft_that_is_refused_ends_nothing(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    first, _ = await northfield.agrees(case)
    twice = {**A_DRAFT, "secondary_issues": ["physical_activity"], "supersedes": first}

    refused = await northfield.ask(f"/cases/{case}/plans", twice)

    assert refused.json()["type"] == "urn:ht:problem:primary-issue-repeated"
    assert (await northfield.shows(f"/plans/{first}"))["status"] == "agreed"


async def test_a_draft_left_half_way_gets_the_id_that_its_predecessor_knows(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    first, _ = await northfield.agrees(case)
    made = await northfield.does(f"/cases/{case}/plans", {**A_DRAFT, "supersedes": first})

    again = await northfield.does(f"/cases/{case}/plans", {**A_DRAFT, "supersedes": first})

    assert again["id"] == made["id"]


async def test_a_plan_of_another_case_or_programme_is_not_superseded(
    northfield: Northfield,
) -> None:
    case, other = await northfield.opens_a_case(), await northfield.opens_a_case()
    await northfield.assesses(case)
    await northfield.assesses(other)
    plan, _ = await northfield.agrees(case)

    of_another = await northfield.ask(f"/cases/{other}/plans", {**A_DRAFT, "supersedes": plan})
    nowhere = await northfield.ask(f"/cases/{other}/plans", {**A_DRAFT, "supersedes": new_id()})

    assert of_another.json()["type"] == "urn:ht:problem:of-another-case"
    assert nowhere.status_code == 404
    assert (await northfield.shows(f"/plans/{plan}"))["status"] == "agreed"
