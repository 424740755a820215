"""How cases go, over HTTP: resting, ending, going on; and what is written of it."""

from uuid import UUID

import pytest

from ht_contracts.intake import ConflictDeclared
from ht_contracts.referrals import ReferralOutcomeRecorded, ReferralSent, ReferralWithdrawn
from ht_kit.ids import new_id

from .programme import A_DRAFT, CHIDI, JUNE, MARCH, MONDAY, SARAH, TOM, TUESDAY, Northfield

pytestmark = pytest.mark.engines

PAUSE = {"reason": "hospital", "expected_return_on": "2026-02-09", "paused_at": MONDAY}
CLOSE = {"reason": "07", "closed_at": MARCH}
PLANNING = {"kind": "planning", "medium": "01", "planned_start": "2026-06-10T09:00:00Z"}


async def test_a_case_rests_and_goes_on(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    await northfield.does(f"/cases/{case}/pause", PAUSE)

    shown = (await northfield.shows(f"/cases/{case}"))["course"]
    assert (shown["standing"], shown["pause"]["reason"]) == ("paused", "hospital")
    (line,) = (await northfield.shows("/cases?standing=paused"))["items"]
    assert (line["id"], line["back_on"]) == (str(case), "2026-02-09")

    await northfield.does(f"/cases/{case}/resume", {"resumed_at": MARCH})
    assert (await northfield.shows(f"/cases/{case}"))["course"]["standing"] == "open"
    assert (await northfield.shows("/cases?standing=paused"))["items"] == []


@pytest.mark.parametrize(
    ("missing", "why"),
    [("reason", "no-reason"), ("expected_return_on", "no-day-of-return")],
)
async def test_a_pause_says_why_and_until_when(
    northfield: Northfield, missing: str, why: str
) -> None:
    case = await northfield.opens_a_case()
    body = {name: value for name, value in PAUSE.items() if name != missing}

    answer = await northfield.ask(f"/cases/{case}/pause", body)

    assert (answer.status_code, answer.json()["type"]) == (409, f"urn:ht:problem:{why}")


async def test_a_long_pause_is_for_a_senior(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    long = PAUSE | {"expected_return_on": "2999-01-01"}

    refused = await northfield.ask(f"/cases/{case}/pause", long, by="tom")
    assert refused.json()["type"] == "urn:ht:problem:long-pause-needs-senior"
    await northfield.does(f"/cases/{case}/pause", long, by="sarah")


async def test_a_client_who_stopped_coming_is_seen_again(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.does(f"/cases/{case}/disengage", {"disengaged_at": MONDAY})
    assert (await northfield.shows(f"/cases/{case}"))["course"]["standing"] == "disengaged"

    seen = {
        "kind": "walk_in", "medium": "01", "place": "N02", "attendance": "5",
        "started_at": TUESDAY, "duration_minutes": 20,
    }  # fmt: skip
    await northfield.does(f"/cases/{case}/sessions", seen)

    assert (await northfield.shows(f"/cases/{case}"))["course"]["standing"] == "open"


async def test_a_case_ends_once_however_often_it_is_sent(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()

    answers = [
        await northfield.ask(f"/cases/{case}/close", CLOSE, key="the-same") for _ in range(3)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert await northfield.history_of(case) == ["case_opened", "case_closed"]
    closure = (await northfield.shows(f"/cases/{case}"))["course"]["closure"]
    assert (closure["reason"], closure["conclusion"]) == ("07", "cancelled")


async def test_a_case_is_not_closed_over_a_plan_in_progress(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, goal = await northfield.agrees(case)

    refused = await northfield.ask(f"/cases/{case}/close", CLOSE)
    assert refused.json()["type"] == "urn:ht:problem:plan-has-no-ending"

    ending = {
        "signed_off_at": MARCH,
        "results": {goal: "achieved"},
        "client_present": "telephone",
    }
    await northfield.does(f"/plans/{plan}/sign-off", ending)
    await northfield.does(f"/cases/{case}/close", {"reason": "02", "closed_at": JUNE})
    (line,) = (await northfield.shows("/cases?standing=closed"))["items"]
    assert (line["closure"], line["conclusion"]) == ("02", "completed")


async def test_no_plan_is_drafted_in_a_case_that_has_ended(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.assesses(case)
    await northfield.does(f"/cases/{case}/close", CLOSE)

    refused = await northfield.ask(f"/cases/{case}/plans", A_DRAFT)

    assert refused.json()["type"] == "urn:ht:problem:case-has-closed"


async def test_nothing_is_booked_in_a_case_that_has_ended(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.does(f"/cases/{case}/close", CLOSE)

    refused = await northfield.ask(f"/cases/{case}/bookings", PLANNING)

    assert refused.json()["type"] == "urn:ht:problem:case-has-closed"


async def test_a_referral_that_waits_has_an_owner_before_the_case_ends(
    northfield: Northfield,
) -> None:
    case, client = await northfield.opens_a_case(), new_id()
    sent = ReferralSent(
        referral=new_id(), case=case, client=client, entry=new_id(),
        destination="advice", recipient="welfare-rights", reason="96",
        consent=new_id(), sent_at=MONDAY,
    )  # fmt: skip
    await northfield.hears_of_referrals(sent)

    refused = await northfield.ask(f"/cases/{case}/close", CLOSE)
    assert refused.json()["type"] == "urn:ht:problem:pending-referral-without-owner"

    await northfield.does(f"/cases/{case}/close", CLOSE | {"follow_up_by": str(SARAH)})
    closure = (await northfield.shows(f"/cases/{case}"))["course"]["closure"]
    assert closure["follow_up_by"] == str(SARAH)


@pytest.mark.parametrize("ending", ["answered", "withdrawn"])
async def test_a_referral_that_has_ended_needs_nobody(
    northfield: Northfield, ending: str
) -> None:
    case, client, referral = await northfield.opens_a_case(), new_id(), new_id()
    sent = ReferralSent(
        referral=referral, case=case, client=client, entry=new_id(), destination="advice",
        recipient="welfare-rights", reason="96", consent=new_id(), sent_at=MONDAY,
    )  # fmt: skip
    ended = (
        ReferralOutcomeRecorded(
            referral=referral, client=client, outcome="completed", late=False,
            how="letter", answered_at=TUESDAY,
        )
        if ending == "answered"
        else ReferralWithdrawn(referral=referral, client=client, withdrawn_at=TUESDAY)
    )  # fmt: skip
    await northfield.hears_of_referrals(sent, ended)

    await northfield.does(f"/cases/{case}/close", CLOSE)


async def test_a_senior_opens_a_case_again_and_says_why(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    await northfield.does(f"/cases/{case}/close", CLOSE)
    again = {"because": "came_back", "reason": "Rang to go on", "reopened_at": JUNE}

    assert (await northfield.ask(f"/cases/{case}/reopen", again)).status_code == 403
    await northfield.does(f"/cases/{case}/reopen", again, by="sarah")

    assert (await northfield.shows(f"/cases/{case}"))["course"]["standing"] == "open"
    assert b"Rang to go on" not in b"".join(await northfield.bodies_of(case))
    await northfield.does(f"/cases/{case}/bookings", PLANNING)


async def test_a_client_who_comes_back_has_a_case_that_names_the_old(
    northfield: Northfield,
) -> None:
    client = new_id()
    old = await northfield.opens_a_case(client=client)
    await northfield.does(f"/cases/{old}/close", CLOSE)

    new = await northfield.opens_a_case(client=client)

    assert (await northfield.shows(f"/cases/{new}"))["course"]["earlier"] == str(old)
    assert (await northfield.shows(f"/cases/{old}"))["course"]["later"] == [str(new)]
    assert await northfield.history_of(new) == ["case_opened", "case_linked"]


async def test_a_second_case_of_a_client_who_never_left_follows_nothing(
    northfield: Northfield,
) -> None:
    client = new_id()
    await northfield.opens_a_case(client=client)

    second = await northfield.opens_a_case(client=client)

    assert (await northfield.shows(f"/cases/{second}"))["course"]["earlier"] is None


async def test_a_session_shows_whose_case_it_was_on_the_day(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    toms = {"worker": TOM, "assigned_at": MONDAY}
    sarahs = {"worker": SARAH, "assigned_at": MARCH}
    await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")
    await northfield.does(f"/cases/{case}/trainer", sarahs, by="sarah")

    late = {
        "kind": "walk_in", "medium": "01", "place": "N02", "attendance": "5",
        "started_at": TUESDAY, "duration_minutes": 20,
    }  # fmt: skip
    await northfield.does(f"/cases/{case}/sessions", late, by="sarah")

    shown = await northfield.shows(f"/cases/{case}")
    assert shown["sessions"][0]["trainer"] == str(TOM)
    assert [each["worker"] for each in shown["trainers"]] == [str(TOM), str(SARAH)]


async def test_a_closed_case_leaves_room_in_a_caseload(northfield: Northfield) -> None:
    cases = [await northfield.opens_a_case() for _ in range(3)]
    toms = {"worker": TOM, "assigned_at": MONDAY}
    for case in cases[:2]:
        await northfield.does(f"/cases/{case}/trainer", toms, by="sarah")
    full = await northfield.ask(f"/cases/{cases[2]}/trainer", toms, by="sarah")
    assert full.json()["type"] == "urn:ht:problem:caseload-full"

    await northfield.does(f"/cases/{cases[0]}/close", CLOSE)

    await northfield.does(f"/cases/{cases[2]}/trainer", toms, by="sarah")


STEERING = [
    ("pause", PAUSE),
    ("resume", {"resumed_at": MARCH}),
    ("disengage", {"disengaged_at": MONDAY}),
    ("close", CLOSE),
    ("reopen", {"because": "came_back", "reason": "x", "reopened_at": JUNE}),
    ("transfer", {"to_programme": "eastfield", "reason": "moved", "offered_at": MONDAY}),
]


@pytest.mark.parametrize(("act", "body"), STEERING)
@pytest.mark.parametrize("by", ["chidi", "carol", "ada", "ida"])
async def test_not_everybody_steers_a_case(
    northfield: Northfield, by: str, act: str, body: dict[str, object]
) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/{act}", body, by=by)

    assert answer.status_code == 403
    assert await northfield.history_of(case) == ["case_opened"]


@pytest.mark.parametrize(("act", "body"), STEERING)
async def test_another_programmes_case_is_not_there(
    northfield: Northfield, act: str, body: dict[str, object]
) -> None:
    case = await northfield.opens_a_case()

    answers = [
        await northfield.ask(f"/cases/{which}/{act}", body, by=f"sarah@{where}")
        for which, where in [(case, "eastfield"), (case, "southfield"), (new_id(), "")]
    ]
    known = [answer for answer in answers if answer.status_code != 503]

    assert {answer.status_code for answer in known} == {404}
    assert len({answer.content for answer in known}) == 1
    assert await northfield.history_of(case) == ["case_opened"]


@pytest.mark.parametrize(("act", "body"), STEERING)
async def test_what_is_not_known_of_an_act_is_malformed(
    northfield: Northfield, act: str, body: dict[str, object]
) -> None:
    case = await northfield.opens_a_case()

    answer = await northfield.ask(f"/cases/{case}/{act}", body | {"mood": "good"}, by="sarah")

    assert answer.status_code == 422


async def test_a_client_is_hidden_from_a_worker_who_is_too_close(
    northfield: Northfield,
) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    other = await northfield.opens_a_case()
    await northfield.assesses(case)
    plan, _ = await northfield.signs_off(case)
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=TOM, declared_at=MARCH)
    )

    looks = [f"/cases/{case}", f"/plans/{plan}", f"/cases/{new_id()}"]
    answers = [await northfield.see(path, by="tom") for path in looks]
    asked = [
        await northfield.ask(f"/cases/{case}/close", CLOSE, by="tom"),
        await northfield.ask(f"/plans/{plan}/goals", {}, by="tom"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.status_code for answer in asked} == {404}
    listed = [line["id"] for line in (await northfield.shows("/cases", by="tom"))["items"]]
    assert listed == [str(other)]
    assert (await northfield.shows("/checks", by="tom"))["items"] == []
    assert len((await northfield.shows("/checks", by="sarah"))["items"]) == 3
    assert (await northfield.shows(f"/cases/{case}", by="sarah"))["client"] == str(client)


async def test_a_worker_who_is_too_close_is_not_assigned(northfield: Northfield) -> None:
    client = new_id()
    case = await northfield.opens_a_case(client=client)
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=TOM, declared_at=MARCH)
    )

    refused = await northfield.ask(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MARCH}, by="sarah"
    )

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:ht:problem:too-close")


async def test_the_information_governance_lead_sees_which_conflicts_there_are(
    northfield: Northfield,
) -> None:
    client = UUID("0192d1f4-0000-7000-8000-00000000c001")
    case = await northfield.opens_a_case(client=client)
    await northfield.does(
        f"/cases/{case}/trainer", {"worker": TOM, "assigned_at": MONDAY}, by="sarah"
    )
    conflicts = [
        ConflictDeclared(client=client, worker=worker, declared_at=MARCH)
        for worker in (TOM, SARAH)
    ]
    await northfield.hears_of_conflicts(*conflicts)

    page = await northfield.shows("/conflicts?limit=1", by="ida")
    rest = await northfield.shows(f"/conflicts?after={page['next']}", by="ida")

    told = [(each["worker"], each["still_trainer"]) for each in page["items"] + rest["items"]]
    assert sorted(told) == sorted([(str(TOM), True), (str(SARAH), False)])
    for by in ("tom", "sarah", "mo", "ada"):
        assert (await northfield.see("/conflicts", by=by)).status_code == 403
    assert (await northfield.shows("/conflicts", by="ida@southfield"))["items"] == []


async def test_whoever_may_not_ask_is_not_told_that_there_is_a_conflict(
    northfield: Northfield,
) -> None:
    client = new_id()
    case, other = await northfield.opens_a_case(client=client), await northfield.opens_a_case()
    await northfield.hears_of_conflicts(
        ConflictDeclared(client=client, worker=CHIDI, declared_at=MARCH)
    )

    answers = [await northfield.see(f"/cases/{which}", by="chidi") for which in (case, other)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content
