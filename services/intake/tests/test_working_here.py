"""Health trainer services are a way into work: who came, from where, and where they go next.

DOMAIN.md 2.6. A worker acts elsewhere only while their own organisation lends them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.domain.client.area import Area
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    EndsAfterItsLastDay,
    ExpiresBeforeItIsGained,
    HasNotLeft,
    HostUnknown,
    InductedBeforeItBegan,
    LendingEndsBeforeItBegins,
    LentThereAlready,
    LentToOwnEmployer,
    NotLent,
    NotLentHere,
    NotRegistered,
    Refused,
    ReturnsBeforeLeaving,
    UnpaidHaveNoBand,
    WorkerHasLeft,
)
from ht_intake.domain.worker.background import (
    EngageWorker,
    RecordBackground,
    RecordInduction,
    WorkerBackgroundRecorded,
    WorkerEngaged,
    WorkerInducted,
)
from ht_intake.domain.worker.leaving import (
    LeaveService,
    RecordProgression,
    ReturnToService,
    WorkerLeft,
    WorkerProgressed,
    WorkerReturned,
)
from ht_intake.domain.worker.lending import EndLending, LendingEnded, LendWorker, WorkerLent
from ht_intake.domain.worker.worker import (
    NO_WORKER_YET,
    Command,
    Event,
    RecordAccreditation,
    WorkerAccredited,
    decide,
    evolve,
)
from ht_intake.readmodels import worker_rows
from ht_kit.clock import london_day, now

from .conftest import Intake
from .people import APRIL, ROSES_STREET, TODAY, TOMORROW
from .test_keeping_the_register import (
    MONDAY,
    NEXT_WEEK,
    TESS,
    TESS_JOINED,
    TESS_REGISTERED,
    a_membership,
    a_worker,
    joining,
)
from .test_registers_over_http import AS_A_TRAINER, THE_PROGRAMME, THE_TRUST
from .world import APRIL as THEN
from .world import CHARITY, COUNCIL, NONSENSE, PROGRAMME, TRUST

LENDING, ANOTHER = UUID(int=81), UUID(int=82)
JANUARY, JUNE, DECEMBER = date(2026, 1, 5), date(2026, 6, 30), date(2026, 12, 31)
A_DAY = timedelta(days=1)
BACKGROUND = RecordBackground(
    area=ROSES_STREET,
    recruited_locally="yes",
    employment_before="02",
    route="former_client",
    recorded_at=APRIL,
    asked_at=TODAY,
)
CAME_FROM = WorkerBackgroundRecorded(
    worker=TESS,
    postcode="XX1 1AA",
    lsoa="E01999001",
    ward="E05999001",
    local_authority="E06999001",
    lookup_version="sample",
    decile=3,
    quintile=2,
    deprivation_edition="sample",
    unresolved=None,
    recruited_locally="yes",
    employment_before="02",
    route="former_client",
    recorded_at=APRIL,
)
ENGAGE = EngageWorker(
    from_on=JANUARY, wte=Decimal("0.6"), paid=True, band="3", staff_group="C10"
)
ENGAGED = WorkerEngaged(
    worker=TESS,
    from_on=JANUARY,
    wte=Decimal("0.6"),
    paid=True,
    band="3",
    staff_group="C10",
)
LEND = LendWorker(
    lending=LENDING,
    kind="honorary_contract",
    host="wellbeing-northfield",
    host_known=True,
    from_on=JANUARY,
    to_on=DECEMBER,
)
LENT = WorkerLent(
    worker=TESS,
    lending=LENDING,
    kind="honorary_contract",
    host="wellbeing-northfield",
    from_on=JANUARY,
    to_on=DECEMBER,
)
ENDED = LendingEnded(worker=TESS, lending=LENDING, host="wellbeing-northfield", ended_on=JUNE)
LEAVE = LeaveService(on=JUNE, destination="nhs_job")
LEFT = WorkerLeft(worker=TESS, left_on=JUNE, destination="nhs_job")


def test_a_background_is_kept_with_the_quintile_of_its_day() -> None:
    a_worker(TESS_REGISTERED).when(BACKGROUND).then(CAME_FROM)
    a_worker(TESS_REGISTERED, CAME_FROM).when(BACKGROUND).then_nothing()


def test_a_worker_may_say_nothing_of_where_they_live() -> None:
    silent = replace(BACKGROUND, area=Area(unresolved="declined"))
    nowhere = replace(
        CAME_FROM, postcode=None, lsoa=None, ward=None, local_authority=None,
        lookup_version=None, decile=None, quintile=None, deprivation_edition=None,
        unresolved="declined",
    )  # fmt: skip

    a_worker(TESS_REGISTERED).when(silent).then(nowhere)


def test_a_background_is_not_told_ahead_nor_of_nobody() -> None:
    a_worker(TESS_REGISTERED).when(replace(BACKGROUND, recorded_at=TOMORROW)).then_refused(
        DatedInTheFuture
    )
    a_worker().when(BACKGROUND).then_refused(NotRegistered)


def test_terms_hold_from_a_day_on_and_the_last_said_counts() -> None:
    more = replace(ENGAGE, wte=Decimal(1))

    a_worker(TESS_REGISTERED).when(ENGAGE).then(ENGAGED)
    a_worker(TESS_REGISTERED, ENGAGED).when(more).then(replace(ENGAGED, wte=Decimal(1)))
    a_worker(TESS_REGISTERED, ENGAGED).when(ENGAGE).then_nothing()


def test_a_volunteer_is_on_no_band() -> None:
    unpaid = replace(ENGAGE, paid=False)

    a_worker(TESS_REGISTERED).when(unpaid).then_refused(UnpaidHaveNoBand)
    a_worker(TESS_REGISTERED).when(replace(unpaid, band=None)).then(
        replace(ENGAGED, paid=False, band=None)
    )


def test_an_induction_is_followed_to_its_end() -> None:
    begun = RecordInduction(began_on=JANUARY, completed_on=None, days_a_week=3)
    told = WorkerInducted(worker=TESS, began_on=JANUARY, completed_on=None, days_a_week=3)

    a_worker(TESS_REGISTERED).when(begun).then(told)
    a_worker(TESS_REGISTERED, told).when(replace(begun, completed_on=JUNE)).then(
        replace(told, completed_on=JUNE)
    )
    a_worker(TESS_REGISTERED).when(replace(begun, completed_on=JANUARY - A_DAY)).then_refused(
        InductedBeforeItBegan
    )


def test_an_accreditation_may_expire_after_it_was_gained() -> None:
    asked = RecordAccreditation(
        accreditation="ncsct_level_2", on=MONDAY, asked_at=TODAY, expires_on=NEXT_WEEK
    )

    a_worker(TESS_REGISTERED).when(asked).then(
        WorkerAccredited(
            worker=TESS, accreditation="ncsct_level_2", on=MONDAY, expires_on=NEXT_WEEK
        )
    )
    a_worker(TESS_REGISTERED).when(replace(asked, expires_on=MONDAY)).then_refused(
        ExpiresBeforeItIsGained
    )


def test_a_worker_is_lent_once_for_any_day() -> None:
    again = replace(LEND, lending=ANOTHER, from_on=DECEMBER, to_on=None)

    a_worker(TESS_REGISTERED).when(LEND).then(LENT)
    a_worker(TESS_REGISTERED, LENT).when(again).then_refused(LentThereAlready)
    a_worker(TESS_REGISTERED, LENT).when(replace(again, from_on=DECEMBER + A_DAY)).then(
        replace(LENT, lending=ANOTHER, from_on=DECEMBER + A_DAY, to_on=None)
    )
    a_worker(TESS_REGISTERED, LENT).when(replace(again, host="northfield-council")).then(
        replace(LENT, lending=ANOTHER, host="northfield-council", from_on=DECEMBER, to_on=None)
    )


def test_a_worker_is_lent_to_another_organisation_that_is_known() -> None:
    a_worker(TESS_REGISTERED).when(replace(LEND, host="northfield-trust")).then_refused(
        LentToOwnEmployer
    )
    a_worker(TESS_REGISTERED).when(replace(LEND, host_known=False)).then_refused(HostUnknown)
    a_worker(TESS_REGISTERED).when(replace(LEND, to_on=JANUARY - A_DAY)).then_refused(
        LendingEndsBeforeItBegins
    )
    a_worker().when(LEND).then_refused(NotRegistered)


def test_a_lending_ends_early_and_never_late() -> None:
    end = EndLending(lending=LENDING, on=JUNE)

    a_worker(TESS_REGISTERED, LENT).when(end).then(ENDED)
    a_worker(TESS_REGISTERED, LENT, ENDED).when(end).then_nothing()
    a_worker(TESS_REGISTERED, LENT, ENDED).when(replace(end, on=DECEMBER)).then_refused(
        EndsAfterItsLastDay
    )
    a_worker(TESS_REGISTERED, LENT).when(replace(end, on=DECEMBER + A_DAY)).then_refused(
        EndsAfterItsLastDay
    )
    a_worker(TESS_REGISTERED, LENT).when(replace(end, on=JANUARY - A_DAY)).then_refused(
        LendingEndsBeforeItBegins
    )
    a_worker(TESS_REGISTERED).when(end).then_refused(NotLent)


def test_an_open_lending_ends_when_that_is_said() -> None:
    a_worker(TESS_REGISTERED, replace(LENT, to_on=None)).when(
        EndLending(lending=LENDING, on=DECEMBER)
    ).then(replace(ENDED, ended_on=DECEMBER))


@pytest.mark.parametrize(
    ("to_on", "due"),
    [(DECEMBER, [JUNE, DECEMBER + A_DAY]), (None, [JUNE]), (date.max, [JUNE])],
)
def test_roles_fall_due_to_end_on_the_day_after_the_last(
    to_on: date | None, due: list[date]
) -> None:
    happened: list[Event] = [TESS_REGISTERED, replace(LENT, to_on=to_on), LEFT]
    worker = reduce(evolve, happened, NO_WORKER_YET)

    rows = [row.values["due_on"] for row in worker_rows(TESS, worker) if row.table == "due"]

    assert rows == due


def test_somebody_elses_worker_supports_people_here_only_while_lent() -> None:
    elsewhere = replace(joining(), employed_here=False)

    a_membership().when(elsewhere).then_refused(NotLentHere)
    a_membership().when(replace(elsewhere, lending=LENDING)).then(
        replace(TESS_JOINED, lending=LENDING)
    )


@pytest.mark.parametrize("role", ["commissioner", "analyst", "ig-lead", "safety-officer"])
def test_whoever_only_looks_on_need_not_be_lent(role: Any) -> None:
    looking_on = replace(joining(frozenset({role})), employed_here=False)
    supporting_too = replace(looking_on, roles=frozenset({role, "senior"}))

    a_membership().when(looking_on).then(replace(TESS_JOINED, roles=(role,)))
    a_membership().when(supporting_too).then_refused(NotLentHere)


def test_nobody_joins_who_has_left() -> None:
    a_membership().when(replace(joining(), has_left=True)).then_refused(WorkerHasLeft)
    a_worker(TESS_REGISTERED, LEFT).when(replace(LEND, from_on=JUNE)).then_refused(
        WorkerHasLeft
    )


def test_a_step_is_noted_once_and_not_ahead() -> None:
    step = RecordProgression(step="became_senior", on=MONDAY, asked_at=TODAY)
    taken = WorkerProgressed(worker=TESS, step="became_senior", on=MONDAY)

    a_worker(TESS_REGISTERED).when(step).then(taken)
    a_worker(TESS_REGISTERED, taken).when(step).then_nothing()
    a_worker(TESS_REGISTERED).when(replace(step, on=NEXT_WEEK)).then_refused(DatedInTheFuture)


def test_a_worker_leaves_for_somewhere_and_may_come_back() -> None:
    back = ReturnToService(on=DECEMBER)

    a_worker(TESS_REGISTERED).when(LEAVE).then(LEFT)
    a_worker(TESS_REGISTERED, LEFT).when(LEAVE).then_nothing()
    a_worker(TESS_REGISTERED, LEFT).when(back).then(
        WorkerReturned(worker=TESS, returned_on=DECEMBER)
    )
    a_worker(TESS_REGISTERED, LEFT).when(replace(back, on=JANUARY)).then_refused(
        ReturnsBeforeLeaving
    )
    a_worker(TESS_REGISTERED).when(back).then_refused(HasNotLeft)


DAYS = st.integers(0, 40).map(lambda days: JANUARY + timedelta(days))


@given(st.lists(st.tuples(st.booleans(), DAYS, st.none() | DAYS), max_size=10))
def test_whatever_is_asked_nobody_is_lent_twice_to_one_place_on_one_day(
    asked: list[tuple[bool, date, date | None]],
) -> None:
    worker = evolve(NO_WORKER_YET, TESS_REGISTERED)
    for number, (lends, first, last) in enumerate(asked):
        command: Command = EndLending(lending=UUID(int=number - 1 if number else 9), on=first)
        if lends:
            command = replace(LEND, lending=UUID(int=number), from_on=first, to_on=last)
        try:
            worker = reduce(evolve, decide(command, worker), worker)
        except Refused:
            continue

    for day in (JANUARY + timedelta(days) for days in range(60)):
        lent = [
            each
            for each in worker.lendings.values()
            if each.lent.from_on <= day and (each.last_on is None or day <= each.last_on)
        ]
        assert len(lent) <= 1


TOLD: Mapping[str, Any] = {
    "postcode": "xx11ae",
    "recruited_locally": "yes",
    "employment_before": "02",
    "route": "former_client",
    "recorded_at": THEN,
}
A_TRAINER = {"sign_in": "tess-trainer", "name": "Tess Unmistakable", "employer": TRUST}


def todays() -> date:
    return london_day(now())


async def a_trusts_trainer(intake: Intake) -> str:
    """Register a charity and its programme, and a trainer of the trust."""
    charity = {"organisation": CHARITY, "name": "Wellbeing Northfield", "kind": "charity"}
    for named in (THE_TRUST, charity):
        await intake.done("/organisations", named, by="olive")
    await intake.done("/programmes", THE_PROGRAMME, by="amir")
    return str((await intake.done("/workers", A_TRAINER, by="trudy-of-the-trust"))["id"])


async def lent(intake: Intake, tess: str, **days: str | None) -> str:
    lending = {"kind": "secondment", "host": CHARITY, "from_on": "2026-01-05", **days}
    made = await intake.done(f"/workers/{tess}/lendings", lending, by="trudy-of-the-trust")
    return str(made["lending"])


async def programmes_of_tess(intake: Intake) -> list[str]:
    told = (await intake.get("/sign-ins/tess-trainer", by="the-provider")).json()
    return [each["programme"] for each in told["memberships"]]


@pytest.mark.engines
async def test_a_charity_cannot_take_a_trusts_trainer_whom_it_was_not_lent(
    intake: Intake,
) -> None:
    tess = await a_trusts_trainer(intake)
    path = f"/workers/{tess}/programmes"

    not_lent = await intake.post(path, AS_A_TRAINER, by="amir")
    await lent(intake, tess, to_on=(todays() - A_DAY).isoformat())
    over_already = await intake.post(path, AS_A_TRAINER, by="amir")
    await lent(intake, tess, from_on=todays().isoformat(), to_on=todays().isoformat())
    tomorrow = {**AS_A_TRAINER, "from": (todays() + A_DAY).isoformat()}
    too_late = await intake.post(path, tomorrow, by="amir")
    within = await intake.post(path, {**AS_A_TRAINER, "from": todays().isoformat()}, by="amir")

    for refused in (not_lent, over_already, too_late):
        assert refused.json()["type"] == "urn:ht:problem:not-lent-here"
    assert within.status_code == 201


@pytest.mark.engines
async def test_roles_end_with_the_lending_at_once_for_whoever_signs_in(intake: Intake) -> None:
    tess = await a_trusts_trainer(intake)
    lending = await lent(intake, tess)
    await intake.done(f"/workers/{tess}/programmes", AS_A_TRAINER, by="amir")
    before = await programmes_of_tess(intake)

    yesterday = {"on": (todays() - A_DAY).isoformat()}
    path = f"/workers/{tess}/lendings/{lending}/end"
    refused = await intake.post(path, yesterday, by="amir")
    await intake.done(path, yesterday, by="trudy-of-the-trust")

    assert (before, await programmes_of_tess(intake)) == ([PROGRAMME], [])
    assert refused.status_code == 404
    await intake.a_day_passes()
    await intake.a_day_passes(1)
    assert [each for each in await intake.history() if each == "programme_left"] == [
        "programme_left"
    ]
    record = (await intake.get("/workers", by="trudy-of-the-trust")).json()["items"][0]
    assert record["memberships"][0]["left_on"] == todays().isoformat()


@pytest.mark.engines
async def test_roles_end_on_the_day_after_the_last_that_was_agreed(intake: Intake) -> None:
    tess = await a_trusts_trainer(intake)
    await lent(intake, tess, to_on=(todays() + 2 * A_DAY).isoformat())
    await intake.done(f"/workers/{tess}/programmes", AS_A_TRAINER, by="amir")

    await intake.a_day_passes(2)
    assert "programme_left" not in await intake.history()
    await intake.a_day_passes(3)
    assert "programme_left" in await intake.history()


@pytest.mark.engines
async def test_whoever_leaves_has_no_roles_from_that_day_on(intake: Intake) -> None:
    tess = await a_trusts_trainer(intake)
    await lent(intake, tess)
    await intake.done(f"/workers/{tess}/programmes", AS_A_TRAINER, by="amir")
    leaving = {"on": todays().isoformat(), "destination": "nhs_job"}

    await intake.done(f"/workers/{tess}/leave", leaving, by="trudy-of-the-trust")
    gone = await programmes_of_tess(intake)
    again = await intake.post(
        f"/workers/{tess}/programmes", {**AS_A_TRAINER, "from": todays().isoformat()}, by="amir"
    )
    await intake.a_day_passes()
    back = {"on": todays().isoformat()}
    await intake.done(f"/workers/{tess}/return", back, by="trudy-of-the-trust")

    assert gone == []
    assert again.json()["type"] == "urn:ht:problem:worker-has-left"
    assert "programme_left" in await intake.history()
    assert await programmes_of_tess(intake) == []


@pytest.mark.engines
async def test_a_record_shows_a_quintile_and_neither_postcode_nor_small_area(
    intake: Intake,
) -> None:
    tess = await a_trusts_trainer(intake)
    path = f"/workers/{tess}"
    for what, told in (
        ("background", TOLD),
        ("engagement", {"from_on": "2026-01-05", "wte": "0.6", "paid": True, "band": "3"}),
        ("induction", {"began_on": "2026-01-05", "completed_on": "2026-04-02"}),
        ("progression", {"step": "became_senior", "on": "2026-06-01"}),
        (
            "accreditations",
            {"accreditation": "ncsct_level_2", "on": "2025-09-01", "expires_on": "2027-08-31"},
        ),
    ):
        await intake.done(f"{path}/{what}", told, by="trudy-of-the-trust")

    shown = await intake.get(path, by="trudy-of-the-trust")
    record = shown.json()

    assert record["background"]["quintile"] == 1
    assert record["background"]["recruited_locally"] == "yes"
    assert record["engagements"][0]["wte"] == "0.6"
    assert record["induction"]["completed_on"] == "2026-04-02"
    assert record["progression"] == [{"step": "became_senior", "on": "2026-06-01"}]
    assert record["accreditations"][0]["expires_on"] == "2027-08-31"
    everything = shown.text + await intake.everything_stored()
    assert [
        said for said in ("XX1 1AE", "E01999004", "Unmistakable") if said in everything
    ] == []


@pytest.mark.engines
async def test_a_record_is_its_own_organisations_alone(intake: Intake) -> None:
    tess = await a_trusts_trainer(intake)
    asked = (("background", TOLD), ("leave", {"on": "2026-05-01", "destination": "other"}))

    answers = [await intake.get(f"/workers/{each}", by="amir") for each in (tess, NONSENSE)]
    for each in (tess, NONSENSE):
        for what, body in asked:
            answers.append(await intake.post(f"/workers/{each}/{what}", body, by="amir"))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.engines
@pytest.mark.parametrize("person", ["tess", "sana", "cho", "col", "olive"])
async def test_only_management_keeps_and_sees_records(intake: Intake, person: str) -> None:
    assert (await intake.get(f"/workers/{NONSENSE}", by=person)).status_code == 403
    told = await intake.post(f"/workers/{NONSENSE}/background", TOLD, by=person)
    assert told.status_code == 403


@pytest.mark.engines
@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("background", {**TOLD, "address": "7 Nowhere Cottages"}),
        ("background", {**TOLD, "postcode_declined": True}),
        ("background", {**TOLD, "employment_before": "99"}),
        ("engagement", {"from_on": "2026-01-05", "wte": "1.5", "paid": True}),
        ("engagement", {"from_on": "2026-01-05", "wte": 1, "paid": True}),
        ("induction", {"began_on": "2026-01-05", "days_a_week": 8}),
        ("lendings", {"kind": "rental", "host": COUNCIL, "from_on": "2026-01-05"}),
        ("progression", {"step": "sideways", "on": "2026-01-05"}),
        ("leave", {"on": "2026-01-05", "destination": "the seaside"}),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    intake: Intake, what: str, body: Mapping[str, Any]
) -> None:
    tess = await a_trusts_trainer(intake)

    answer = await intake.post(f"/workers/{tess}/{what}", body, by="trudy-of-the-trust")

    assert answer.status_code == 422


@pytest.mark.engines
async def test_a_lending_told_twice_is_one_lending(intake: Intake) -> None:
    tess = await a_trusts_trainer(intake)
    lending = {"kind": "secondment", "host": CHARITY, "from_on": "2026-01-05"}
    path, by = f"/workers/{tess}/lendings", "trudy-of-the-trust"

    first = await intake.post(path, lending, by=by, key="lent")
    again = await intake.post(path, lending, by=by, key="lent")
    anew = await intake.post(path, lending, by=by)

    assert (first.status_code, again.json()) == (201, first.json())
    assert anew.json()["type"] == "urn:ht:problem:lent-there-already"
