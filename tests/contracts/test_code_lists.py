"""Every coded value has a label and a source, and is offered only while it is current."""

import re
from datetime import date
from typing import Literal, get_args, get_origin

import pytest

from ht_contracts import codes
from ht_contracts.code_lists import Code, code_lists


def list_name(alias: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", alias).lower()


LITERALS = {
    list_name(alias): get_args(value)
    for alias, value in vars(codes).items()
    if get_origin(value) is Literal
}


def test_the_registry_has_the_same_lists_as_the_events() -> None:
    assert LITERALS.keys() == code_lists().keys()


@pytest.mark.parametrize("name", LITERALS)
def test_the_registry_has_the_same_codes_as_the_events(name: str) -> None:
    registered = [code.code for code in code_lists()[name]]

    assert sorted(LITERALS[name]) == sorted(registered)


@pytest.mark.parametrize("name", LITERALS)
def test_no_two_codes_of_a_list_read_the_same(name: str) -> None:
    labels = [code.label for code in code_lists()[name]]

    assert len(set(labels)) == len(labels)


def test_a_retired_code_is_offered_no_longer_and_can_still_be_read() -> None:
    code = Code(
        list="destination",
        code="life_check",
        label="Life Check",
        source="Health Trainer services",
        source_version="1",
        active_from=date(2008, 4, 1),
        retired_on=date(2012, 4, 1),
    )

    assert not code.offered_on(date(2008, 3, 31))
    assert code.offered_on(date(2012, 3, 31))
    assert not code.offered_on(date(2012, 4, 1))
