"""Some people are hidden from some workers, and some from nearly all, as if not there at all.

A death stops every message at once, and can be taken back where it was a mistake.
"""

from dataclasses import replace
from datetime import date
from typing import get_args
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from ht_intake.domain.client.contacting import MessageKind, how_to_send
from ht_intake.domain.client.protecting import (
    ClientRestricted,
    ConflictDeclared,
    DeathRecorded,
    DeathReversed,
    DeclareConflict,
    LiftRestriction,
    RecordDeath,
    RestrictClient,
    RestrictionLifted,
    ReverseDeath,
)
from ht_intake.domain.client.state import NO_CLIENT_YET, evolve
from ht_intake.domain.codes import Channel
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    NoDeathRecorded,
    NotRegistered,
    NotRestricted,
    RestrictedToNobody,
)

from .conftest import Intake
from .people import APRIL, MAY, ROSE, TODAY, nobody_yet, registered, registering, rose
from .world import APRIL as THEN
from .world import MARCH as BEFORE
from .world import MAY as LATER
from .world import NONSENSE, ROSES_REFERRAL

TESS = UUID(int=21)
DECLARE = DeclareConflict(worker=TESS, kind="relative", declared_at=APRIL, asked_at=TODAY)
DECLARED = ConflictDeclared(client=ROSE, worker=TESS, kind="relative", declared_at=APRIL)
RESTRICT = RestrictClient(
    workers=(TESS,), reason="at risk", restricted_at=APRIL, asked_at=TODAY
)
RESTRICTED = ClientRestricted(
    client=ROSE, workers=(TESS,), reason="at risk", restricted_at=APRIL
)
DIED = DeathRecorded(client=ROSE, died_on=None, source="family", recorded_at=APRIL)
DIE = RecordDeath(died_on=None, source="family", recorded_at=APRIL, asked_at=TODAY)
REVERSE = ReverseDeath(reason="her aunt", reversed_at=MAY, asked_at=TODAY)
REVERSED = DeathReversed(client=ROSE, reason="her aunt", reversed_at=MAY)


def worker(name: str) -> str:
    return str(uuid5(NAMESPACE_DNS, f"{name}.example.org"))


def test_a_conflict_is_declared_once() -> None:
    rose().when(DECLARE).then(DECLARED)
    rose(DECLARED).when(replace(DECLARE, kind="friend")).then_nothing()


def test_a_client_is_restricted_to_those_named_last() -> None:
    other = replace(RESTRICT, workers=(UUID(int=22),))

    rose().when(RESTRICT).then(RESTRICTED)
    rose(RESTRICTED).when(other).then(replace(RESTRICTED, workers=(UUID(int=22),)))
    rose().when(replace(RESTRICT, workers=())).then_refused(RestrictedToNobody)


def test_a_restriction_is_lifted() -> None:
    lifting = LiftRestriction(lifted_at=MAY, asked_at=TODAY)

    rose(RESTRICTED).when(lifting).then(RestrictionLifted(client=ROSE, lifted_at=MAY))
    rose().when(lifting).then_refused(NotRestricted)


def test_a_death_is_recorded_once_and_can_be_taken_back() -> None:
    rose().when(DIE).then(DIED)
    rose(DIED).when(DIE).then_nothing()
    rose(DIED).when(REVERSE).then(REVERSED)
    rose(DIED, REVERSED).when(DIE).then(DIED)
    rose().when(REVERSE).then_refused(NoDeathRecorded)


def test_nobody_dies_tomorrow_nor_before_they_came() -> None:
    rose().when(replace(DIE, died_on=date(2026, 6, 16))).then_refused(DatedInTheFuture)
    nobody_yet().when(DIE).then_refused(NotRegistered)


@pytest.mark.parametrize("kind", get_args(MessageKind))
@pytest.mark.parametrize("channel", get_args(Channel))
def test_nothing_is_sent_to_the_dead(kind: MessageKind, channel: Channel) -> None:
    client = evolve(evolve(NO_CLIENT_YET, registered(registering())), DIED)

    assert how_to_send(client, channel, kind).because == "has_died"
    assert how_to_send(evolve(client, REVERSED), channel, kind).because != "has_died"


