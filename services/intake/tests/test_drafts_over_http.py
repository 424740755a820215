"""A referral half written on a phone is its writer's alone, and gone when nobody comes back."""

import pytest

from .conftest import Intake
from .world import NONSENSE, ROSES_REFERRAL, SAID_IN_THE_REFERRAL

pytestmark = pytest.mark.engines

BEGUN = {"content": {"source": "champion", "person": {"called": "Rosie Unmistakable"}}}
WHOLE = {"content": dict(ROSES_REFERRAL)}
_BREAKS = """
CREATE TABLE broken (type text);
GRANT SELECT ON broken TO PUBLIC;
CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.type IN (SELECT type FROM broken) THEN RAISE EXCEPTION 'the process dies here'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER break_off BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION break_off();
"""
_BREAKS_AFTER = "INSERT INTO broken VALUES ($1)"
_NEXT = {"draft_sending_begun": "client_referred", "client_referred": "draft_sent"}
EMPTY: dict[str, object] = {}


async def drafted(intake: Intake, body: object = WHOLE, *, by: str = "tess") -> str:
    answer = await intake.post("/referral-drafts", body, by=by)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_draft_is_taken_up_again_where_it_was_left(intake: Intake) -> None:
    draft = await drafted(intake, BEGUN, by="cho")
    path = f"/referral-drafts/{draft}"

    left = (await intake.get(path, by="cho")).json()
    await intake.done(path, WHOLE, by="cho")
    (line,) = (await intake.get("/referral-drafts", by="cho")).json()["items"]

    assert left["content"] == BEGUN["content"]
    assert (await intake.get(path, by="cho")).json()["content"] == WHOLE["content"]
    assert line["id"] == draft


@pytest.mark.parametrize("person", ["theo", "sana", "ada", "sam-of-southfield"])
async def test_a_draft_is_nobody_else_s(intake: Intake, person: str) -> None:
    draft = await drafted(intake)
    path = f"/referral-drafts/{draft}"

    here = await intake.get(path, by=person)
    nowhere = await intake.get(f"/referral-drafts/{NONSENSE}", by=person)
    saved = await intake.post(path, BEGUN, by=person)
    sent = await intake.post(f"{path}/send", EMPTY, by=person)
    listed = (await intake.get("/referral-drafts", by=person)).json()["items"]

    assert (here.status_code, here.content) == (404, nowhere.content)
    assert (saved.status_code, sent.status_code, listed) == (404, 404, [])
    assert await intake.history() == ["draft_saved"]


@pytest.mark.parametrize("person", ["maya", "col", "ana", "olive", "the-harbour-system"])
async def test_who_takes_nobody_in_writes_no_drafts(intake: Intake, person: str) -> None:
    assert (await intake.post("/referral-drafts", BEGUN, by=person)).status_code == 403
    assert (await intake.get("/referral-drafts", by=person)).status_code == 403


async def test_a_draft_becomes_one_referral_however_often_it_is_sent(intake: Intake) -> None:
    draft = await drafted(intake)
    path = f"/referral-drafts/{draft}/send"

    first = await intake.post(path, EMPTY, by="tess", key="one")
    repeated = await intake.post(path, EMPTY, by="tess", key="one")
    again = await intake.post(path, EMPTY, by="tess", key="two")
    referral = first.json()["referral"]
    shown = (await intake.get(f"/referrals/{referral}", by="tess")).json()

    assert [each.status_code for each in (first, repeated, again)] == [201, 201, 201]
    assert {each.json()["referral"] for each in (first, repeated, again)} == {referral}
    assert shown["reference"] == first.json()["reference"]
    assert shown["person"]["called"] == "Rosie Unmistakable"
    assert await intake.history() == [
        "client_referred", "draft_saved", "draft_sending_begun", "draft_sent",
    ]  # fmt: skip
    assert (await intake.get(f"/referral-drafts/{draft}", by="tess")).status_code == 404


async def test_a_draft_that_was_changed_meanwhile_is_not_half_sent(intake: Intake) -> None:
    draft = await drafted(intake)
    path = f"/referral-drafts/{draft}"
    changed = {"content": {**ROSES_REFERRAL, "note": "Prefers the morning"}}
    await intake.done(path, changed, by="tess")

    stale = await intake.post(f"{path}/send", EMPTY, by="tess", version=1)
    before = await intake.history()
    sent = await intake.post(f"{path}/send", EMPTY, by="tess", key="one", version=2)
    again = await intake.post(f"{path}/send", EMPTY, by="tess", key="one", version=2)

    assert (stale.status_code, before) == (412, ["draft_saved", "draft_saved"])
    assert (sent.status_code, again.json()) == (201, sent.json())
    shown = await intake.get(f"/referrals/{sent.json()['referral']}", by="tess")
    assert shown.json()["note"] == "Prefers the morning"


