"""A programme switches on what it records; until then it records the usual measures."""

from dataclasses import replace
from datetime import UTC, datetime

from ht_kit.testing import Specification
from ht_plans.domain.recording import (
    AS_USUAL,
    ChooseRecording,
    Command,
    Event,
    NothingRecorded,
    Recording,
    RecordingChosen,
    decide,
    evolve,
)

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
CHOOSE = ChooseRecording(
    programme="northfield",
    instruments=frozenset({"audit_c", "who5", "bmi"}),
    techniques=False,
    now=MONDAY,
)
CHOSEN = RecordingChosen(
    programme="northfield",
    instruments=("bmi", "who5", "audit_c"),
    techniques=False,
    chosen_at=MONDAY,
)


def a_programme(*history: Event) -> Specification[Command, Recording, Event]:
    return Specification(decide, evolve, AS_USUAL).given(*history)


def test_a_manager_chooses_what_is_recorded() -> None:
    a_programme().when(CHOOSE).then(CHOSEN)


def test_techniques_are_off_until_they_are_switched_on() -> None:
    assert not AS_USUAL.techniques
    on = replace(CHOOSE, techniques=True)

    a_programme(CHOSEN).when(on).then(replace(CHOSEN, techniques=True))


def test_choosing_the_same_again_changes_nothing() -> None:
    a_programme(CHOSEN).when(replace(CHOOSE, now=MONDAY.replace(day=13))).then_nothing()


def test_a_programme_that_records_nothing_is_refused() -> None:
    a_programme().when(replace(CHOOSE, instruments=frozenset())).then_refused(NothingRecorded)
