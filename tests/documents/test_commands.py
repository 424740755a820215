"""Every command can be asked, every event is told and kept readable, and every refusal has its
sentence, happens and is tested. Nothing here is a list kept by hand, but for the exceptions.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from ht_contracts.registry import event_types
from ht_kit.aggregate import Aggregate
from ht_kit.problems import slug_of
from ht_kit.service import Service

from .commanded import Commanded, commanded, events_of, modules_of, published_as
from .documents import ROOT, SERVICES, service

# What may be missing, each with why.
ASKED_BY_NOBODY: Final[Mapping[str, str]] = {}
NEVER_RAISED: Final[Mapping[str, str]] = {}
NEVER_TESTED: Final[Mapping[str, str]] = {}

_DECLARED: Final = [service(name) for name in SERVICES]
_COMMANDS: Final = [each for declared in _DECLARED for each in commanded(declared)]
_EVENTS: Final = [
    (declared, aggregate, event)
    for declared in _DECLARED
    for aggregate in declared.aggregates
    for event in events_of(aggregate)
]


def _refusals(declared: Service) -> Iterator[type[Exception]]:
    waiting = list(declared.refused)
    while waiting:
        kind = waiting.pop()
        own = kind.__subclasses__()
        waiting += own
        if not own and kind.__module__.startswith(f"ht_{declared.name}."):
            yield kind


_REFUSALS: Final = [(declared, kind) for declared in _DECLARED for kind in _refusals(declared)]


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda each: each.command.__name__)
def test_a_command_is_asked_at_an_address_or_given_by_the_service_itself(
    command: Commanded,
) -> None:
    asked = bool(command.routes or command.reactions)

    assert asked != (command.command.__name__ in ASKED_BY_NOBODY)
    assert bool(command.routes) == bool(command.roles)
    assert command.gives


@pytest.mark.parametrize(
    ("declared", "aggregate", "event"), _EVENTS, ids=lambda each: getattr(each, "__name__", "")
)
def test_an_event_comes_of_a_command_can_be_read_again_and_is_told(
    declared: Service, aggregate: Aggregate[Any, Any, Any], event: type
) -> None:
    giving = [each for each in _COMMANDS if event in each.gives]
    told = published_as(declared, aggregate, event)

    assert giving
    assert told, "there is no stored sample of it"
    for event_type in filter(None, told):
        assert event_type in event_types()
        assert (ROOT / "tests/contracts/samples" / f"{event_type}.json").exists()


@pytest.mark.parametrize(
    ("declared", "refusal"), _REFUSALS, ids=lambda each: getattr(each, "__name__", "")
)
def test_a_refusal_has_its_sentence_happens_and_is_tested(
    declared: Service, refusal: type[Exception]
) -> None:
    sentence = " ".join((refusal.__doc__ or "").split())
    tested = re.compile(rf"\b{refusal.__name__}\b|(?<![\w-]){slug_of(refusal)}(?![\w-])")

    assert sentence.endswith(".")
    assert (refusal.__name__ in _raised(declared.name)) != (refusal.__name__ in NEVER_RAISED)
    assert bool(tested.search(_tests_of(declared.name))) != (refusal.__name__ in NEVER_TESTED)


def test_no_exception_has_outlived_its_reason() -> None:
    refusals = {kind.__name__ for _, kind in _REFUSALS}
    commands = {each.command.__name__ for each in _COMMANDS}

    assert NEVER_RAISED.keys() | NEVER_TESTED.keys() <= refusals
    assert ASKED_BY_NOBODY.keys() <= commands


@cache
def _tests_of(name: str) -> str:
    files = (ROOT / "services" / name / "tests").rglob("*.py")
    return "\n".join(each.read_text() for each in files)


@cache
def _raised(name: str) -> frozenset[str]:
    return frozenset(
        each.id
        for module in modules_of(name)
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text()))
        if isinstance(node, ast.Raise) and node.exc is not None
        for each in ast.walk(node.exc)
        if isinstance(each, ast.Name)
    )
