"""What leaves is coded facts, ids and dates; what was said of a person stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ht_contracts.envelope import Published
from ht_contracts.registry import event_types
from ht_kit.codec import Codec
from ht_referrals.handling import ERASURE
from ht_referrals.published import (
    publish_directory,
    publish_erasure,
    publish_onward,
    publish_signpost,
)
from ht_referrals.stored import DIRECTORY_CODEC, ONWARD_CODEC, SIGNPOST_CODEC

SAMPLES = {
    sample.stem: json.loads(sample.read_text())
    for sample in Path(__file__).with_name("stored").glob("*.json")
}
TOLD: tuple[tuple[Codec[Any], Callable[[Any], Published | None]], ...] = (
    (DIRECTORY_CODEC, publish_directory),
    (SIGNPOST_CODEC, publish_signpost),
    (ONWARD_CODEC, publish_onward),
    (ERASURE.codec, publish_erasure),
)


def told_of(
    name: str, *, unseal: Callable[[str, dict[str, Any]], Any] | None
) -> Published | None:
    codec, publish = next(each for each in TOLD if name in each[0].names)
    return publish(codec.decode(name, 1, SAMPLES[f"{name}.v1"], unseal))


NAMES = sorted(name for codec, _ in TOLD for name in codec.names)


def test_every_published_type_of_this_service_is_told_by_some_event() -> None:
    told = {fact.type for name in NAMES if (fact := told_of(name, unseal=None))}

    assert told == {name for name in event_types() if name.startswith("ht.referrals.")}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_told_with_keys_and_without(name: str) -> None:
    with_keys = told_of(name, unseal=lambda field, _: f"what was said as {field}")

    assert told_of(name, unseal=None) == with_keys
    if with_keys:
        assert "what was said" not in with_keys.model_dump_json()


@pytest.mark.parametrize("name", ["directory_entry_renamed", "directory_contact_changed"])
def test_names_and_contacts_are_nobody_elses_business(name: str) -> None:
    assert told_of(name, unseal=None) is None
