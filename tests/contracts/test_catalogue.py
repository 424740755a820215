"""What is written about events is what the code publishes."""

import json

import pytest

from ht_contracts.catalogue import CHECKOUT, PAGES, differing
from ht_contracts.json_schemas import data_schema
from ht_contracts.registry import event_types


def test_schemas_and_catalogue_are_up_to_date() -> None:
    stale = [str(path.relative_to(CHECKOUT)) for path in differing()]

    assert stale == [], "run python -m ht_contracts.catalogue, and read the difference"


@pytest.mark.parametrize("event_type", event_types())
def test_every_event_says_in_a_sentence_what_it_means(event_type: str) -> None:
    sentence = event_types()[event_type].__doc__ or ""

    assert sentence.strip().endswith(".")


@pytest.mark.parametrize("event_type", event_types())
def test_readers_are_told_to_expect_fields_that_come_later(event_type: str) -> None:
    schema = data_schema(event_types()[event_type])

    assert schema["additionalProperties"] is True
    assert schema["$id"] == f"urn:ht:schema:{event_type}"


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = json.loads((PAGES / "asyncapi.json").read_text())
    messages = document["components"]["messages"]

    referred = [
        message["$ref"].removeprefix("#/components/messages/")
        for channel in document["channels"].values()
        for message in channel["messages"].values()
    ]

    assert sorted(referred) == sorted(messages) == sorted(event_types())
