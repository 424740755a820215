"""Everything that was ever stored can still be read, with its key and without.

The samples in `stored/` are named <stored name>.v<schema version>.json: added, never edited.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ht_kit.codec import Codec, is_sealed, stored_name
from ht_referrals.handling import ERASURE
from ht_referrals.stored import DIRECTORY_CODEC, ONWARD_CODEC, SIGNPOST_CODEC

SAMPLES = sorted(Path(__file__).with_name("stored").glob("*.json"))
CODECS: tuple[Codec[Any], ...] = (
    DIRECTORY_CODEC,
    SIGNPOST_CODEC,
    ONWARD_CODEC,
    ERASURE.codec,
)
CODEC_OF = {name: codec for codec in CODECS for name in codec.names}
PERSONAL = {
    "directory_entry_added": "contact",
    "directory_contact_changed": "contact",
    "referral_drafted": "summary",
    "referral_sent_without_consent": "why",
}


def stored(sample: Path) -> tuple[str, int, dict[str, Any]]:
    name, version = sample.stem.split(".v")
    return name, int(version), json.loads(sample.read_text())


def said(field: str, sealed: dict[str, Any]) -> str:
    del sealed
    return f"what was said as {field}"


def hidden(field: str, value: object) -> dict[str, Any]:
    del field, value
    return {"$enc": 1}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_event_can_still_be_read(sample: Path) -> None:
    name, version, data = stored(sample)

    event = CODEC_OF[name].decode(name, version, data, said)

    assert stored_name(type(event)) == name


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_event_reads_and_writes_the_same(sample: Path) -> None:
    name, version, data = stored(sample)
    codec = CODEC_OF[name]

    again = codec.encode(codec.decode(name, version, data, said), hidden)

    kept = {**data, **{field: {"$enc": 1} for field in data if is_sealed(data[field])}}
    assert {field: again[field] for field in kept} == kept
    assert {again[field] for field in again.keys() - kept.keys()} <= {None}  # added later


def test_every_event_has_a_sample_of_every_version() -> None:
    wanted = {
        f"{name}.v{version}"
        for name, codec in CODEC_OF.items()
        for version in range(1, codec.version_of(name) + 1)
    }

    assert wanted == {sample.stem for sample in SAMPLES}


@pytest.mark.parametrize(("name", "field"), PERSONAL.items())
def test_what_was_said_of_a_person_is_sealed_and_may_be_gone(name: str, field: str) -> None:
    (sample,) = (sample for sample in SAMPLES if sample.stem == f"{name}.v1")
    data = json.loads(sample.read_text())

    without_key = CODEC_OF[name].decode(name, 1, data)

    assert is_sealed(data[field])
    assert getattr(without_key, field) is None


def test_nothing_else_is_sealed() -> None:
    sealed = {
        (stored(sample)[0], field)
        for sample in SAMPLES
        for field, value in stored(sample)[2].items()
        if is_sealed(value)
    }

    assert sealed == set(PERSONAL.items())
