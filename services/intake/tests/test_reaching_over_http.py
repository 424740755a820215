"""Following a referral over HTTP: who may, what is late, what is given up or put right."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from ht_kit.clock import london_day, now

from .conftest import Intake
from .world import APRIL, MAY, NONSENSE, ROSES_REFERRAL, SAID_IN_THE_REFERRAL, SOMEDAY

pytestmark = pytest.mark.engines

TRY = {"at": APRIL, "channel": "telephone", "result": "no_answer"}
TRIES = (
    TRY,
    {"at": "2026-04-14T10:00:00Z", "channel": "telephone", "result": "message_left"},
    {"at": "2026-04-20T17:30:00Z", "channel": "telephone", "result": "no_answer"},
)
CLOSE = {"closed_at": MAY}
BOOK = {"meeting_at": "2999-01-08T10:00:00Z", "booked_at": APRIL}
AMEND = {"amended_at": APRIL, "reason": "Rosie rang", "telephone": "07700 900999"}
COMMANDS: Mapping[str, tuple[Mapping[str, object], set[str]]] = {
    "attempts": (TRY, {"ada", "tess"}),
    "first-meeting": (BOOK, {"ada", "tess"}),
    "close-unreachable": (CLOSE, {"ada", "sana"}),
    "reopen": ({"reopened_at": MAY}, {"ada", "tess", "sana"}),
    "decline": ({"declined_at": MAY, "how": "telephone"}, {"ada", "tess"}),
    "withdraw": ({"by": "person", "withdrawn_at": MAY}, {"ada", "tess", "sana"}),
    "amend": (AMEND, {"ada", "tess", "sana"}),
    "told-apart": ({"other": NONSENSE, "told_apart_at": MAY}, {"ada", "tess", "sana"}),
    "link": ({"client": NONSENSE, "linked_at": MAY}, {"ada", "sana"}),
    "redirect": (
        {"to": "exercise", "redirected_at": APRIL, "tell_referrer_by": "letter"},
        {"sana"},
    ),
    "reject": (
        {"reason": "incomplete", "rejected_at": APRIL, "tell_referrer_by": "letter"},
        {"sana"},
    ),
}
WRONG: Mapping[str, list[Mapping[str, object]]] = {
    "attempts": [{"at": "yesterday"}, {"channel": "pigeon"}, {"result": "met"}, {"note": "x"}],
    "first-meeting": [{"meeting_at": "soon"}],
    "decline": [{"how": "shouting"}],
    "withdraw": [{"by": "somebody"}],
    "amend": [{"telephone": "ring"}, {"consent": "not_agreed"}, {"reason": ""}],
    "redirect": [{"to": "the moon"}, {"programme": "No Slug"}],
    "reject": [{"duplicate_of": NONSENSE}, {"person": {"told_by": "pigeon"}}],
}


async def tried(intake: Intake) -> str:
    referral = await intake.accepted()
    for each in TRIES:
        await intake.done(f"/referrals/{referral}/attempts", each, by="tess")
    return referral


@pytest.mark.parametrize("what", COMMANDS)
async def test_only_those_who_may_follow_a_referral_and_nobody_of_another_programme(
    intake: Intake, what: str
) -> None:
    body, may = COMMANDS[what]
    referral = await intake.accepted()
    path = f"/referrals/{referral}/{what}"

    refused = {
        person: (await intake.post(path, body, by=person)).status_code
        for person in ("cho", "tess", "sana", "ada", "maya", "col", "ana", "ida", "olive")
        if person not in may
    }
    elsewhere = await intake.post(path, body, by="sam-of-southfield")
    nowhere = await intake.post(f"/referrals/{NONSENSE}/{what}", body, by="sam-of-southfield")

    assert set(refused.values()) == {403}
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)
    assert len(await intake.history()) == 2


@pytest.mark.parametrize("what", WRONG)
async def test_what_cannot_be_meant_is_refused_and_not_repeated(
    intake: Intake, what: str
) -> None:
    referral = await intake.accepted()
    body, may = COMMANDS[what]
    path, who = f"/referrals/{referral}/{what}", min(may)

    for wrong in WRONG[what]:
        answer = await intake.post(path, {**body, **wrong}, by=who)
        assert answer.status_code == 422, (what, wrong, answer.text)
    nothing = {"amended_at": APRIL, "reason": "none"}
    empty = await intake.post(f"/referrals/{referral}/amend", nothing, by="ada")
    assert empty.status_code == 422
    assert len(await intake.history()) == 2


async def test_an_attempt_is_recorded_once_however_often_it_is_sent(intake: Intake) -> None:
    referral = await intake.accepted()
    path = f"/referrals/{referral}/attempts"

    first = await intake.post(path, TRY, by="tess", key="one")
    repeated = await intake.post(path, TRY, by="tess", key="one")
    other = await intake.post(path, {**TRY, "result": "reached"}, by="tess", key="one")
    again = await intake.post(path, TRY, by="ada", key="two")

    assert (first.status_code, repeated.json()) == (201, first.json())
    assert other.json()["type"] == "urn:ht:problem:key-reused"
    assert again.json()["version"] == first.json()["version"]
    assert (await intake.history()).count("contact_attempted") == 1


async def test_what_nobody_tried_by_its_day_is_late(intake: Intake) -> None:
    came = now() - timedelta(days=15)
    late = {**ROSES_REFERRAL, "received_at": came.isoformat()}
    early = {"source": "self", "consent": "agreed", "received_at": now().isoformat()}
    referral = (await intake.done("/referrals", late, by="ada"))["id"]
    await intake.done("/referrals", {**early, "person": {"called": "Ned"}}, by="ada")

    before = (await intake.get("/referrals?late=true", by="tess")).json()["items"]
    attempt = {**TRY, "at": now().isoformat()}
    await intake.done(f"/referrals/{referral}/attempts", attempt, by="tess")
    after = (await intake.get("/referrals?late=true", by="tess")).json()["items"]
    on_time = (await intake.get("/referrals?late=false", by="tess")).json()["items"]

    assert [(line["id"], line["late"]) for line in before] == [(referral, True)]
    assert before[0]["contact_by"] == str(london_day(came) + timedelta(days=14))
    assert (after, len(on_time)) == ([], 2)


async def test_giving_up_is_proposed_by_the_numbers_and_decided_by_somebody(
    intake: Intake,
) -> None:
    referral = await intake.accepted()
    path = f"/referrals/{referral}/attempts"
    proposed = []
    for each in TRIES:
        await intake.done(path, each, by="tess")
        lines = (await intake.get("/referrals?may_be_closed=true", by="sana")).json()["items"]
        proposed.append(len(lines))

    closed = await intake.post(f"/referrals/{referral}/close-unreachable", CLOSE, by="sana")
    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()
    left = (await intake.get("/referrals?may_be_closed=true", by="sana")).json()["items"]

    assert proposed == [0, 0, 1]
    assert (closed.status_code, shown["status"]) == (200, "unreachable")
    assert [each["result"] for each in shown["attempts"]] == [
        "no_answer",
        "message_left",
        "no_answer",
    ]
    assert left == []


async def test_a_programme_gives_up_by_its_own_numbers(intake: Intake) -> None:
    referral = await tried(intake)
    numbers = {"attempts": 4, "first_contact_days": 7}

    refused = await intake.post("/taking-in", numbers, by="tess")
    await intake.done("/taking-in", numbers, by="maya")
    shown = (await intake.get("/taking-in", by="tess")).json()
    closed = await intake.post(f"/referrals/{referral}/close-unreachable", CLOSE, by="ada")
    proposed = (await intake.get("/referrals?may_be_closed=true", by="ada")).json()["items"]
    second = {**ROSES_REFERRAL, "sender": {"namespace": "a81001", "reference": "18"}}
    later = (await intake.done("/referrals", second, by="ada"))["id"]

    assert refused.status_code == 403
    assert (shown["attempts"], shown["attempts_over_days"], shown["draft_days"]) == (4, 10, 14)
    assert closed.json()["type"] == "urn:ht:problem:too-few-attempts"
    assert proposed == []
    line = (await intake.get(f"/referrals/{later}", by="ada")).json()
    assert line["contact_by"] == "2026-03-16"


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempts": 0},
        {"attempts": "3"},
        {"first_contact_days": 91},
        {"draft_days": 0},
        {"self_referrals": "yes"},
        {"other": 1},
    ],
)
async def test_numbers_that_cannot_be_meant_are_not_chosen(
    intake: Intake, wrong: dict[str, object]
) -> None:
    assert (await intake.post("/taking-in", wrong, by="maya")).status_code == 422
    assert (await intake.post("/taking-in", {}, by="amir")).status_code == 409
    assert await intake.history() == []


async def test_who_comes_back_goes_on_and_converts_without_a_new_referral(
    intake: Intake,
) -> None:
    referral, rose = await tried(intake), await intake.rose()
    await intake.takes_part(rose)
    path = f"/referrals/{referral}"
    await intake.done(f"{path}/close-unreachable", CLOSE, by="ada")
    convert = {"client": rose, "converted_at": MAY}

    gone = await intake.post(f"{path}/convert", convert, by="tess")
    await intake.done(f"{path}/reopen", {"reopened_at": MAY}, by="tess")
    reopened = (await intake.get(path, by="tess")).json()
    await intake.done(f"{path}/first-meeting", BOOK, by="tess")
    booked = (await intake.get(path, by="tess")).json()
    converted = await intake.post(f"{path}/convert", convert, by="tess")

    assert gone.json()["type"] == "urn:ht:problem:closed-unreachable"
    assert (reopened["status"], reopened["contact_by"]) == ("contacting", "2026-05-25")
    assert (booked["status"], booked["meeting_at"]) == ("booked", "2999-01-08T10:00:00Z")
    assert converted.status_code == 200


async def test_an_amendment_shows_what_stood_there_before_and_after(intake: Intake) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    body = {**AMEND, "safe_channels": ["telephone"], "needs": ["alcohol"], "note": None}

    await intake.done(f"/referrals/{referral}/amend", body, by="tess")
    shown = (await intake.get(f"/referrals/{referral}", by="sana")).json()
    stored = await intake.everything_stored()

    (amendment,) = shown["amendments"]
    assert amendment["parts"] == ["needs", "note", "safe_channels", "telephone"]
    assert amendment["reason"] == "Rosie rang"
    assert amendment["before"]["person"]["telephone"] == "07700 900123"
    assert amendment["before"]["note"] == "Prefers the evening"
    assert amendment["after"]["person"] == shown["person"]
    assert shown["person"]["telephone"] == "07700 900999"
    assert (shown["needs"], shown["note"]) == (["alcohol"], None)
    assert [said for said in ("900999", "Rosie rang") if said in stored] == []


async def test_a_referral_keeps_where_somebody_was_met_and_the_message_as_it_came(
    intake: Intake,
) -> None:
    said = {
        "words": "wants to walk to the shops",
        "original": '{"resourceType": "ServiceRequest"}',
        "met": {"kind": "N01", "place": "Harbour Market", "event": "Health Fair"},
    }
    body = {**ROSES_REFERRAL, "source": "champion", **said}

    received = await intake.done("/referrals", body, by="cho")
    shown = (await intake.get(f"/referrals/{received['id']}", by="tess")).json()
    found = await intake.get(f"/referrals?reference={received['reference']}", by="tess")
    misread = await intake.get("/referrals?reference=R-2222-2223", by="tess")
    stored = await intake.everything_stored()

    assert {name: shown[name] for name in said} == said
    assert [line["id"] for line in found.json()["items"]] == [received["id"]]
    assert misread.status_code == 422
    secret = (
        *SAID_IN_THE_REFERRAL,
        "walk to",
        "ServiceRequest",
        "Harbour Market",
        "Health Fair",
    )
    assert [each for each in secret if each in stored] == []


async def test_a_partner_sends_under_its_own_name_and_reads_nothing(intake: Intake) -> None:
    own = {**ROSES_REFERRAL, "sender": {"namespace": "wellbeing-northfield", "reference": "1"}}

    sent = await intake.post("/referrals", own, by="the-harbour-system")
    others = await intake.post("/referrals", ROSES_REFERRAL, by="the-harbour-system")
    read = await intake.get(f"/referrals/{sent.json()['id']}", by="the-harbour-system")

    assert sent.status_code == 201
    assert others.json()["type"] == "urn:ht:problem:not-the-senders-own-name"
    assert read.status_code == 403


async def test_a_referral_of_somebody_unknown_waits_where_only_a_few_look(
    intake: Intake,
) -> None:
    unknown = {**ROSES_REFERRAL, "person": {"telephone": "07700 900123"}}
    referral = (await intake.done("/referrals", unknown, by="tess"))["id"]
    path = f"/referrals/{referral}"

    hidden = await intake.get(path, by="tess")
    nowhere = await intake.get(f"/referrals/{NONSENSE}", by="tess")
    tried_by_her = await intake.post(f"{path}/attempts", TRY, by="tess")
    again = await intake.post("/referrals", unknown, by="tess")
    lists = {
        person: (await intake.get("/referrals", by=person)).json()["items"]
        for person in ("tess", "maya", "sana", "ada")
    }

    assert (hidden.status_code, hidden.content) == (404, nowhere.content)
    assert tried_by_her.status_code == 404
    assert (again.status_code, again.json()["id"]) == (200, referral)
    assert {person: len(lines) for person, lines in lists.items()} == {
        "tess": 0,
        "maya": 0,
        "sana": 1,
        "ada": 1,
    }
    assert lists["sana"][0]["unidentified"] is True

    named = {"amended_at": APRIL, "reason": "They said who they are", "called": "Rosie"}
    await intake.done(f"{path}/amend", named, by="sana")
    assert (await intake.get(path, by="tess")).json()["person"]["called"] == "Rosie"


async def test_nothing_is_recorded_for_a_day_to_come(intake: Intake) -> None:
    referral = await intake.accepted()

    answers = [
        await intake.post(f"/referrals/{referral}/{what}", body, by="ada")
        for what, body in (
            ("attempts", {**TRY, "at": SOMEDAY}),
            ("decline", {"declined_at": SOMEDAY, "how": "telephone"}),
            ("withdraw", {"by": "person", "withdrawn_at": SOMEDAY}),
            ("amend", {**AMEND, "amended_at": SOMEDAY}),
            ("first-meeting", {**BOOK, "booked_at": SOMEDAY}),
        )
    ]

    assert {answer.json()["type"] for answer in answers} == {
        "urn:ht:problem:dated-in-the-future"
    }