async def seen_by(intake: Intake, client: str, person: str) -> set[int | bool]:
    """Try every way in which a client can be met."""
    shown = await intake.get(f"/clients/{client}", by=person)
    said = {"employment": "01", "recorded_at": THEN}
    told = await intake.post(f"/clients/{client}/employment", said, by=person)
    asked = {"ids": [client], "purpose": "caseload"}
    names = await intake.post("/clients/names", asked, by=person)
    found = await intake.post("/clients/search", {"nhs_number": "9990000018"}, by=person)
    return {
        shown.status_code,
        told.status_code,
        bool(names.json()["items"]),
        bool(found.json()["items"]),
    }


THERE, NOT_THERE = {200, True}, {404, False}


@pytest.mark.engines
async def test_a_client_is_hidden_from_a_relative_and_from_nobody_else(intake: Intake) -> None:
    client = await intake.rose()
    conflict = {"worker": worker("tess"), "kind": "relative", "declared_at": THEN}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="tess")

    hidden = await intake.get(f"/clients/{client}", by="tess")
    unknown = await intake.get("/clients/00000000-0000-7000-8000-000000000000", by="tess")

    assert await seen_by(intake, client, "tess") == NOT_THERE
    assert await seen_by(intake, client, "sana") == THERE
    assert hidden.content == unknown.content


@pytest.mark.engines
async def test_a_restricted_client_is_there_for_those_named(intake: Intake) -> None:
    client = await intake.rose()
    restricting = {"workers": [worker("sana")], "reason": "at risk", "restricted_at": THEN}
    await intake.done(f"/clients/{client}/restrict", restricting, by="sana")

    assert await seen_by(intake, client, "tess") == NOT_THERE
    assert await seen_by(intake, client, "sana") == THERE
    lifting = {"lifted_at": LATER}
    refused = await intake.post(f"/clients/{client}/lift-restriction", lifting, by="maya")
    await intake.done(f"/clients/{client}/lift-restriction", lifting, by="sana")
    assert refused.status_code == 404
    assert await seen_by(intake, client, "tess") == THERE
    assert "at risk" not in await intake.everything_stored()


@pytest.mark.engines
async def test_what_a_referral_says_of_somebody_hidden_is_hidden_too(intake: Intake) -> None:
    client = await intake.rose()
    await intake.takes_part(client)
    referral = await intake.accepted()
    converted = {"client": client, "converted_at": THEN}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")
    conflict = {"worker": worker("tess"), "kind": "friend", "declared_at": THEN}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")

    assert (await intake.get(f"/referrals/{referral}", by="tess")).status_code == 404
    assert (await intake.get(f"/referrals/{referral}", by="sana")).status_code == 200


@pytest.mark.engines
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("amend", {"amended_at": THEN, "needs": ["diet"], "reason": "Asked again"}),
        ("attempts", {"at": THEN, "channel": "telephone", "result": "no_answer"}),
        ("decline", {"declined_at": THEN, "how": "telephone"}),
        ("withdraw", {"by": "person", "withdrawn_at": THEN}),
        ("told-apart", {"other": NONSENSE, "told_apart_at": THEN}),
    ],
)
async def test_nothing_can_be_asked_of_the_referral_of_somebody_hidden(
    intake: Intake, asked: str, said: dict[str, object]
) -> None:
    client, referral = await intake.rose(), await intake.accepted()
    other = (await intake.done("/referrals", {**ROSES_REFERRAL, "sender": None}, by="ada"))[
        "id"
    ]
    await intake.takes_part(client)
    converted = {"client": client, "converted_at": THEN}
    await intake.done(f"/referrals/{referral}/convert", converted, by="ada")
    conflict = {"kind": "relative", "declared_at": THEN, "worker": worker("tess")}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")

    hidden = await intake.post(f"/referrals/{referral}/{asked}", said, by="tess")
    nowhere = await intake.post(f"/referrals/{NONSENSE}/{asked}", said, by="tess")
    apart = {"other": referral, "told_apart_at": THEN}
    named = await intake.post(f"/referrals/{other}/told-apart", apart, by="tess")

    assert (hidden.status_code, named.status_code) == (404, 404)
    assert hidden.content == nowhere.content == named.content


@pytest.mark.engines
async def test_a_link_leads_to_nobody_who_is_hidden(intake: Intake) -> None:
    client, hidden = await intake.rose(), await intake.rose(nhs_number=None)
    different = {"other": hidden, "recorded_at": THEN}
    await intake.done(f"/clients/{client}/not-same-person", different, by="tess")
    conflict = {"worker": worker("tess"), "kind": "self", "declared_at": THEN}
    await intake.done(f"/clients/{hidden}/conflicts", conflict, by="ada")

    for person, links in (("tess", 0), ("sana", 1)):
        shown = await intake.get(f"/clients/{client}/links", by=person)
        assert len(shown.json()["items"]) == links


