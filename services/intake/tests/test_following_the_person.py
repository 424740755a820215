"""What is true of a person reaches each of their records, once, and outlives the link."""

from datetime import date, timedelta

import pytest

from ht_intake.domain.client.commands import Command, EraseClient, WithdrawFromTakingPart
from ht_intake.domain.client.events import (
    ClientErased,
    Event,
    TakingPartAgreed,
    TakingPartWithdrawn,
)
from ht_intake.domain.client.following import to_follow
from ht_intake.domain.client.protecting import (
    DeathRecorded,
    DeathReversed,
    RecordDeath,
    ReverseDeath,
)
from ht_intake.domain.client.state import NO_CLIENT_YET, Client, evolve
from ht_kit.verify import verify

from .conftest import Intake
from .people import APRIL, MARCH, MAY, ROSE, TODAY, registered, registering
from .world import APRIL as THEN
from .world import MAY as LATER
from .world import PERSONAL

DIED = DeathRecorded(client=ROSE, died_on=date(2026, 3, 1), source="family", recorded_at=APRIL)
ALIVE = DeathReversed(client=ROSE, reason="another Rose", reversed_at=MAY)
AGREED = TakingPartAgreed(
    client=ROSE, agreed_at=MARCH, how="in_person", notice_version="2026-01"
)
WITHDRAWN = TakingPartWithdrawn(client=ROSE, withdrawn_at=APRIL)
ERASED = ClientErased(
    client=ROSE, reason="asked_by_the_person", reference="SAR-1", erased_at=MAY
)
RECORD = RecordDeath(
    died_on=date(2026, 3, 1), source="family", recorded_at=APRIL, asked_at=TODAY
)
REVERSE = ReverseDeath(reason="another Rose", reversed_at=MAY, asked_at=TODAY)
WITHDRAW = WithdrawFromTakingPart(withdrawn_at=APRIL, asked_at=TODAY)
ERASE = EraseClient(reason="asked_by_the_person", reference="SAR-1", asked_at=TODAY)


def a_record(*history: Event) -> Client:
    client = evolve(NO_CLIENT_YET, registered(registering()))
    for event in history:
        client = evolve(client, event)
    return client


def followed(one: Client, other: Client) -> list[Command]:
    return to_follow(one, other, asked_at=TODAY)


def test_a_death_and_its_reversal_are_of_the_person() -> None:
    assert followed(a_record(DIED), a_record()) == [RECORD]
    assert followed(a_record(DIED), a_record(DIED)) == []
    assert followed(a_record(DIED, ALIVE), a_record(DIED)) == [REVERSE]
    assert followed(a_record(DIED, ALIVE), a_record()) == []
    assert followed(a_record(), a_record(DIED)) == []


def test_of_a_death_what_was_said_last_counts() -> None:
    again = DeathRecorded(
        client=ROSE, died_on=None, source="hospital", recorded_at=MAY + timedelta(days=1)
    )

    assert followed(a_record(DIED), a_record(DIED, ALIVE)) == []
    assert followed(a_record(DIED, ALIVE), a_record(again)) == []
    assert len(followed(a_record(again), a_record(DIED, ALIVE))) == 1


def test_support_ends_that_was_agreed_to_before_the_person_withdrew() -> None:
    later = TakingPartAgreed(
        client=ROSE, agreed_at=MAY, how="in_person", notice_version="2026-01"
    )

    assert followed(a_record(AGREED, WITHDRAWN), a_record(AGREED)) == [WITHDRAW]
    assert followed(a_record(AGREED, WITHDRAWN), a_record(AGREED, WITHDRAWN)) == []
    assert followed(a_record(AGREED, WITHDRAWN), a_record(later)) == []
    assert followed(a_record(AGREED, WITHDRAWN), a_record()) == []
    assert followed(a_record(AGREED, WITHDRAWN, later), a_record(AGREED)) == []


def test_an_erasure_is_of_the_person_and_nothing_else_follows_it() -> None:
    assert followed(a_record(AGREED, WITHDRAWN, DIED, ERASED), a_record(AGREED)) == [ERASE]
    assert followed(a_record(ERASED), a_record(ERASED)) == []
    assert followed(a_record(DIED), a_record(ERASED)) == []


async def two(intake: Intake) -> tuple[str, str]:
    clients = (await intake.rose(), await intake.rose())
    for client in clients:
        await intake.takes_part(client)
    return clients


async def linked(intake: Intake, clients: tuple[str, str]) -> None:
    one, other = clients
    merge = {"into": other, "merged_at": THEN, "reason": "Rose Unmistakable said so"}
    await intake.done(f"/clients/{one}/merge", merge, by="sana")


