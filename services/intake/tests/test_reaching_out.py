"""Champions tell people things and tell them where to go. Whom they met is counted, not named.

DOMAIN.md 2.1 (outreach contact), 9.7 (brief advice).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.domain.outreach import advice, outreach
from ht_intake.domain.outreach.taking_back import TakeBack
from ht_intake.domain.refusals import (
    AdviceTooLong,
    DatedInTheFuture,
    Erased,
    GroupSessionNeedsLength,
    MoreSignpostedThanCame,
    NothingRecorded,
    TakenBackAlready,
    TakenBackByAnother,
)
from ht_kit.testing import Specification

from .conftest import Intake
from .people import APRIL, ROSE, TODAY, TOMORROW
from .test_protecting_clients import worker
from .world import APRIL as THEN
from .world import NONSENSE

STALL, CHAT = UUID(int=51), UUID(int=52)
CHO, TESS = UUID(int=20), UUID(int=21)
RECORD = outreach.RecordOutreach(
    outreach=STALL,
    programme="northfield",
    worker=CHO,
    kind="stall",
    held_on=date(2026, 4, 9),
    place="N01",
    setting="market_or_street",
    topics=frozenset({"smoking", "diet"}),
    heads=14,
    minutes=None,
    materials={"leaflet": 30, "booklet": 0},
    signposted={"stop_smoking": 3},
    campaign="no-smoking-day",
    asked_at=TODAY,
)
RECORDED = outreach.OutreachRecorded(
    outreach=STALL,
    programme="northfield",
    worker=CHO,
    kind="stall",
    held_on=date(2026, 4, 9),
    place="N01",
    setting="market_or_street",
    topics=("diet", "smoking"),
    heads=14,
    minutes=None,
    materials={"leaflet": 30},
    signposted={"stop_smoking": 3},
    campaign="no-smoking-day",
)
TAKE_BACK = TakeBack(because="wrong_figures", by=CHO, by_senior=False, asked_at=TODAY)
TAKEN_BACK = outreach.OutreachTakenBack(
    outreach=STALL, because="wrong_figures", taken_back_at=TODAY
)
ADVISE = advice.GiveBriefAdvice(
    advice=CHAT,
    programme="northfield",
    worker=CHO,
    topic="smoking",
    minutes=5,
    outcome="means_to_change",
    given_at=APRIL,
    asked_at=TODAY,
)
ADVISED = advice.BriefAdviceGiven(
    advice=CHAT,
    programme="northfield",
    worker=CHO,
    client=None,
    outreach=None,
    topic="smoking",
    minutes=5,
    outcome="means_to_change",
    given_at=APRIL,
)
UNADVISE = TakeBack(because="entered_twice", by=CHO, by_senior=False, asked_at=TODAY)


def reaching_out(
    *history: outreach.Event,
) -> Specification[outreach.Command, outreach.Outreach, outreach.Event]:
    nothing = outreach.NO_OUTREACH_YET
    return Specification(outreach.decide, outreach.evolve, nothing).given(*history)


def advising(
    *history: advice.Event,
) -> Specification[advice.Command, advice.Advice, advice.Event]:
    nothing = advice.NO_ADVICE_YET
    return Specification(advice.decide, advice.evolve, nothing).given(*history)


def test_people_met_are_counted_once() -> None:
    reaching_out().when(RECORD).then(RECORDED)
    reaching_out(RECORDED).when(RECORD).then_nothing()


def test_an_event_to_which_nobody_came_is_recorded_too() -> None:
    nobody = replace(RECORD, heads=0, signposted={})

    reaching_out().when(nobody).then(replace(RECORDED, heads=0, signposted={}))


def test_nothing_is_recorded_before_it_was_held() -> None:
    early = replace(RECORD, held_on=date(2026, 6, 16))

    reaching_out().when(early).then_refused(DatedInTheFuture)


def test_a_group_session_says_how_long_it_was() -> None:
    talk = replace(RECORD, kind="group_session")

    reaching_out().when(talk).then_refused(GroupSessionNeedsLength)
    reaching_out().when(replace(talk, minutes=45)).then(
        replace(RECORDED, kind="group_session", minutes=45)
    )


def test_no_more_are_signposted_than_came() -> None:
    many = replace(RECORD, signposted={"stop_smoking": 15})

    reaching_out().when(many).then_refused(MoreSignpostedThanCame)


def test_what_is_wrong_is_taken_back_by_whoever_recorded_it() -> None:
    reaching_out(RECORDED).when(TAKE_BACK).then(TAKEN_BACK)
    reaching_out(RECORDED, TAKEN_BACK).when(TAKE_BACK).then_nothing()
    reaching_out().when(TAKE_BACK).then_refused(NothingRecorded)
    reaching_out(RECORDED, TAKEN_BACK).when(RECORD).then_refused(TakenBackAlready)


def test_only_a_senior_takes_back_what_another_recorded() -> None:
    by_tess = replace(TAKE_BACK, by=TESS)

    reaching_out(RECORDED).when(by_tess).then_refused(TakenBackByAnother)
    reaching_out(RECORDED).when(replace(by_tess, by_senior=True)).then(TAKEN_BACK)


def test_nobodys_recording_is_not_taken_back_by_a_nobody() -> None:
    by_nobody = replace(TAKE_BACK, by=None)

    reaching_out(replace(RECORDED, worker=None)).when(by_nobody).then_refused(
        TakenBackByAnother
    )


@given(
    heads=st.integers(0, 40),
    told=st.dictionaries(st.sampled_from(["advice", "dental", "exercise"]), st.integers(0, 40)),
)
def test_whatever_is_recorded_signposts_nobody_who_was_not_there(
    heads: int, told: Mapping[Any, int]
) -> None:
    asked = replace(RECORD, heads=heads, signposted=told)
    try:
        (recorded,) = outreach.decide(asked, outreach.NO_OUTREACH_YET)
    except MoreSignpostedThanCame:
        assert max(told.values()) > heads
        return
    assert isinstance(recorded, outreach.OutreachRecorded)
    assert recorded.signposted == {place: count for place, count in told.items() if count}
    assert all(0 < count <= heads for count in recorded.signposted.values())


def test_brief_advice_is_given_to_nobody_in_particular_or_to_a_client() -> None:
    advising().when(ADVISE).then(ADVISED)
    advising().when(replace(ADVISE, client=ROSE)).then(replace(ADVISED, client=ROSE))


def test_brief_advice_is_brief_and_has_been_given() -> None:
    advising().when(replace(ADVISE, minutes=30)).then(replace(ADVISED, minutes=30))
    advising().when(replace(ADVISE, minutes=31)).then_refused(AdviceTooLong)
    advising().when(replace(ADVISE, given_at=TOMORROW)).then_refused(DatedInTheFuture)


def test_nothing_more_is_said_of_somebody_erased() -> None:
    erased = replace(ADVISE, client=ROSE, client_erased=True)

    advising().when(erased).then_refused(Erased)


def test_brief_advice_is_taken_back_by_whoever_gave_it_or_by_a_senior() -> None:
    back = advice.BriefAdviceTakenBack(
        advice=CHAT, client=None, because="entered_twice", taken_back_at=TODAY
    )

    advising(ADVISED).when(UNADVISE).then(back)
    advising(ADVISED, back).when(UNADVISE).then_nothing()
    advising(ADVISED, back).when(ADVISE).then_refused(TakenBackAlready)
    advising(ADVISED).when(replace(UNADVISE, by=TESS)).then_refused(TakenBackByAnother)
    advising(ADVISED).when(replace(UNADVISE, by=TESS, by_senior=True)).then(back)
    advising().when(UNADVISE).then_refused(NothingRecorded)


A_STALL: Mapping[str, Any] = {
    "kind": "stall",
    "held_on": "2026-04-09",
    "place": "N01",
    "setting": "market_or_street",
    "topics": ["smoking"],
    "heads": 14,
    "materials": {"leaflet": 30},
    "signposted": {"stop_smoking": 3},
    "campaign": "no-smoking-day",
}
A_WORD: Mapping[str, Any] = {
    "topic": "smoking",
    "minutes": 5,
    "outcome": "took_information",
    "given_at": THEN,
}


@pytest.mark.engines
async def test_a_champion_records_whom_they_met_and_no_client_comes_of_it(
    intake: Intake,
) -> None:
    first = await intake.post("/outreach", A_STALL, by="cho", key="on-the-phone")
    again = await intake.post("/outreach", A_STALL, by="cho", key="on-the-phone")
    await intake.done("/outreach", {**A_STALL, "campaign": "dementia"}, by="tess")

    listed = (await intake.get("/outreach?campaign=no-smoking-day", by="maya")).json()["items"]

    assert (first.status_code, again.json()) == (201, first.json())
    assert listed == [
        {
            **A_STALL,
            "id": first.json()["id"],
            "worker": worker("cho"),
            "minutes": None,
            "taken_back_at": None,
        }
    ]
    assert await intake.history() == ["outreach_recorded", "outreach_recorded"]


@pytest.mark.engines
async def test_the_latest_outreach_comes_first_a_page_at_a_time(intake: Intake) -> None:
    days = ("2026-03-01", "2026-03-03", "2026-03-02")
    for day in days:
        await intake.done("/outreach", {**A_STALL, "held_on": day}, by="cho")

    first = (await intake.get("/outreach?limit=2", by="cho")).json()
    second = (await intake.get(f"/outreach?limit=2&after={first['next']}", by="cho")).json()

    shown = [each["held_on"] for page in (first, second) for each in page["items"]]
    assert (shown, second["next"]) == (sorted(days, reverse=True), None)


@pytest.mark.engines
async def test_outreach_is_taken_back_by_its_own_or_a_senior_and_by_nobody_elsewhere(
    intake: Intake,
) -> None:
    stall = (await intake.done("/outreach", A_STALL, by="cho"))["id"]
    path, because = f"/outreach/{stall}/take-back", {"because": "wrong_day"}

    by_tess = await intake.post(path, because, by="tess")
    elsewhere = [
        await intake.post(each, because, by=person)
        for person in ("sam-of-southfield", "cleo-of-the-council")
        for each in (path, f"/outreach/{NONSENSE}/take-back")
    ]
    by_cho = await intake.post(path, because, by="cho")

    assert by_tess.json()["type"] == "urn:ht:problem:taken-back-by-another"
    assert {answer.status_code for answer in elsewhere} == {404}
    assert len({answer.content for answer in elsewhere}) == 1
    assert by_cho.status_code == 200


@pytest.mark.engines
async def test_brief_advice_to_a_client_is_seen_with_the_client_and_else_with_nobody(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    stall = (await intake.done("/outreach", A_STALL, by="cho"))["id"]
    to_rose = await intake.done("/advice", {**A_WORD, "client": rose}, by="tess")
    to_nobody = await intake.done("/advice", {**A_WORD, "outreach": stall}, by="cho")

    of_rose = (await intake.get(f"/clients/{rose}/advice", by="tess")).json()["items"]
    of_nobody = (await intake.get("/advice", by="maya")).json()["items"]

    assert [(each["id"], each["outcome"]) for each in of_rose] == [
        (to_rose["id"], "took_information")
    ]
    assert [(each["id"], each["outreach"]) for each in of_nobody] == [(to_nobody["id"], stall)]


@pytest.mark.engines
async def test_nobody_is_advised_who_is_hidden_or_is_another_programmes(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    given = (await intake.done("/advice", {**A_WORD, "client": rose}, by="tess"))["id"]
    conflict = {"worker": worker("tess"), "kind": "friend", "declared_at": THEN}
    await intake.done(f"/clients/{rose}/conflicts", conflict, by="ada")
    back = {"because": "entered_twice"}

    hidden = [
        await intake.post("/advice", {**A_WORD, "client": client}, by=person)
        for client, person in ((rose, "tess"), (rose, "sam-of-southfield"), (NONSENSE, "tess"))
    ]
    hidden.append(await intake.get(f"/clients/{rose}/advice", by="tess"))
    hidden.append(await intake.post(f"/advice/{given}/take-back", back, by="tess"))
    by_a_senior = await intake.post(f"/advice/{given}/take-back", back, by="sana")

    assert {answer.status_code for answer in hidden} == {404}
    assert len({answer.content for answer in hidden}) == 1
    assert by_a_senior.status_code == 200


@pytest.mark.engines
@pytest.mark.parametrize(
    ("path", "body", "person", "status"),
    [
        ("/advice", {**A_WORD, "score": 7}, "cho", 422),
        ("/advice", {**A_WORD, "topic": "gossip"}, "cho", 422),
        ("/advice", {**A_WORD, "minutes": "5"}, "cho", 422),
        ("/advice", {**A_WORD, "outreach": NONSENSE}, "cho", 404),
        ("/advice", A_WORD, "ada", 403),
        ("/advice", A_WORD, "col", 403),
        ("/outreach", {**A_STALL, "heads": -1}, "cho", 422),
        ("/outreach", {**A_STALL, "topics": []}, "cho", 422),
        ("/outreach", {**A_STALL, "names": ["Rose"]}, "cho", 422),
        ("/outreach", {**A_STALL, "campaign": "No Smoking!"}, "cho", 422),
        ("/outreach", A_STALL, "col", 403),
        ("/outreach", A_STALL, "maya", 403),
    ],
)
async def test_no_score_no_name_and_nobody_who_may_not(
    intake: Intake, path: str, body: Mapping[str, Any], person: str, status: int
) -> None:
    answer = await intake.post(path, body, by=person)

    assert answer.status_code == status
    assert await intake.history() == []


@pytest.mark.engines
async def test_advice_is_recorded_as_of_the_past(intake: Intake) -> None:
    later = await intake.post(
        "/advice", {**A_WORD, "given_at": "2999-01-01T10:00:00Z"}, by="cho"
    )

    assert later.json()["type"] == "urn:ht:problem:dated-in-the-future"
