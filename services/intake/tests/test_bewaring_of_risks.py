"""What there is to beware of is read by those who must know, and by nobody else.

DOMAIN.md 2.1 (risk flags, role-limited), 4.2 (RaiseSafeguardingConcern).
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from ht_intake.domain.client.events import ClientErased, Event
from ht_intake.domain.client.risks import (
    LowerRisk,
    NameTeam,
    RaiseRisk,
    RiskLowered,
    RiskRaised,
    TeamNamed,
    risks_seen_by,
)
from ht_intake.domain.client.state import NO_CLIENT_YET, Client, evolve
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    LoweredBeforeRaised,
    NoSuchRisk,
    NotRegistered,
    ReviewedBeforeRaised,
    TeamOfNobody,
)

from .conftest import Intake
from .people import (
    APRIL,
    MARCH,
    MAY,
    ROSE,
    TODAY,
    TOMORROW,
    nobody_yet,
    registered,
    registering,
)
from .people import rose as a_client
from .test_protecting_clients import RESTRICTED, worker
from .world import APRIL as THEN
from .world import MAY as LATER
from .world import NONSENSE

DOG, KNIFE = UUID(int=91), UUID(int=92)
TESS, SANA, MAYA = UUID(int=21), UUID(int=23), UUID(int=24)
RAISE = RaiseRisk(
    risk=DOG,
    kind="lone_working",
    words="a dog that bites",
    raised_by=TESS,
    raised_at=APRIL,
    asked_at=TODAY,
)
RAISED = RiskRaised(
    client=ROSE,
    risk=DOG,
    kind="lone_working",
    words="a dog that bites",
    raised_by=TESS,
    review_on=date(2026, 7, 8),
    raised_at=APRIL,
)
LOWER = LowerRisk(risk=DOG, because="no_longer_so", lowered_at=MAY, asked_at=TODAY)
LOWERED = RiskLowered(client=ROSE, risk=DOG, because="no_longer_so", lowered_at=MAY)
NAME = NameTeam(workers=(SANA,), named_at=APRIL, asked_at=TODAY)
NAMED = TeamNamed(client=ROSE, workers=(SANA,), named_at=APRIL)


def rose_after(*history: Event) -> Client:
    client = evolve(NO_CLIENT_YET, registered(registering()))
    for event in history:
        client = evolve(client, event)
    return client


def test_a_risk_is_raised_once_and_looked_at_again_within_three_months() -> None:
    a_client().when(RAISE).then(RAISED)
    a_client(RAISED).when(RAISE).then_nothing()
    sooner = replace(RAISE, review_on=date(2026, 4, 10))
    a_client().when(sooner).then(replace(RAISED, review_on=date(2026, 4, 10)))


def test_a_risk_is_raised_of_somebody_and_has_been_seen() -> None:
    nobody_yet().when(RAISE).then_refused(NotRegistered)
    a_client().when(replace(RAISE, raised_at=TOMORROW)).then_refused(DatedInTheFuture)
    same_day = replace(RAISE, review_on=date(2026, 4, 9))
    a_client().when(same_day).then_refused(ReviewedBeforeRaised)


def test_a_risk_ends_once_after_it_was_raised() -> None:
    a_client(RAISED).when(LOWER).then(LOWERED)
    a_client(RAISED, LOWERED).when(LOWER).then_nothing()
    a_client(RAISED).when(replace(LOWER, lowered_at=MARCH)).then_refused(LoweredBeforeRaised)
    a_client(RAISED).when(replace(LOWER, lowered_at=TOMORROW)).then_refused(DatedInTheFuture)
    a_client().when(LOWER).then_refused(NoSuchRisk)


def test_a_team_is_named_by_name() -> None:
    a_client().when(NAME).then(NAMED)
    a_client(NAMED).when(NAME).then_nothing()
    a_client(NAMED).when(replace(NAME, workers=(MAYA,))).then(replace(NAMED, workers=(MAYA,)))
    a_client().when(replace(NAME, workers=())).then_refused(TeamOfNobody)
    a_client().when(replace(NAME, named_at=TOMORROW)).then_refused(DatedInTheFuture)


def test_a_risk_is_read_by_the_team_and_by_whoever_raised_it() -> None:
    by_sana = replace(RAISED, risk=KNIFE, raised_by=SANA)
    client = rose_after(RAISED, by_sana, replace(NAMED, workers=(MAYA,)))

    assert risks_seen_by(MAYA, client) == (RAISED, by_sana)
    assert risks_seen_by(TESS, client) == (RAISED,)
    assert risks_seen_by(SANA, client) == (by_sana,)
    assert risks_seen_by(UUID(int=99), client) is None
    assert risks_seen_by(None, rose_after(replace(RAISED, raised_by=None))) is None


def test_those_to_whom_a_client_is_restricted_are_the_team_until_one_is_named() -> None:
    assert risks_seen_by(TESS, rose_after(RESTRICTED)) == ()
    assert risks_seen_by(TESS, rose_after(RESTRICTED, NAMED)) is None


def test_a_team_is_told_that_there_is_no_risk_and_nobody_else_is() -> None:
    client = rose_after(NAMED)

    assert risks_seen_by(SANA, client) == ()
    assert risks_seen_by(TESS, client) is None


def test_what_was_said_of_a_risk_is_gone_with_the_person() -> None:
    erased = ClientErased(client=ROSE, reason="ordered_by_law", reference=None, erased_at=TODAY)

    (raised,) = rose_after(RAISED, erased).risks.raised.values()

    assert raised == replace(RAISED, words=None)


A_DOG = {"kind": "lone_working", "words": "a dog that bites strangers", "raised_at": THEN}


@pytest.mark.engines
async def test_a_risk_is_there_for_the_team_alone_and_nowhere_in_clear(intake: Intake) -> None:
    client = await intake.rose()
    path = f"/clients/{client}"
    team = {"workers": [worker("sana")], "named_at": THEN}
    await intake.done(f"{path}/team", team, by="maya")

    first = await intake.post(f"{path}/risks", A_DOG, by="tess", key="at-the-door")
    again = await intake.post(f"{path}/risks", A_DOG, by="tess", key="at-the-door")
    shown = {
        person: await intake.get(f"{path}/risks", by=person)
        for person in ("sana", "tess", "maya", "sam-of-southfield")
    }
    nobody = await intake.get(f"/clients/{NONSENSE}/risks", by="maya")

    assert (first.status_code, again.json()) == (201, first.json())
    for person in ("sana", "tess"):
        (seen,) = shown[person].json()["items"]
        assert (seen["words"], seen["raised_by"]) == (A_DOG["words"], worker("tess"))
    for person in ("maya", "sam-of-southfield"):
        assert (shown[person].status_code, shown[person].content) == (404, nobody.content)
    assert "a dog that bites" not in await intake.everything_stored()
    assert "dog" not in (await intake.get(path, by="tess")).text


@pytest.mark.engines
async def test_whoever_answers_the_telephone_says_what_they_heard_and_reads_no_more(
    intake: Intake,
) -> None:
    client = await intake.rose()
    path = f"/clients/{client}/risks"
    heard = {"kind": "safeguarding_adult", "words": "is afraid at home", "raised_at": THEN}
    await intake.done(path, A_DOG, by="tess")

    before = await intake.get(path, by="ada")
    raised = await intake.post(path, heard, by="ada")
    (seen,) = (await intake.get(path, by="ada")).json()["items"]

    assert (before.status_code, raised.status_code) == (404, 201)
    assert (seen["words"], seen["raised_by"]) == ("is afraid at home", worker("ada"))


@pytest.mark.engines
async def test_only_who_may_read_a_risk_can_end_it(intake: Intake) -> None:
    client = await intake.rose()
    path = f"/clients/{client}/risks"
    risk = (await intake.done(path, A_DOG, by="tess"))["risk"]
    ending = {"because": "was_mistaken", "lowered_at": LATER}

    by_others = [
        await intake.post(f"{path}/{each}/lower", ending, by=person)
        for each, person in ((risk, "sana"), (NONSENSE, "sana"), (NONSENSE, "tess"))
    ]
    await intake.done(f"{path}/{risk}/lower", ending, by="tess")
    (seen,) = (await intake.get(path, by="tess")).json()["items"]

    assert {answer.status_code for answer in by_others} == {404}
    assert len({answer.content for answer in by_others}) == 1
    assert seen["because"] == "was_mistaken"


@pytest.mark.engines
async def test_a_relative_reads_nothing_of_a_risk_that_they_raised(intake: Intake) -> None:
    client = await intake.rose()
    await intake.done(f"/clients/{client}/risks", A_DOG, by="tess")
    conflict = {"worker": worker("tess"), "kind": "relative", "declared_at": THEN}
    await intake.done(f"/clients/{client}/conflicts", conflict, by="ada")

    assert (await intake.get(f"/clients/{client}/risks", by="tess")).status_code == 404


@pytest.mark.engines
@pytest.mark.parametrize(
    ("what", "body", "person", "status"),
    [
        ("risks", A_DOG, "cho", 403),
        ("risks", A_DOG, "col", 403),
        ("team", {"workers": [NONSENSE], "named_at": THEN}, "tess", 403),
        ("team", {"workers": ["sana"], "named_at": THEN}, "sana", 422),
        ("risks", {**A_DOG, "kind": "rude"}, "tess", 422),
        ("risks", {**A_DOG, "words": " "}, "tess", 422),
        ("risks", {**A_DOG, "level": 5}, "tess", 422),
        ("risks", A_DOG, "sam-of-southfield", 404),
    ],
)
async def test_who_may_not_and_what_cannot_be_meant(
    intake: Intake, what: str, body: dict[str, object], person: str, status: int
) -> None:
    client = await intake.rose()

    answer = await intake.post(f"/clients/{client}/{what}", body, by=person)

    assert answer.status_code == status
    assert await intake.history() == ["client_registered"]
