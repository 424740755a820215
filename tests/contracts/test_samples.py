"""Every event ever published can still be read. Samples are added, never edited."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.registry import event_types, schema_id

SAMPLES = sorted(Path(__file__).with_name("samples").glob("*.json"))
TYPE = re.compile(r"ht\.(intake|plans|referrals)\.[a-z_]+\.v[1-9][0-9]*")


def sent(sample: Path) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(sample.read_text())
    return envelope


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_published_event_can_still_be_read(sample: Path) -> None:
    contract = event_types()[sample.stem]

    read = Envelope[contract].model_validate_json(sample.read_text())  # type: ignore[valid-type]

    assert sample.stem == read.type
    assert isinstance(read.data, contract)
    assert read.dataschema == schema_id(sample.stem)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_shows_every_field_and_no_other(sample: Path) -> None:
    contract = event_types()[sample.stem]
    data = sent(sample)["data"]

    assert contract.model_fields.keys() == data.keys()
    assert json.loads(contract.model_validate(data).model_dump_json()) == data


@pytest.mark.parametrize("event_type", event_types())
def test_every_event_type_has_a_sample(event_type: str) -> None:
    assert event_type in {sample.stem for sample in SAMPLES}, (
        f"put one envelope into tests/contracts/samples/{event_type}.json, "
        "then run python -m ht_contracts.catalogue"
    )


@pytest.mark.parametrize("event_type", event_types())
def test_types_are_named_in_the_form_that_subscribers_filter_on(event_type: str) -> None:
    assert TYPE.fullmatch(event_type)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_no_attribute_of_a_sample_is_null(sample: Path) -> None:
    envelope = sent(sample)

    assert None not in envelope.values()
    assert all(re.fullmatch(r"[a-z0-9]{1,20}", attribute) for attribute in envelope)
