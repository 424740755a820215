"""Nobody sees what is not theirs, though every query forgot to ask: the database holds it."""

import asyncpg
import pytest

from .conftest import Intake
from .world import CHARITY, COUNCIL, ROSES_REFERRAL

pytestmark = pytest.mark.engines

TENANTED = ["events", "streams", "idempotency", "worker", "programme", "referral", "client",
            "client_token"]  # fmt: skip
SELF = {"sign_in": "amir-again", "name": "Amir Invented", "employer": CHARITY}
PROGRAMME = {
    "programme": "northfield",
    "name": "Northfield",
    "area": "Northfield",
    "region": "North West",
    "maintenance_months": [3],
}


async def seen_by_reader(intake: Intake, organisations: str | None) -> dict[str, int]:
    connection = await asyncpg.connect(intake.database.url("reader"))
    try:
        async with connection.transaction():
            if organisations is not None:
                await connection.execute(
                    "SELECT set_config('ht.organisations', $1, true)", organisations
                )
            return {
                table: await connection.fetchval(f"SELECT count(*) FROM {table}")
                for table in TENANTED
                if await connection.fetchval("SELECT has_table_privilege($1, 'SELECT')", table)
            }
    finally:
        await connection.close()


async def test_a_query_without_an_organisation_sees_nothing(intake: Intake) -> None:
    await intake.rose()
    await intake.done("/referrals", ROSES_REFERRAL, by="ada")
    await intake.done("/workers", SELF, by="amir")
    await intake.done("/programmes", PROGRAMME, by="amir")

    forgetful = await seen_by_reader(intake, None)
    foreign = await seen_by_reader(intake, COUNCIL)
    own = await seen_by_reader(intake, CHARITY)

    assert set(forgetful) >= {"events", "worker", "programme", "referral", "client"}
    assert set(forgetful.values()) == {0}
    assert set(foreign.values()) == {0}
    assert all(own[table] > 0 for table in ("events", "worker", "programme", "client"))


async def test_a_sender_elsewhere_may_use_the_same_reference(intake: Intake) -> None:
    ours = await intake.done("/referrals", ROSES_REFERRAL, by="ada")
    theirs = await intake.post("/referrals", ROSES_REFERRAL, by="cleo-of-the-council")

    assert theirs.status_code == 201
    assert theirs.json()["id"] != ours["id"]


@pytest.mark.parametrize("person", ["sam-of-southfield", "cleo-of-the-council"])
async def test_anothers_referral_and_none_at_all_look_the_same(
    intake: Intake, person: str
) -> None:
    referral = (await intake.done("/referrals", ROSES_REFERRAL, by="ada"))["id"]
    nobodys = referral[:-4] + ("0000" if referral[-4:] != "0000" else "1111")
    accept = {"accepted_at": "2026-04-09T10:00:00Z"}

    here = await intake.get(f"/referrals/{referral}", by=person)
    nowhere = await intake.get(f"/referrals/{nobodys}", by=person)
    accepted = await intake.post(f"/referrals/{referral}/accept", accept, by=person)
    neither = await intake.post(f"/referrals/{nobodys}/accept", accept, by=person)
    listed = await intake.get("/referrals", by=person)

    assert (here.status_code, here.content) == (404, nowhere.content)
    assert (accepted.status_code, accepted.content) == (404, neither.content)
    assert listed.json()["items"] == []
    assert await intake.history() == ["client_referred"]