async def may_be_reached(intake: Intake, client: str) -> object:
    path = f"/clients/{client}/contact?channel=in_person&kind=support"
    return (await intake.get(path, by="tess")).json()["because"]


DEATH = {"died_on": "2026-03-01", "source": "family", "recorded_at": THEN}


@pytest.mark.engines
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("before", [True, False])
async def test_a_death_reaches_the_other_record_once_and_so_does_its_reversal(
    intake: Intake, which: int, before: bool
) -> None:
    clients = await two(intake)
    told, other = clients[which], clients[1 - which]
    if before:
        await linked(intake, clients)
    await intake.done(f"/clients/{told}/death", DEATH, by="tess")
    if not before:
        await linked(intake, clients)

    await intake.a_day_passes()
    await intake.a_day_passes(1)
    dead = [await may_be_reached(intake, each) for each in clients]
    taken_back = {"reason": "another Rose", "reversed_at": LATER}
    await intake.done(f"/clients/{other}/death/reverse", taken_back, by="sana")
    await intake.a_day_passes()
    await intake.a_day_passes(1)

    assert dead == ["has_died", "has_died"]
    history = await intake.history()
    assert (history.count("death_recorded"), history.count("death_reversed")) == (2, 2)
    assert "has_died" not in [await may_be_reached(intake, each) for each in clients]


@pytest.mark.engines
async def test_unlinking_undoes_nothing_and_puts_it_to_a_person(intake: Intake) -> None:
    clients = await two(intake)
    one, other = clients
    await linked(intake, clients)
    await intake.done(f"/clients/{one}/death", DEATH, by="tess")
    withdrawal = {"withdrawn_at": LATER}
    await intake.done(f"/clients/{other}/taking-part/withdraw", withdrawal, by="tess")
    await intake.a_day_passes()

    unmerge = {"other": other, "unmerged_at": LATER}
    await intake.done(f"/clients/{one}/unmerge", unmerge, by="sana")
    await intake.a_day_passes(1)

    links = (await intake.get(f"/clients/{one}/links", by="sana")).json()["items"]
    facts = [(each["client"], each["what"]) for each in links[0]["recorded_while_linked"]]
    assert sorted(facts) == sorted(
        (client, what)
        for client in clients
        for what in ("death_recorded", "taking_part_withdrawn")
    )
    assert [await may_be_reached(intake, each) for each in clients] == ["has_died"] * 2


@pytest.mark.engines
async def test_erasing_one_leaves_nothing_of_the_person_under_the_other(
    intake: Intake,
) -> None:
    clients = await two(intake)
    await linked(intake, clients)
    (pair,) = await intake.rows("client_pair")
    keys = [*clients, str(pair["pair"])]
    had = len(await intake.backed_up_keys(keys))

    erase = {"reason_code": "asked_by_the_person", "reference": "SAR-2026-17"}
    await intake.done(f"/clients/{clients[0]}/erase", erase, by="ida")
    await intake.a_day_passes()
    await intake.a_day_passes(1)

    assert (had, await intake.backed_up_keys(keys)) == (3, [])
    for client in clients:
        shown = await intake.get(f"/clients/{client}", by="sana")
        assert [said for said in PERSONAL if said in shown.text] == []
        assert (await intake.get(f"/clients/{client}/erasure", by="ida")).status_code == 200
    assert (await intake.history()).count("client_erased") == 2
    assert await verify(intake.database.admin_url) == []


@pytest.mark.engines
async def test_words_about_two_who_are_two_after_all_go_with_either(intake: Intake) -> None:
    clients = await two(intake)
    await linked(intake, clients)
    (pair,) = await intake.rows("client_pair")
    unmerge = {"other": clients[1], "unmerged_at": LATER, "reason": "Rose is a cousin"}
    await intake.done(f"/clients/{clients[0]}/unmerge", unmerge, by="sana")

    await intake.done(
        f"/clients/{clients[1]}/erase", {"reason_code": "asked_by_the_person"}, by="ida"
    )
    await intake.a_day_passes()

    left = await intake.backed_up_keys([*clients, str(pair["pair"])])
    assert [str(row["client"]) for row in left] == [clients[0]]


@pytest.mark.engines
async def test_nobody_is_linked_to_somebody_erased(intake: Intake) -> None:
    one, other = await two(intake)
    await intake.done(f"/clients/{one}/erase", {"reason_code": "ordered_by_law"}, by="ida")

    merge = {"into": other, "merged_at": THEN}
    refused = await intake.post(f"/clients/{one}/merge", merge, by="sana")

    assert refused.json()["type"] == "urn:ht:problem:erased"
