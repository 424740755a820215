"""Everything that was ever stored can still be read, with its key and without.

The samples in `stored/` are named <stored name>.v<schema version>.json: added, never edited.
Fields that were added within a version have samples beside them, named for what they hold:
<stored name>.v<schema version>.<what>.json.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ht_kit.codec import Codec, is_sealed, stored_name
from ht_plans.handling import ERASURE
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

SAMPLES = sorted(Path(__file__).with_name("stored").glob("*.json"))
CODECS: tuple[Codec[Any], ...] = (
    CASE_CODEC,
    PLAN_CODEC,
    RECORDING_CODEC,
    SHARED_SESSION_CODEC,
    CONCERN_CODEC,
    OFFER_CODEC,
    QUIT_CODEC,
    WORK_CODEC,
    PATHWAYS_CODEC,
    TRANSFER_CODEC,
    REASSIGNMENT_CODEC,
    HANDOVER_CODEC,
    COVER_CODEC,
    ERASURE.codec,
)
CODEC_OF = {name: codec for codec in CODECS for name in codec.names}
PERSONAL = {
    "trainer_assigned": {"override_reason"},
    "session_attended": {"note"},
    "note_amended": {"note", "reason"},
    "session_missed": {"note"},
    "session_cancelled": {"note"},
    "attendance_corrected": {"reason"},
    "safeguarding_concern_raised": {"words"},
    "safeguarding_concern_told": {"words"},
    "safeguarding_concern_ended": {"words"},
    "assessment_taken": {"answers"},
    "case_imported": {"trainer", "note"},
    "assessment_drafted": {"answers"},
    "assessment_corrected": {"answers", "reason"},
    "case_reopened": {"reason"},
    "plan_drafted": {"own_words"},
    "goal_added": {"statement", "unit"},
    "action_added": {"what", "where", "when", "how_often", "with_whom"},
    "if_then_added": {"situation", "response"},
    "barrier_added": {"words"},
    "facilitator_added": {"words"},
    "reward_added": {"what"},
    "diary_started": {"what_to_write", "unit"},
    "diary_filled": {"entries"},
    "goal_revised": {"statement", "unit", "reason"},
    "plan_sign_off_corrected": {"override_reason", "reason"},
    "plan_sign_off_corrected.v1.with_day": {"override_reason", "reason", "not_present_reason"},
    "plan_signed_off": {"override_reason", "not_present_reason"},
    "maintenance_checked": {"window_reason"},
    "quit_outcome_recorded": {"reason"},
    "employment_status_recorded": {"circumstances"},
    "distance_read": {"ratings"},
    "screening_received": {"results"},
    "escalated": {"words"},
}
WHAT_IS_NO_TEXT: dict[str, object] = {
    "circumstances": {
        "weekly_hours": 12,
        "self_employed": "no",
        "off_sick": "no",
        "benefits": ["universal_credit"],
        "employment_support": "suitable",
        "support_referred_on": "2026-01-12",
    },
    "ratings": {"confidence": 3},
    "results": {"systolic": "142"},
}


def stored(sample: Path) -> tuple[str, int, dict[str, Any]]:
    name, version, *_ = sample.stem.split(".")
    return name, int(version.removeprefix("v")), json.loads(sample.read_text())


def said_in(name: str) -> Callable[[str, dict[str, Any]], object]:
    answers = {"height_cm": "150"}

    def said(field: str, _: dict[str, Any]) -> object:
        if field == "entries":
            return [{"day": "2026-01-14", "amount": "30", "words": "Walked home"}]
        if field != "answers":
            return WHAT_IS_NO_TEXT.get(field, f"what was said as {field}")
        return {"bmi": answers} if name == "assessment_drafted" else answers

    return said


def hidden(_: str, __: object) -> dict[str, Any]:
    return {"$enc": 1}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_event_reads_and_writes_the_same(sample: Path) -> None:
    name, version, data = stored(sample)
    codec = CODEC_OF[name]

    event = codec.decode(name, version, data, said_in(name))

    assert stored_name(type(event)) == name
    sealed = {field: {"$enc": 1} for field in data if is_sealed(data[field])}
    written = codec.encode(event, hidden)
    assert without_what_was_added(written, {**data, **sealed}) == {**data, **sealed}


def without_what_was_added(written: object, stored_then: object) -> object:
    """Leave out fields that came later and say nothing of what was stored before them."""
    match written, stored_then:
        case dict(), dict():
            return {
                field: without_what_was_added(value, stored_then.get(field))
                for field, value in written.items()
                if value or field in stored_then
            }
        case list(), list() if len(written) == len(stored_then):
            return list(map(without_what_was_added, written, stored_then))
        case _:
            return written


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_a_client_said_is_sealed_and_may_be_gone(sample: Path) -> None:
    name, version, data = stored(sample)

    without_key = CODEC_OF[name].decode(name, version, data)

    sealed = {field for field, value in data.items() if is_sealed(value)}
    assert sealed == PERSONAL.get(sample.stem, PERSONAL.get(name, set()))
    assert all(getattr(without_key, field) is None for field in sealed)


def test_every_event_has_a_sample_of_every_version() -> None:
    wanted = {
        f"{name}.v{version}"
        for name, codec in CODEC_OF.items()
        for version in range(1, codec.version_of(name) + 1)
    }

    assert wanted == {".".join(sample.stem.split(".")[:2]) for sample in SAMPLES}
