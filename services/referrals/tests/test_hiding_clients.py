"""A worker who is too close to a client sees nothing of where they were sent or told to go."""

from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from ht_contracts.intake import ConflictDeclared
from ht_kit.ids import new_id

from .conftest import Referrals
from .test_referring_routes import a_sent_referral
from .world import CASE, CLIENT, MONDAY, TUESDAY, WEDNESDAY

pytestmark = pytest.mark.engines

TESS = uuid5(NAMESPACE_DNS, "tess.example.org")
ADVICE = {"case": str(CASE), "destination": "advice", "signposted_at": TUESDAY.isoformat()}


async def a_life(referrals: Referrals) -> str:
    """Let a client be told of advice, and sent on; give the referral."""
    await referrals.post("/signposts", ADVICE, by="tess")
    return await a_sent_referral(referrals)


async def too_close(referrals: Referrals) -> None:
    await referrals.hears(ConflictDeclared(client=CLIENT, worker=TESS, declared_at=TUESDAY))


async def test_a_referral_is_not_there_for_a_worker_who_is_too_close(
    referrals: Referrals,
) -> None:
    referral = await a_life(referrals)
    place = await referrals.a_place(recipient="another-place")
    await too_close(referrals)
    path, at = f"/onward-referrals/{referral}", WEDNESDAY.isoformat()
    (signpost,) = (await referrals.get(f"/signposts?case={CASE}", by="sana")).json()["items"]
    never = await referrals.get(f"/onward-referrals/{new_id()}", by="tess")
    before = await referrals.history()

    draft = {
        "case": str(CASE),
        "entry": place,
        "reason": "04",
        "drafted_at": MONDAY.isoformat(),
    }
    answers = [
        await referrals.get(path, by="tess"),
        await referrals.get(f"/clients/{CLIENT}/timeline", by="tess"),
        await referrals.post(f"{path}/send", {"sent_at": at}, by="tess"),
        await referrals.post(f"{path}/withdraw", {"withdrawn_at": at}, by="tess"),
        await referrals.post(
            f"{path}/answers",
            {"answer": "accepted", "answered_at": at, "how": "telephone"},
            by="tess",
        ),
        await referrals.post(
            f"/signposts/{signpost['id']}/follow-up",
            {"took_up": "took_up", "followed_up_at": at},
            by="tess",
        ),
        await referrals.post("/onward-referrals", draft, by="tess"),
        await referrals.post("/signposts", ADVICE, by="tess"),
    ]

    assert never.status_code == 404
    assert {(each.status_code, each.content) for each in answers} == {(404, never.content)}
    assert await referrals.history() == before
    assert (await referrals.get(path, by="sana")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/onward-referrals", f"/onward-referrals?case={CASE}", f"/signposts?case={CASE}"]
)
async def test_no_list_has_what_became_of_them(referrals: Referrals, path: str) -> None:
    await a_life(referrals)
    before = (await referrals.get(path, by="tess")).json()["items"]

    await too_close(referrals)

    nobody = await referrals.get(f"/signposts?case={UUID(int=77)}", by="tess")
    hidden = await referrals.get(path, by="tess")
    assert (len(before), hidden.json()) == (1, nobody.json())
    assert len((await referrals.get(path, by="sana")).json()["items"]) == 1


async def test_whoever_may_not_ask_is_not_told_that_there_is_a_conflict(
    referrals: Referrals,
) -> None:
    referral = await a_life(referrals)
    cho = uuid5(NAMESPACE_DNS, "cho.example.org")
    await referrals.hears(ConflictDeclared(client=CLIENT, worker=cho, declared_at=TUESDAY))

    for each in (referral, new_id()):
        assert (await referrals.get(f"/onward-referrals/{each}", by="cho")).status_code == 403