@pytest.mark.engines
async def test_nobody_says_whose_a_fact_is_of_somebody_who_is_hidden_from_them(
    intake: Intake,
) -> None:
    client, hidden = await intake.rose(), await intake.rose(nhs_number=None)
    path = f"/clients/{client}"
    await intake.done(f"{path}/merge", {"into": hidden, "merged_at": THEN}, by="sana")
    await intake.takes_part(client)
    await intake.done(f"{path}/unmerge", {"other": hidden, "unmerged_at": LATER}, by="sana")
    ((_, fact),) = [
        (each["other"], each["recorded_while_linked"][0])
        for each in (await intake.get(f"{path}/links", by="maya")).json()["items"]
    ]
    conflict = {"worker": worker("sana"), "kind": "relative", "declared_at": THEN}
    await intake.done(f"/clients/{hidden}/conflicts", conflict, by="ada")
    settling = {"other": hidden, "version": fact["version"], "belongs_to": client,
                "settled_at": LATER}  # fmt: skip

    by_a_relative = await intake.post(f"{path}/settle", settling, by="sana")
    by_another = await intake.post(f"{path}/settle", settling, by="maya")

    assert (by_a_relative.status_code, by_another.status_code) == (404, 200)


@pytest.mark.engines
async def test_a_restricted_client_can_still_be_erased(intake: Intake) -> None:
    client = await intake.rose()
    restricting = {"workers": [worker("sana")], "reason": "at risk", "restricted_at": THEN}
    await intake.done(f"/clients/{client}/restrict", restricting, by="sana")

    erased = await intake.post(
        f"/clients/{client}/erase", {"reason_code": "ordered_by_law"}, by="ida"
    )

    assert erased.status_code == 200


@pytest.mark.engines
async def test_a_death_stops_messages_until_a_senior_takes_it_back(intake: Intake) -> None:
    client = await intake.rose()
    path = f"/clients/{client}"
    contact = f"{path}/contact?channel=in_person&kind=support"
    death = {"died_on": "2026-03-01", "source": "family", "recorded_at": THEN}

    await intake.done(f"{path}/death", death, by="tess")
    stopped = (await intake.get(contact, by="tess")).json()
    reversal = {"reason": "another Rose", "reversed_at": LATER}
    refused = await intake.post(f"{path}/death/reverse", reversal, by="tess")
    await intake.done(f"{path}/death/reverse", reversal, by="sana")
    goes_on = (await intake.get(contact, by="tess")).json()

    assert (stopped["allowed"], stopped["because"]) == (False, "has_died")
    assert (refused.status_code, goes_on["allowed"]) == (403, True)
    stored = await intake.everything_stored()
    assert [said for said in ("2026-03-01", "another Rose") if said in stored] == []


@pytest.mark.engines
async def test_no_case_opens_after_a_death_until_it_is_taken_back(intake: Intake) -> None:
    referral, client = await intake.accepted(), await intake.rose()
    await intake.takes_part(client)
    death = {"died_on": None, "source": "family", "recorded_at": THEN}
    await intake.done(f"/clients/{client}/death", death, by="tess")
    path, converted = (
        f"/referrals/{referral}/convert",
        {"client": client, "converted_at": LATER},
    )

    refused = await intake.post(path, converted, by="tess", key="first")
    reversal = {"reason": "another Rose", "reversed_at": LATER}
    await intake.done(f"/clients/{client}/death/reverse", reversal, by="sana")
    opened = await intake.post(path, converted, by="tess", key="second")

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ht:problem:person-has-died"
    assert opened.status_code == 200


@pytest.mark.engines
async def test_a_number_that_was_corrected_away_finds_nobody(intake: Intake) -> None:
    client = await intake.rose(registered_at=BEFORE)
    correction = {
        "nhs_number": {"absent": "not_known"},
        "because": "corrected",
        "reason": "read from another's letter",
        "amended_at": THEN,
    }
    await intake.done(f"/clients/{client}/details", correction, by="tess")

    found = await intake.post("/clients/search", {"nhs_number": "9990000018"}, by="tess")

    assert found.json()["items"] == []
