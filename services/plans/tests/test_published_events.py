"""What leaves is coded facts, ids and dates; what a client said stays."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ht_contracts.envelope import Published
from ht_contracts.registry import event_types
from ht_kit.codec import Codec
from ht_plans.domain.case.events import SessionCancelled
from ht_plans.handling import ERASURE
from ht_plans.published import (
    publish_of_case,
    publish_of_concern,
    publish_of_erasure,
    publish_of_recording,
    publish_of_shared_session,
)
from ht_plans.published_beside import (
    publish_of_offer,
    publish_of_pathways,
    publish_of_quit,
    publish_of_work,
)
from ht_plans.published_moving import (
    publish_of_cover,
    publish_of_handover,
    publish_of_reassignment,
    publish_of_transfer,
)
from ht_plans.published_plans import publish_of_plan
from ht_plans.stored import (
    CASE_CODEC,
    CONCERN_CODEC,
    COVER_CODEC,
    HANDOVER_CODEC,
    OFFER_CODEC,
    PATHWAYS_CODEC,
    PLAN_CODEC,
    QUIT_CODEC,
    REASSIGNMENT_CODEC,
    RECORDING_CODEC,
    SHARED_SESSION_CODEC,
    TRANSFER_CODEC,
    WORK_CODEC,
)

from .case_at_work import SEEN

STORED = Path(__file__).with_name("stored")
# The sample with the longest name of an event holds the fields that were added to it too.
SAMPLES = {
    sample.name.partition(".")[0]: json.loads(sample.read_text())
    for sample in sorted(STORED.glob("*.v1*.json"), key=lambda path: len(path.name))
}
TOLD: tuple[tuple[Codec[Any], Callable[[Any], Published | None]], ...] = (
    (CASE_CODEC, publish_of_case),
    (PLAN_CODEC, publish_of_plan),
    (RECORDING_CODEC, publish_of_recording),
    (SHARED_SESSION_CODEC, publish_of_shared_session),
    (CONCERN_CODEC, publish_of_concern),
    (OFFER_CODEC, publish_of_offer),
    (QUIT_CODEC, publish_of_quit),
    (WORK_CODEC, publish_of_work),
    (PATHWAYS_CODEC, publish_of_pathways),
    (TRANSFER_CODEC, publish_of_transfer),
    (REASSIGNMENT_CODEC, publish_of_reassignment),
    (HANDOVER_CODEC, publish_of_handover),
    (COVER_CODEC, publish_of_cover),
    (ERASURE.codec, publish_of_erasure),
)
NAMES = sorted(name for codec, _ in TOLD for name in codec.names)


def told_of(name: str) -> Published | None:
    codec, publish = next(each for each in TOLD if name in each[0].names)
    return publish(codec.decode(name, 1, SAMPLES[name]))


def test_every_published_type_of_this_service_is_told_by_some_event() -> None:
    told = {fact.type for name in NAMES if (fact := told_of(name))}

    assert told == {name for name in event_types() if name.startswith("ht.plans.")}


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_is_told_under_its_own_name_in_full(name: str) -> None:
    fact = told_of(name)

    if fact is not None:
        assert fact.type == f"ht.plans.{name}.v1"
        known = {field: SAMPLES[name][field] for field in type(fact).model_fields}
        assert json.loads(fact.model_dump_json()) == known


@pytest.mark.parametrize(
    "name",
    [
        *("goal_added", "action_added", "if_then_added", "barrier_added", "facilitator_added"),
        *("reward_added", "diary_started", "diary_filled"),
        *("assessment_drafted", "note_amended", "safeguarding_concern_told"),
    ],
)
def test_what_is_only_written_down_tells_nothing(name: str) -> None:
    assert told_of(name) is None


def test_a_goal_that_is_revised_in_a_draft_tells_nothing() -> None:
    in_a_draft = {**SAMPLES["goal_revised"], "agreed": False}

    assert publish_of_plan(PLAN_CODEC.decode("goal_revised", 1, in_a_draft)) is None


def test_a_review_that_does_not_say_of_which_plan_tells_nothing() -> None:
    before = json.loads((STORED / "plan_reviewed.v1.json").read_text())

    assert publish_of_plan(PLAN_CODEC.decode("plan_reviewed", 1, before)) is None


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("quit_outcome_recorded", {"reason", "co_ppm", "by"}),
        ("employment_status_recorded", {"circumstances"}),
        ("employment_progressed", {"weekly_hours"}),
        ("distance_read", {"ratings"}),
        ("screening_received", {"results"}),
        ("escalated", {"words"}),
    ],
)
def test_what_was_told_in_confidence_beside_a_plan_stays(name: str, stays: set[str]) -> None:
    fact = told_of(name)

    assert fact is not None
    assert stays <= SAMPLES[name].keys()
    assert stays.isdisjoint(fact.model_dump())


def test_who_interpreted_is_told_and_nothing_where_nobody_asked() -> None:
    interpreted = replace(SEEN, interpreter="1")
    called_off = SessionCancelled(
        case=SEEN.case,
        client=SEEN.client,
        session=SEEN.session,
        kind="review",
        medium="01",
        place=None,
        attendance="4",
        planned_start=SEEN.started_at,
        note=None,
        interpreter="5",
    )
    told = [publish_of_case(event) for event in (interpreted, called_off, SEEN)]

    assert [
        each and each.model_dump(mode="json", exclude_defaults=True).get("interpreter")
        for each in told
    ] == ["1", "5", None]