@pytest.mark.parametrize("after", ["draft_sending_begun", "client_referred"])
@pytest.mark.parametrize("key", ["one", "two"])
async def test_a_process_that_dies_while_sending_loses_no_edit_and_sends_once(
    intake: Intake, after: str, key: str
) -> None:
    draft = await drafted(intake)
    path = f"/referral-drafts/{draft}"
    changed = {"content": {**ROSES_REFERRAL, "note": "Prefers the morning"}}
    await intake.execute(_BREAKS)
    await intake.execute(_BREAKS_AFTER, _NEXT[after])
    broken_off = await intake.post(f"{path}/send", EMPTY, by="tess", key="one")
    await intake.execute("DELETE FROM broken")

    edited = await intake.post(path, changed, by="tess")
    thrown_away = await intake.post(f"{path}/discard", EMPTY, by="tess")
    before = await intake.history()
    sent = await intake.post(f"{path}/send", EMPTY, by="tess", key=key)

    assert broken_off.status_code == 500
    assert (edited.status_code, thrown_away.status_code, sent.status_code) == (409, 409, 201)
    assert edited.json()["type"] == "urn:ht:problem:draft-being-sent"
    assert after in before
    assert _NEXT[after] not in before
    assert await intake.history() == [
        "client_referred", "draft_saved", "draft_sending_begun", "draft_sent",
    ]  # fmt: skip
    shown = await intake.get(f"/referrals/{sent.json()['referral']}", by="tess")
    assert shown.json()["note"] == ROSES_REFERRAL.get("note")


async def test_what_would_be_refused_can_still_be_put_right(intake: Intake) -> None:
    draft = await drafted(
        intake, {"content": {**ROSES_REFERRAL, "received_at": "2099-01-01T09:00:00Z"}}
    )
    path = f"/referral-drafts/{draft}"

    refused = await intake.post(f"{path}/send", EMPTY, by="tess")
    await intake.done(path, WHOLE, by="tess")

    assert refused.json()["type"] == "urn:ht:problem:dated-in-the-future"
    assert (await intake.post(f"{path}/send", EMPTY, by="tess")).status_code == 201


async def test_what_its_sender_sent_already_is_that_one(intake: Intake) -> None:
    known = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    draft = await drafted(intake)

    sent = await intake.post(f"/referral-drafts/{draft}/send", EMPTY, by="tess")
    again = await intake.post(f"/referral-drafts/{draft}/send", EMPTY, by="tess")
    other = await drafted(intake, {"content": {**ROSES_REFERRAL, "sender": None}})
    new = await intake.post(f"/referral-drafts/{other}/send", EMPTY, by="tess")

    assert [each.json()["referral"] for each in (sent, again)] == [known, known]
    assert [each.json().get("repeated") for each in (sent, again, new)] == [True, True, None]
    assert (await intake.history()).count("client_referred") == 2


async def test_what_is_missing_is_asked_for_before_a_draft_is_sent(intake: Intake) -> None:
    draft = await drafted(intake, BEGUN)

    refused = await intake.post(f"/referral-drafts/{draft}/send", EMPTY, by="tess")

    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {"consent", "received_at"}
    assert (await intake.get(f"/referral-drafts/{draft}", by="tess")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": {"nhs_number": "9990000018"}},
        {"content": ["diet"]},
        {"content": {"note": "x" * 25_000}},
        {"contents": {}},
    ],
)
async def test_what_is_no_part_of_a_referral_is_not_kept(intake: Intake, wrong: object) -> None:
    answer = await intake.post("/referral-drafts", wrong, by="tess")

    assert answer.status_code == 422
    assert "9990000018" not in answer.text
    assert await intake.history() == []


async def keys(intake: Intake, draft: str) -> int:
    return len(await intake.backed_up_keys([draft]))


async def test_a_draft_vanishes_when_nobody_comes_back_and_its_key_with_it(
    intake: Intake,
) -> None:
    draft = await drafted(intake)

    await intake.a_day_passes(13)
    before = await intake.get(f"/referral-drafts/{draft}", by="tess")
    keys_before = await keys(intake, draft)
    await intake.a_day_passes(14)
    after = await intake.get(f"/referral-drafts/{draft}", by="tess")

    assert (before.status_code, keys_before) == (200, 1)
    assert (after.status_code, await keys(intake, draft)) == (404, 0)
    assert (await intake.get("/referral-drafts", by="tess")).json()["items"] == []
    stale = await intake.post(f"/referral-drafts/{draft}", BEGUN, by="tess")
    assert stale.json()["type"] == "urn:ht:problem:draft-gone"


@pytest.mark.parametrize("how", ["send", "discard"])
async def test_when_a_draft_ends_nothing_of_it_can_be_read(intake: Intake, how: str) -> None:
    draft = await drafted(intake)

    await intake.done(f"/referral-drafts/{draft}/{how}", EMPTY, by="tess")
    await intake.a_day_passes()

    assert await keys(intake, draft) == 0
    stored = await intake.everything_stored()
    assert [said for said in SAID_IN_THE_REFERRAL if said in stored] == []


async def test_a_programme_says_how_long_drafts_are_kept(intake: Intake) -> None:
    await intake.done("/taking-in", {"draft_days": 1}, by="maya")
    draft = await drafted(intake)

    await intake.a_day_passes(1)

    assert (await intake.get(f"/referral-drafts/{draft}", by="tess")).status_code == 404
