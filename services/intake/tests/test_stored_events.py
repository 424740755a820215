"""Everything that was ever stored can still be read, with its key and without.

The samples in `stored/` are named <stored name>.v<schema version>.json: added, never edited.
Fields that were added within a version have samples beside them, named for what they hold:
<stored name>.v<schema version>.<what>.json.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ht_intake.handling import AGGREGATES
from ht_kit.codec import Codec, is_sealed, stored_name

SAMPLES = sorted(Path(__file__).with_name("stored").glob("*.json"))
CODECS: tuple[Codec[Any], ...] = tuple(aggregate.codec for aggregate in AGGREGATES)
CODEC_OF = {name: codec for codec in CODECS for name in codec.names}
PERSONAL: Mapping[str, set[str]] = {
    "worker_registered": {"name"},
    "worker_background_recorded": {"postcode", "lsoa"},
    "client_referred": {
        "referrer_organisation",
        "referrer_name",
        "referrer_role",
        "called",
        "telephone",
        "postcode",
        "note",
    },
    "referral_accepted": {"override_reason"},
    "referral_amended": {
        "reason",
        "referrer_organisation",
        "referrer_name",
        "referrer_role",
        "called",
        "telephone",
        "postcode",
        "note",
        "words",
    },
    "draft_saved": {"content"},
    "client_referred.v1.with_reaching": {
        "referrer_organisation",
        "referrer_name",
        "referrer_role",
        "called",
        "telephone",
        "postcode",
        "note",
        "email",
        "reached_through",
    },
    "referral_amended.v1.with_reaching": {
        "reason",
        "referrer_organisation",
        "referrer_name",
        "referrer_role",
        "called",
        "telephone",
        "postcode",
        "note",
        "words",
        "email",
        "reached_through",
    },
    "client_registered": {
        "name",
        "called",
        "birth_date",
        "nhs_number",
        "reached_through",
        "telephone",
        "postcode",
        "lsoa",
    },
    "client_details_amended": {
        "reason",
        "name",
        "called",
        "birth_date",
        "nhs_number",
        "address",
        "postcode",
        "lsoa",
        "reached_through",
        "telephone",
        "email",
    },
    "client_merged": {"reason"},
    "client_restricted": {"reason"},
    "death_recorded": {"died_on"},
    "risk_raised": {"words"},
    "death_reversed": {"reason"},
    "client_unmerged": {"reason"},
    "answers_recorded": {"sealed_answers"},
    "access_needs_recorded": {"words"},
    "contact_rules_recorded": {"words"},
}


def stored(sample: Path) -> tuple[str, int, dict[str, Any]]:
    name, version, *_ = sample.stem.split(".")
    return name, int(version.removeprefix("v")), json.loads(sample.read_text())


def said(field: str, _: object) -> object:
    if field == "sealed_answers":
        return {"religion": ["declined"]}
    return "1970-06-01" if field in {"birth_date", "died_on"} else f"what was said as {field}"


def hidden(_: str, __: object) -> dict[str, Any]:
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

    assert wanted == {".".join(sample.stem.split(".")[:2]) for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_is_personal_is_sealed_and_nothing_else(sample: Path) -> None:
    name, version, data = stored(sample)

    sealed = {field for field, value in data.items() if is_sealed(value)}
    without_keys = CODEC_OF[name].decode(name, version, data)

    assert sealed == PERSONAL.get(sample.stem, PERSONAL.get(name, set()))
    assert [field for field in sealed if getattr(without_keys, field) is not None] == []
