"""The checker sees each thing that must not be: a soak is worth no more than this."""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from .checker import Evidence, Happened, Kind, Place, check
from .diary import Asked, Intent, Read, Told
from .memory import Growth, Sample, growth_of
from .soak import Result

ONE, TWO = UUID(int=1), UUID(int=2)
FIRST, SECOND = UUID(int=11), UUID(int=12)
PLACES = [Place(1, UUID(int=101), ONE, 1), Place(2, UUID(int=102), TWO, 1)]
FALL = Place(3, UUID(int=103), ONE, 2)
ECHOES = [Place(n, UUID(int=200 + n), UUID(int=300 + n), 1) for n in (1, 2, 3)]


def make(stream: UUID, mark: UUID, position: int) -> Asked:
    intent = Intent(key=str(mark), do="make", stream=stream, mark=mark, count=1)
    return Asked(intent, told=[Told(stream=stream, version=1, position=position)])


def all_is_well() -> Evidence:
    asked = {"1": make(ONE, FIRST, 1), "2": make(TWO, SECOND, 2)}
    things = [
        Happened(place=PLACES[0], type="thing_made", mark=FIRST, due_on=date(2026, 1, 1)),
        Happened(place=PLACES[1], type="thing_made", mark=SECOND, label="only one"),
        Happened(place=FALL, type="thing_fell_due"),
    ]
    echoes = [
        Happened(place=echo, type="echo_heard", of=thing.place.event_id)
        for echo, thing in zip(ECHOES, things, strict=True)
    ]
    return Evidence(
        diaries=Read(asked),
        things=things,
        echoes=echoes,
        things_stream=[*PLACES, FALL],
        echoes_stream=ECHOES,
        seen=[*PLACES, FALL],
        heard=ECHOES,
        tally={ONE: (2, 0), TWO: (1, 0)},
        shelf={ONE: (2, FIRST), TWO: (1, SECOND)},
        due={ONE: True},
    )


WELL = all_is_well()


def kinds(evidence: Evidence) -> set[Kind]:
    return {finding.kind for finding in check(evidence)}


def test_nothing_is_found_where_all_is_well() -> None:
    assert list(check(WELL)) == []


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (replace(WELL, things_stream=[*PLACES]), "lost"),
        (replace(WELL, seen=[PLACES[0], FALL]), "lost"),
        (replace(WELL, seen=[*PLACES, PLACES[1], FALL]), "doubled"),
        (replace(WELL, things_stream=[*PLACES, PLACES[1], FALL]), "doubled"),
        (replace(WELL, seen=[PLACES[1], PLACES[0], FALL]), "out of order"),
        (replace(WELL, heard=[*ECHOES, Place(4, UUID(int=9), ONE, 1)]), "unasked"),
        (replace(WELL, heard=[*ECHOES[:2], ECHOES[2]._replace(position=4)]), "wrong"),
        (replace(WELL, tally={ONE: (1, 0), TWO: (1, 0)}), "lost"),
        (replace(WELL, tally={ONE: (3, 0), TWO: (1, 0)}), "doubled"),
        (replace(WELL, tally={ONE: (2, 1), TWO: (1, 0)}), "out of order"),
        (replace(WELL, shelf={ONE: (1, FIRST), TWO: (1, SECOND)}), "wrong"),
        (replace(WELL, echoes=WELL.echoes[:2]), "lost"),
        (replace(WELL, echoes=[*WELL.echoes, WELL.echoes[0]]), "doubled"),
        (
            replace(WELL, echoes=[WELL.echoes[1], WELL.echoes[0], WELL.echoes[2]]),
            "out of order",
        ),
        (replace(WELL, due={ONE: False}), "wrong"),
        (replace(WELL, broken=["things at 2: gap"]), "wrong"),
        (replace(WELL, diaries=Read(WELL.diaries.asked, ["an answer"])), "wrong"),
    ],
)
def test_each_fault_is_found(evidence: Evidence, kind: Kind) -> None:
    assert kind in kinds(evidence)


def test_an_acknowledged_event_that_is_not_in_the_store_is_lost() -> None:
    asked = WELL.diaries.asked | {"3": make(UUID(int=3), UUID(int=13), 3)}
    assert "lost" in kinds(replace(WELL, diaries=Read(asked)))


def test_an_event_that_nobody_asked_for_is_found() -> None:
    asked = {"1": WELL.diaries.asked["1"]}
    assert kinds(replace(WELL, diaries=Read(asked))) == {"unasked"}


def test_what_was_refused_must_not_be_there() -> None:
    refused = Asked(WELL.diaries.asked["2"].intent, refused="Refused")
    asked = WELL.diaries.asked | {"2": refused}
    assert kinds(replace(WELL, diaries=Read(asked))) == {"unasked"}


def test_what_nobody_knows_may_be_there_or_not_but_not_twice() -> None:
    """So it is where a command was repeated after its answer was lost, and then refused."""
    there = Asked(WELL.diaries.asked["2"].intent, refused="Refused", unknown=["TimeoutError"])
    intent = replace(there.intent, key="3", mark=UUID(int=13))
    absent = Asked(intent, refused="Refused", unknown=["TimeoutError"])
    asked = WELL.diaries.asked | {"2": there, "3": absent}
    assert kinds(replace(WELL, diaries=Read(asked))) == set()

    twice = Happened(place=Place(4, UUID(int=104), TWO, 2), type="thing_marked", mark=SECOND)
    more = replace(WELL, diaries=Read(asked), things=[*WELL.things, twice])
    assert "doubled" in kinds(more)


def test_work_that_fell_due_twice_or_never_is_found() -> None:
    again = Happened(place=Place(4, UUID(int=104), ONE, 3), type="thing_fell_due")
    assert "doubled" in kinds(replace(WELL, things=[*WELL.things, again]))
    assert "lost" in kinds(replace(WELL, things=WELL.things[:2]))


def test_a_label_on_two_things_is_found() -> None:
    things = [replace(WELL.things[0], label="only one"), *WELL.things[1:]]
    assert "doubled" in kinds(replace(WELL, things=things))


def test_a_gap_in_the_positions_is_found() -> None:
    things = [*WELL.things[:2], replace(WELL.things[2], place=FALL._replace(position=4))]
    assert "out of order" in kinds(replace(WELL, things=things))


def test_memory_that_grows_is_told_from_memory_that_does_not() -> None:
    flat = [Sample(at, 80 if at > 30 else 40, 9) for at in range(1000)]
    growing = [Sample(at, 80 + at / 20, 9) for at in range(1000)]

    assert growth_of("relay", flat).verdict == "flat"
    assert growth_of("relay", growing).verdict == "GROWS"
    assert growth_of("relay", growing[:100]).verdict == "too short to tell"


def test_a_soak_in_which_a_process_grows_is_not_clean() -> None:
    flat = [Sample(at, 80, 9) for at in range(1000)]
    growing = [Sample(at, 80 + at / 20, 9) for at in range(1000)]

    assert result_with(growth_of("relay", flat)).is_clean
    assert result_with(growth_of("relay", growing[:100])).is_clean
    assert not result_with(growth_of("relay", growing)).is_clean


def result_with(growth: Growth) -> Result:
    """Give what a soak came to that found nothing, with one process that lived through it."""
    return Result(
        seed=1,
        minutes=30,
        evidence=WELL,
        findings=[],
        faults=Counter(),
        died_by_themselves=Counter(),
        halted=0,
        rested_after=1.0,
        growth=[growth],
    )
