"""Rules of eligibility keep people out: whom a senior takes on all the same can be counted."""

from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

import pytest

import ht_intake

from .conftest import Intake
from .world import APRIL, MAY, ROSES_REFERRAL

pytestmark = pytest.mark.engines


async def taken_on(
    intake: Intake, reference: str, at: str = APRIL, *, against: str | None = None, by: str
) -> str:
    sender = {"namespace": "a81001", "reference": reference}
    referral = await intake.done("/referrals", {**ROSES_REFERRAL, "sender": sender}, by=by)
    form: dict[str, object] = {"accepted_at": at}
    if against is not None:
        form |= {"override_of": against, "override_reason": "Lives over the road"}
    await intake.done(f"/referrals/{referral['id']}/accept", form, by=by)
    return str(referral["id"])


async def test_whom_a_senior_takes_on_against_the_criteria_is_counted_and_listed(
    intake: Intake,
) -> None:
    over_the_road = await taken_on(intake, "1", against="outside_area", by="sana")
    too_young = await taken_on(intake, "2", MAY, against="outside_age", by="sana")
    await taken_on(intake, "3", by="sana")
    await taken_on(intake, "4", against="outside_area", by="sam-of-southfield")

    listed = (await intake.get("/referrals?overridden=true", by="maya")).json()["items"]
    within = (await intake.get("/referrals?overridden=false", by="maya")).json()["items"]
    counted = (await intake.get("/override-counts", by="maya")).json()["counts"]
    in_may = (await intake.get("/override-counts?since=2026-05-01", by="maya")).json()["counts"]
    by_april = (await intake.get("/override-counts?until=2026-04-09", by="maya")).json()

    assert {line["id"]: line["override_of"] for line in listed} == {
        over_the_road: "outside_area",
        too_young: "outside_age",
    }
    assert [line["override_of"] for line in within] == [None]
    assert counted == {"outside_area": 1, "outside_age": 1, "other_criteria": 0}
    assert in_may == {"outside_area": 0, "outside_age": 1, "other_criteria": 0}
    assert by_april["counts"] == {"outside_area": 1, "outside_age": 0, "other_criteria": 0}


async def test_who_is_hidden_is_in_no_count_as_in_no_list(intake: Intake) -> None:
    referral = await taken_on(intake, "1", against="outside_area", by="sana")
    client = await intake.rose()
    await intake.takes_part(client)
    converted = {"client": client, "converted_at": MAY}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")
    worker = str(uuid5(NAMESPACE_DNS, "tess.example.org"))
    conflict = {"worker": worker, "kind": "relative", "declared_at": MAY}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")

    hers = (await intake.get("/override-counts", by="tess")).json()["counts"]
    others = (await intake.get("/override-counts", by="theo")).json()["counts"]

    assert (hers["outside_area"], others["outside_area"]) == (0, 1)


async def test_what_was_overridden_before_it_was_counted_is_counted(intake: Intake) -> None:
    await taken_on(intake, "1", against="outside_age", by="sana")
    await taken_on(intake, "2", by="sana")
    written = await intake.rows("referral")
    migration = Path(ht_intake.__file__).with_name("migrations") / "0012_pre_overrides.sql"
    _, _, fills = migration.read_text().partition("UPDATE referral")

    await intake.execute("UPDATE referral SET override_of = NULL, overridden_on = NULL")
    await intake.execute(f"UPDATE referral{fills}")

    assert await intake.rows("referral") == written
