"""What comes to an end or grows old is found in a list, before anybody relies on it.

STANDARDS.md 1.5 (needs overdue for review), 4 (consents that expire); DOMAIN.md 2.1 (conflict).
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import ht_intake
from ht_kit.clock import london_day, now

from .conftest import Intake
from .test_protecting_clients import worker
from .world import APRIL, MARCH, NONSENSE

pytestmark = pytest.mark.engines

NEEDS = {"interpreter_needed": "no", "recorded_at": "2020-03-09T10:00:00Z"}
TO_THE_GP = {
    "recipient": "gp-practice",
    "purpose": "onward_referral",
    "data_class": "contact",
    "given_at": MARCH,
    "how": "in_person",
}


def in_days(days: int) -> str:
    return (london_day(now()) + timedelta(days)).isoformat()


async def agreed(intake: Intake, client: str, recipient: str, **more: Any) -> str:
    body = {**TO_THE_GP, "recipient": recipient, **more}
    made = await intake.done(f"/clients/{client}/consents", body, by="tess")
    return str(made["consent"])


async def recipients_due(intake: Intake, query: str = "", by: str = "tess") -> list[str]:
    listed = await intake.get(f"/consents/due{query}", by=by)
    return [each["recipient"] for each in listed.json()["items"]]


async def test_needs_are_overdue_from_the_day_of_their_review(intake: Intake) -> None:
    client, another = await intake.rose(), await intake.rose(nhs_number=None)
    for whose, day in ((client, in_days(0)), (another, in_days(1))):
        needs = {**NEEDS, "review_on": day}
        await intake.done(f"/clients/{whose}/access-needs", needs, by="tess")

    overdue = (await intake.get("/access-needs/overdue", by="sana")).json()
    elsewhere = (await intake.get("/access-needs/overdue", by="sam-of-southfield")).json()
    needs = {**NEEDS, "review_on": in_days(300), "recorded_at": APRIL}
    await intake.done(f"/clients/{client}/access-needs", needs, by="tess")

    assert overdue["items"] == [{"client": client, "review_on": in_days(0)}]
    assert elsewhere["items"] == []
    assert (await intake.get("/access-needs/overdue", by="sana")).json()["items"] == []


async def test_nobody_dead_hidden_restricted_or_erased_is_in_a_list(intake: Intake) -> None:
    dead, hidden, restricted, erased = [
        await intake.rose(nhs_number=None, nhs_number_absent=None) for _ in range(4)
    ]
    for client in (dead, hidden, restricted, erased):
        needs = {**NEEDS, "review_on": "2021-03-09"}
        await intake.done(f"/clients/{client}/access-needs", needs, by="tess")
        await agreed(intake, client, "gp-practice", review_on=in_days(1))
    death = {"source": "family", "recorded_at": APRIL}
    await intake.done(f"/clients/{dead}/death", death, by="tess")
    conflict = {"worker": worker("tess"), "kind": "friend", "declared_at": APRIL}
    await intake.done(f"/clients/{hidden}/conflicts", conflict, by="ada")
    named = {"workers": [worker("sana")], "reason": "at risk", "restricted_at": APRIL}
    await intake.done(f"/clients/{restricted}/restrict", named, by="sana")
    await intake.done(f"/clients/{erased}/erase", {"reason_code": "ordered_by_law"}, by="ida")

    async def listed(path: str, by: str) -> set[str]:
        return {each["client"] for each in (await intake.get(path, by=by)).json()["items"]}

    for path in ("/access-needs/overdue", "/consents/due"):
        assert await listed(path, "tess") == set()
        assert await listed(path, "sana") == {hidden, restricted}


async def test_consents_that_end_or_are_to_be_looked_at_soon_are_listed(
    intake: Intake,
) -> None:
    client = await intake.rose()
    ends = (now() + timedelta(days=20)).isoformat()
    await agreed(intake, client, "ends-soon", expires_at=ends)
    await agreed(intake, client, "looked-at-soon", review_on=in_days(10))
    await agreed(intake, client, "looked-at-late", review_on=in_days(40))
    await agreed(intake, client, "stands-for-good")
    await agreed(intake, client, "is-over", expires_at="2026-03-10T10:00:00Z")
    withdrawn = await agreed(intake, client, "was-withdrawn", review_on=in_days(5))
    taken_back = {"withdrawn_at": APRIL, "how": "telephone"}
    await intake.done(f"/clients/{client}/consents/{withdrawn}/withdraw", taken_back, by="tess")

    assert await recipients_due(intake) == ["looked-at-soon", "ends-soon"]
    assert await recipients_due(intake, f"?until={in_days(40)}") == [
        "looked-at-soon",
        "ends-soon",
        "looked-at-late",
    ]
    first = (await intake.get("/consents/due?limit=1", by="tess")).json()
    assert await recipients_due(intake, f"?after={first['next']}") == ["ends-soon"]
    assert await recipients_due(intake, by="sam-of-southfield") == []


async def test_a_consent_says_who_was_there_what_was_read_and_whether_it_holds(
    intake: Intake,
) -> None:
    client = await intake.rose()
    told = {"form": "written", "notice_version": "2026-01", "review_on": "2026-09-09"}
    await agreed(intake, client, "stands", **told)
    await agreed(intake, client, "is-over", expires_at="2026-03-10T10:00:00Z")
    await agreed(intake, client, "seen-by-sana", witnessed_by=worker("sana"))

    shown = (await intake.get(f"/clients/{client}", by="tess")).json()["consents"]
    by_recipient = {each["recipient"]: each for each in shown}

    assert {each: by_recipient["stands"][each] for each in told} == told
    assert by_recipient["stands"]["witnessed_by"] == worker("tess")
    assert by_recipient["seen-by-sana"]["witnessed_by"] == worker("sana")
    assert {each: by_recipient[each]["live"] for each in by_recipient} == {
        "stands": True,
        "is-over": False,
        "seen-by-sana": True,
    }


async def test_conflicts_are_listed_for_the_lead_for_information_governance(
    intake: Intake,
) -> None:
    client = await intake.rose()
    conflict = {"worker": worker("tess"), "kind": "relative", "declared_at": APRIL}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="tess")

    ours = [(await intake.get("/conflicts", by=by)).json()["items"] for by in ("ida", "ivy")]
    theirs = (await intake.get("/conflicts", by="ian-of-the-council")).json()["items"]
    refused = [(await intake.get("/conflicts", by=by)).status_code for by in ("tess", "maya")]

    assert ours == [[{**conflict, "client": client}]] * 2
    assert (theirs, refused) == ([], [403, 403])


def what_the_migration_makes_of_the_past() -> str:
    """Give the part that fills the new columns from what happened before they were there."""
    migrations = Path(ht_intake.__file__).with_name("migrations")
    text = (migrations / "0010_pre_registers_in_full.sql").read_text()
    _, _, after = text.partition("-- What was recorded before")
    return f"-- {after.partition('SELECT allow_rows(name)')[0]}"


async def test_what_was_recorded_before_the_lists_were_there_is_in_them(intake: Intake) -> None:
    kept, dead, erased = [
        await intake.rose(nhs_number=None, nhs_number_absent=None) for _ in range(3)
    ]
    ends = (now() + timedelta(days=20)).isoformat()
    for client in (kept, dead, erased):
        for day in ("2021-03-09", "2022-03-09"):
            needs = {**NEEDS, "review_on": day}
            await intake.done(f"/clients/{client}/access-needs", needs, by="tess")
        await agreed(intake, client, "stands", expires_at=ends)
        withdrawn = await agreed(intake, client, "was-withdrawn")
        path = f"/clients/{client}/consents/{withdrawn}/withdraw"
        await intake.done(path, {"withdrawn_at": APRIL}, by="tess")
        conflict = {"worker": worker("tess"), "kind": "friend", "declared_at": APRIL}
        await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")
    death = {"source": "family", "recorded_at": APRIL}
    for client in (kept, dead):
        await intake.done(f"/clients/{client}/death", death, by="ada")
    mistake = {"reason": "another Rose", "reversed_at": now().isoformat()}
    await intake.done(f"/clients/{kept}/death/reverse", mistake, by="sana")
    await intake.done(f"/clients/{erased}/erase", {"reason_code": "ordered_by_law"}, by="ida")
    tables = ("client", "consent", "conflict")
    written = [await intake.rows(table) for table in tables]

    await intake.execute("DELETE FROM consent")
    await intake.execute("DELETE FROM conflict")
    await intake.execute("UPDATE client SET has_died = false, needs_review_on = NULL")
    await intake.execute(what_the_migration_makes_of_the_past())

    assert [await intake.rows(table) for table in tables] == written
    assert {row["has_died"] for row in written[0]} == {True, False}


@pytest.mark.parametrize("person", ["cho", "col", "olive"])
async def test_whoever_may_not_see_clients_sees_no_list_of_them(
    intake: Intake, person: str
) -> None:
    for path in ("/access-needs/overdue", "/consents/due"):
        assert (await intake.get(path, by=person)).status_code == 403


@pytest.mark.parametrize("query", ["until=soon", "after=guessed", "limit=0", f"who={NONSENSE}"])
async def test_a_list_is_asked_for_as_it_can_be_meant(intake: Intake, query: str) -> None:
    assert (await intake.get(f"/consents/due?{query}", by="tess")).status_code == 422
