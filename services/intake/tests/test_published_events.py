"""What leaves is coded facts, ids and dates; who somebody is stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ht_contracts.envelope import Published
from ht_contracts.registry import event_types
from ht_intake.app import SERVICE

SAMPLES = {
    sample.stem.removesuffix(".v1"): json.loads(sample.read_text())
    for sample in Path(__file__).with_name("stored").glob("*.v1.json")
}
AGGREGATE_OF = {
    name: aggregate for aggregate in SERVICE.aggregates for name in aggregate.codec.names
}


UNTOLD = {
    "client_restricted",
    "restriction_lifted",
    "team_named",
    "risk_raised",
    "risk_lowered",
    "contact_rules_recorded",
    "not_same_person_recorded",
    "fact_settled",
    "referrals_told_apart",
    "referral_forgotten",
    "draft_saved",
    "draft_sending_begun",
    "draft_sent",
    "draft_discarded",
    "draft_vanished",
    "same_person_suggested",
}
"""That somebody is hidden, cannot be rung at home, or has to be looked after by few tells of
the danger they are in. Who was thought to be somebody else is nobody else's matter, and what is
still written is the writer's. That a client is erased is told by `client_data_erased`."""


def said(field: str, _: object) -> object:
    if field == "sealed_answers":
        return {"religion": ["what was said of it"]}
    return "1970-06-01" if field in {"birth_date", "died_on"} else f"what was said as {field}"


def told_of(name: str, unseal: Callable[[str, dict[str, Any]], Any] | None) -> Published | None:
    aggregate = AGGREGATE_OF[name]
    return SERVICE.tells[aggregate.name](aggregate.codec.decode(name, 1, SAMPLES[name], unseal))


def test_every_published_type_of_this_service_is_told_by_some_event() -> None:
    told = {fact.type for name in SAMPLES if (fact := told_of(name, None))}

    assert told == {name for name in event_types() if name.startswith("ht.intake.")}


@pytest.mark.parametrize("name", sorted(UNTOLD))
def test_what_only_intake_may_know_tells_nothing(name: str) -> None:
    assert told_of(name, said) is None


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - UNTOLD))
def test_the_same_is_told_with_keys_and_without(name: str) -> None:
    with_keys, without = told_of(name, said), told_of(name, None)

    assert with_keys == without
    assert with_keys is not None
    assert "what was said" not in with_keys.model_dump_json()
    assert "1970-06-01" not in with_keys.model_dump_json()


def test_neither_postcode_nor_small_area_is_told() -> None:
    told = told_of("client_registered", None)

    assert told is not None
    assert {"postcode", "lsoa", "gp_practice", "name"}.isdisjoint(told.model_dump())


def test_a_sender_s_reference_stays_here() -> None:
    told = told_of("client_referred", None)

    assert told is not None
    assert "a81001" not in told.model_dump_json()
