"""Quit episodes over HTTP: from the treatment session to the rates of the programme."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ht_contracts.intake import WorkerAccredited
from ht_kit.ids import new_id

from .days_passing import days_pass
from .programme import SARAH, TOM, Northfield

pytestmark = pytest.mark.engines

ATTENDED = {
    "kind": "planning",
    "medium": "01",
    "place": "B01",
    "attendance": "5",
    "started_at": "2026-02-27T09:00:00Z",
    "duration_minutes": 45,
}
AN_EPISODE = {
    "adviser": TOM,
    "quit_on": "2026-03-01",
    "age_band": "03",
    "gender": "2",
    "ethnicity": "A",
    "socio_economic_class": "08",
    "pregnant": "no",
    "free_prescription": "yes",
    "setting": "10",
    "session_type": "04",
    "aid": "12",
    "cigarettes_a_day": 20,
}
QUIT = {"followed_up_on": "2026-03-29", "by": "in_person", "smoked": False, "co_ppm": 4}


async def ready(northfield: Northfield) -> tuple[UUID, str]:
    """Have the programme offer quit episodes, Tom trained, and a session held."""
    await northfield.does("/offer", {"quit_episodes": True}, by="mo")
    await northfield.hears(WorkerAccredited(worker=TOM, accreditation="ncsct_level_2"))
    return await a_session(northfield)


async def a_session(northfield: Northfield, kind: str = "planning") -> tuple[UUID, str]:
    case = await northfield.opens_a_case()
    held = await northfield.does(f"/cases/{case}/sessions", {**ATTENDED, "kind": kind})
    return case, held["session"]


async def an_episode(northfield: Northfield) -> tuple[UUID, str]:
    case, session = await ready(northfield)
    body = {**AN_EPISODE, "session": session}
    opened = await northfield.does(f"/cases/{case}/quit-episodes", body)
    return case, opened["id"]


async def refused(northfield: Northfield, path: str, body: dict[str, Any]) -> str:
    answer = await northfield.ask(path, body)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["type"]).removeprefix("urn:ht:problem:")


async def test_an_episode_goes_from_its_quit_date_to_a_confirmed_quit(
    northfield: Northfield,
) -> None:
    case, episode = await an_episode(northfield)
    later = await northfield.does(
        f"/cases/{case}/sessions", {**ATTENDED, "started_at": "2026-03-08T09:00:00Z"}
    )
    reading = {"session": later["session"], "co_ppm": 6, "aid": "11"}
    await northfield.does(f"/quit-episodes/{episode}/sessions", reading)

    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)

    (shown,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    assert (shown["outcome"], shown["co"], shown["aid"]) == ("quit_co", "Y", "11")
    assert (shown["follow_up_from"], shown["follow_up_until"]) == ("2026-03-26", "2026-04-12")
    assert [each["co_ppm"] for each in shown["sessions"]] == [6]
    assert await northfield.history_of(episode) == [
        "quit_episode_opened",
        "quit_session_held",
        "quit_outcome_recorded",
    ]


async def test_a_programme_runs_none_until_it_switches_them_on(northfield: Northfield) -> None:
    case, session = await a_session(northfield)
    path, body = f"/cases/{case}/quit-episodes", {**AN_EPISODE, "session": session}

    assert await refused(northfield, path, body) == "quit-episodes-not-offered"
    await northfield.does("/offer", {"quit_episodes": True}, by="mo")
    assert await refused(northfield, path, body) == "adviser-not-trained"
    await northfield.hears(WorkerAccredited(worker=TOM, accreditation="ncsct_level_2"))
    assert (await northfield.ask(path, body)).status_code == 201


async def test_an_assessment_or_a_session_of_another_case_sets_no_quit_date(
    northfield: Northfield,
) -> None:
    _, elsewhere = await ready(northfield)
    case, assessed = await a_session(northfield, "assessment")
    path = f"/cases/{case}/quit-episodes"

    assert await refused(northfield, path, {**AN_EPISODE, "session": assessed}) == (
        "only-assessed"
    )
    assert await refused(northfield, path, {**AN_EPISODE, "session": elsewhere}) == (
        "session-not-held"
    )


async def test_a_client_has_one_episode_open_and_may_try_again_afterwards(
    northfield: Northfield,
) -> None:
    case, episode = await an_episode(northfield)
    (first,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    path = f"/cases/{case}/quit-episodes"
    again = {**AN_EPISODE, "session": first["session"], "quit_on": "2026-05-01"}

    assert await refused(northfield, path, again) == "quit-episode-in-progress"
    await northfield.does(f"/quit-episodes/{episode}/outcome", {**QUIT, "smoked": True})
    await northfield.does(path, again)

    assert [each["outcome"] for each in await northfield.shows(path)] == ["not_quit", None]


async def test_day_43_lists_as_lost_once_and_a_follow_up_in_time_replaces_it(
    northfield: Northfield,
) -> None:
    case, episode = await an_episode(northfield)

    assert await days_pass(northfield, date(2026, 4, 12)) == 0
    assert await days_pass(northfield, date(2026, 4, 13)) == 1
    assert await days_pass(northfield, date(2026, 4, 14)) == 0
    lost = (await northfield.shows("/quit-episodes?standing=lost"))["items"]
    assert [line["id"] for line in lost] == [episode]
    assert (await northfield.shows("/quit-episodes"))["items"] == []

    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)

    (shown,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    assert shown["outcome"] == "quit_co"
    assert (await northfield.shows("/quit-episodes?standing=lost"))["items"] == []


async def test_who_was_followed_up_is_never_listed_as_lost(northfield: Northfield) -> None:
    _, episode = await an_episode(northfield)
    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)

    assert await days_pass(northfield, date(2026, 4, 13)) == 0
    assert (await northfield.history_of(episode))[-1] == "quit_outcome_recorded"


async def test_follow_ups_are_listed_by_their_day(northfield: Northfield) -> None:
    _, episode = await an_episode(northfield)

    early = (await northfield.shows("/quit-episodes?follow_up_before=2026-03-26"))["items"]
    (line,) = (await northfield.shows("/quit-episodes?follow_up_before=2026-03-27"))["items"]

    assert early == []
    assert (line["id"], line["adviser"]) == (episode, str(TOM))


async def test_the_programme_sees_its_rates(northfield: Northfield) -> None:
    _, episode = await an_episode(northfield)
    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)
    period = "/quit-episodes/cohort?since=2026-03-01&before=2026-04-01"

    counted = await northfield.shows(period, by="mo")
    before = await northfield.shows("/quit-episodes/cohort?before=2026-03-01", by="mo")

    assert (counted["setting"], counted["quit"], counted["co_confirmed"]) == (1, 1, 1)
    assert (counted["quit_rate"], counted["verification_rate"]) == ("100.0", "100.0")
    assert (before["setting"], before["quit_rate"]) == (0, None)


async def test_the_same_key_opens_one_episode(northfield: Northfield) -> None:
    case, session = await ready(northfield)
    path, body = f"/cases/{case}/quit-episodes", {**AN_EPISODE, "session": session}

    first = await northfield.ask(path, body, key="once")
    again = await northfield.ask(path, body, key="once")
    other = await northfield.ask(path, {**body, "aid": "17"}, key="once")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert other.json()["type"] == "urn:ht:problem:key-reused"
    assert len(await northfield.shows(path)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gender", "female"),
        ("age_band", "06"),
        ("setting", "99"),
        ("aid", "01"),
        ("quit_on", "1 March"),
        ("cigarettes_a_day", -1),
        ("national_insurance", "QQ123456C"),
    ],
)
async def test_what_the_return_has_no_code_for_is_not_taken(
    northfield: Northfield, field: str, value: object
) -> None:
    case, session = await ready(northfield)

    answer = await northfield.ask(
        f"/cases/{case}/quit-episodes", {**AN_EPISODE, "session": session, field: value}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_an_episode_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    case, episode = await an_episode(northfield)

    there = await northfield.see(f"/cases/{case}/quit-episodes", by=by)
    nonsense = await northfield.see(f"/cases/{new_id()}/quit-episodes", by=by)
    told = await northfield.ask(f"/quit-episodes/{episode}/outcome", QUIT, by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)
    assert (told.status_code, told.json()["type"]) == (404, "urn:ht:problem:no-such-thing")
    assert (await northfield.shows("/quit-episodes", by=by))["items"] == []
    assert (await northfield.shows("/quit-episodes/cohort", by=by))["setting"] == 0


async def test_advisers_write_managers_read_and_nobody_else_does(
    northfield: Northfield,
) -> None:
    case, episode = await an_episode(northfield)
    path = f"/quit-episodes/{episode}/outcome"

    for by in ("chidi", "carol", "ada"):
        assert (await northfield.see(f"/cases/{case}/quit-episodes", by=by)).status_code == 403
        assert (await northfield.ask(path, QUIT, by=by)).status_code == 403
    assert (await northfield.see(f"/cases/{case}/quit-episodes", by="mo")).status_code == 200
    assert (await northfield.ask(path, QUIT, by="mo")).status_code == 403
    assert (await northfield.ask(path, QUIT, by="sarah")).status_code == 200


async def test_why_an_outcome_was_put_right_is_sealed(northfield: Northfield) -> None:
    case, episode = await an_episode(northfield)
    await northfield.does(f"/quit-episodes/{episode}/outcome", QUIT)
    reason = "Her sister answered the telephone"
    await northfield.does(
        f"/quit-episodes/{episode}/outcome", {**QUIT, "smoked": True, "reason": reason}
    )

    (shown,) = await northfield.shows(f"/cases/{case}/quit-episodes")
    bodies = b"".join(await northfield.bodies_of(episode))

    assert (shown["outcome"], shown["reason"]) == ("not_quit", reason)
    assert b"sister" not in bodies


async def test_a_senior_without_the_training_or_somebody_unknown_advises_nobody(
    northfield: Northfield,
) -> None:
    case, session = await ready(northfield)

    for adviser in (SARAH, new_id()):
        body = {**AN_EPISODE, "session": session, "adviser": adviser}
        path = f"/cases/{case}/quit-episodes"
        assert await refused(northfield, path, body) == "adviser-not-trained"
