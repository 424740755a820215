"""Two clients may be one person, or look alike and be two. People say which, and may be wrong.

A link is taken back exactly; what was recorded while it stood is put to a person.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest

from ht_intake.domain.pair import (
    NO_PAIR_YET,
    ClientMerged,
    ClientUnmerged,
    Command,
    Event,
    FactSettled,
    MergeClients,
    NotSamePersonRecorded,
    Pair,
    RecordNotSamePerson,
    SettleFact,
    UnmergeClients,
    decide,
    evolve,
)
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    DifferentNhsNumbers,
    Erased,
    LinkedAlready,
    NotLinked,
    NotRecordedWhileLinked,
    SaidNotToBeTheSame,
    SameClientTwice,
    SettledOtherwise,
    UnmergedBeforeMerged,
)
from ht_kit.testing import Specification

from .conftest import Intake
from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW
from .world import APRIL as THEN
from .world import MARCH as BEFORE
from .world import MAY as LATER

ROSA = UUID(int=8)
SOMEBODY = UUID(int=9)
MERGE = MergeClients(
    client=ROSA,
    into=ROSE,
    programme="northfield",
    merged_at=APRIL,
    versions={ROSA: 2, ROSE: 3},
    nhs_numbers=frozenset(),
    linked=False,
    reason=None,
    asked_at=TODAY,
)
MERGED = ClientMerged(
    client=ROSA,
    into=ROSE,
    programme="northfield",
    merged_at=APRIL,
    versions={ROSA: 2, ROSE: 3},
    reason=None,
)
UNMERGE = UnmergeClients(
    unmerged_at=MAY, versions={ROSA: 4, ROSE: 3}, reason=None, asked_at=TODAY
)
UNMERGED = ClientUnmerged(
    client=ROSA, into=ROSE, unmerged_at=MAY, versions={ROSA: 4, ROSE: 3}, reason=None
)
TWO_PEOPLE = NotSamePersonRecorded(
    client=ROSA, other=ROSE, programme="northfield", recorded_at=MARCH
)
SETTLE = SettleFact(of=ROSA, version=3, belongs_to=ROSE, settled_at=MAY, asked_at=TODAY)
SETTLED = FactSettled(of=ROSA, version=3, belongs_to=ROSE, settled_at=MAY)


def two(*history: Event) -> Specification[Command, Pair, Event]:
    return Specification[Command, Pair, Event](decide, evolve, NO_PAIR_YET).given(*history)


def after(*history: Event) -> Pair:
    pair = NO_PAIR_YET
    for event in history:
        pair = evolve(pair, event)
    return pair


def test_two_who_are_one_are_linked() -> None:
    two().when(MERGE).then(MERGED)


def test_a_link_is_taken_back_and_may_be_made_again() -> None:
    two(MERGED).when(UNMERGE).then(UNMERGED)
    two(MERGED, UNMERGED).when(MERGE).then(MERGED)


def test_different_nhs_numbers_are_never_one_person() -> None:
    numbers = frozenset({"9990000018", "9990000026"})

    two().when(replace(MERGE, nhs_numbers=numbers)).then_refused(DifferentNhsNumbers)
    two().when(replace(MERGE, nhs_numbers=frozenset({"9990000018"}))).then(MERGED)


def test_nobody_is_linked_to_themselves_nor_twice() -> None:
    two().when(replace(MERGE, into=ROSA)).then_refused(SameClientTwice)
    two().when(replace(MERGE, linked=True)).then_refused(LinkedAlready)
    two().when(replace(MERGE, erased=True)).then_refused(Erased)


def test_nothing_is_linked_tomorrow_nor_taken_back_before_it_was_made() -> None:
    two().when(replace(MERGE, merged_at=TOMORROW)).then_refused(DatedInTheFuture)
    two(MERGED).when(replace(UNMERGE, unmerged_at=MARCH)).then_refused(UnmergedBeforeMerged)
    two().when(UNMERGE).then_refused(NotLinked)


def test_two_people_are_remembered_and_not_asked_about_again() -> None:
    asked = RecordNotSamePerson(
        client=ROSA, other=ROSE, programme="northfield", recorded_at=MARCH, asked_at=TODAY
    )

    two().when(asked).then(TWO_PEOPLE)
    two(TWO_PEOPLE).when(asked).then_nothing()
    two(MERGED).when(asked).then_refused(LinkedAlready)
    two().when(replace(asked, other=ROSA)).then_refused(SameClientTwice)


def test_who_was_said_to_be_two_is_linked_only_with_a_reason() -> None:
    why = "she showed both letters"

    two(TWO_PEOPLE).when(MERGE).then_refused(SaidNotToBeTheSame)
    two(TWO_PEOPLE).when(replace(MERGE, reason=why)).then(replace(MERGED, reason=why))


def test_what_was_recorded_while_linked_waits_for_a_person() -> None:
    assert after(MERGED).to_settle == frozenset()
    assert after(MERGED, UNMERGED).to_settle == {(ROSA, 3), (ROSA, 4)}
    assert after(MERGED, UNMERGED, SETTLED).to_settle == {(ROSA, 4)}


def test_a_fact_is_settled_once() -> None:
    two(MERGED, UNMERGED).when(SETTLE).then(SETTLED)
    other_way = replace(SETTLE, belongs_to=ROSA)
    two(MERGED, UNMERGED, SETTLED).when(other_way).then_refused(SettledOtherwise)


@pytest.mark.parametrize(
    "asked",
    [
        replace(SETTLE, version=2),
        replace(SETTLE, belongs_to=SOMEBODY),
        replace(SETTLE, of=ROSE),
    ],
)
def test_only_what_was_recorded_while_linked_is_settled(asked: SettleFact) -> None:
    two(MERGED, UNMERGED).when(asked).then_refused(NotRecordedWhileLinked)
    two(MERGED).when(asked).then_refused(NotRecordedWhileLinked)


def told(other: str, **when: str) -> Mapping[str, str]:
    return {"other": other, **when}


@pytest.mark.engines
async def test_linked_clients_are_taken_apart_and_what_was_recorded_is_shown(
    intake: Intake,
) -> None:
    rose, rosa = await intake.rose(), await intake.rose(nhs_number=None)
    path = f"/clients/{rosa}"

    linked = await intake.done(f"{path}/merge", {"into": rose, "merged_at": THEN}, by="sana")
    again = await intake.post(f"{path}/merge", {"into": rose, "merged_at": THEN}, by="maya")
    await intake.takes_part(rosa)
    await intake.done(f"{path}/unmerge", told(rose, unmerged_at=LATER), by="sana")
    (shown,) = (await intake.get(f"/clients/{rose}/links", by="tess")).json()["items"]
    (fact,) = shown["recorded_while_linked"]
    settling = {"other": rose, "version": fact["version"], "belongs_to": rose}
    await intake.done(f"{path}/settle", {**settling, "settled_at": LATER}, by="sana")
    (settled,) = (await intake.get(f"{path}/links", by="tess")).json()["items"]

    assert (linked["version"], again.status_code) == (1, 200)
    assert (shown["other"], shown["linked"]) == (rosa, False)
    assert (fact["client"], fact["what"]) == (rosa, "taking_part_agreed")
    assert settled["recorded_while_linked"][0]["belongs_to"] == rose


@pytest.mark.engines
async def test_nobody_is_linked_twice_nor_across_organisations(intake: Intake) -> None:
    rose, rosa, ros = [await intake.rose(nhs_number=None) for _ in range(3)]
    theirs = (await intake.post("/clients", ROSES_TWIN, by="cleo-of-the-council")).json()["id"]
    await intake.done(f"/clients/{rosa}/merge", {"into": rose, "merged_at": THEN}, by="sana")

    answers = {
        name: await intake.post(f"/clients/{one}/merge", {"into": other, "merged_at": THEN},
                                by="sana")
        for name, one, other in (
            ("twice", rosa, ros), ("onwards", rose, ros), ("up a chain", ros, rosa),
            ("abroad", ros, theirs), ("from abroad", theirs, ros),
        )
    }  # fmt: skip
    by_a_trainer = await intake.post(f"/clients/{ros}/merge", {}, by="tess")

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "twice": 409,
        "onwards": 409,
        "up a chain": 409,
        "abroad": 404,
        "from abroad": 404,
    }
    assert by_a_trainer.status_code == 403


ROSES_TWIN = {"registered_at": BEFORE, "called": "Rosie", "how_reached": "direct"}
