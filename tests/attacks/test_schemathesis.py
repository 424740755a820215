"""Whatever is sent to a service, by whatever role: it is answered as the service's own
description says, without a fault of ours; and nothing of another organisation is changed or
told.

Requests are made by Schemathesis from the description of each running service, singly and
as sequences along its links, with ids of the attackers' and of the victims' put into them.
`HT_ATTACK_EXAMPLES` says how many for each service and role.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Response
from schemathesis.generation.stateful import APIStateMachine, run_state_machine_as_test
from tests.documents.permitted import ROLES

from ht_local.place import SERVICES

from .asking import declared
from .holdings import Ids, Rows, ids_of, private_words, rows_of
from .sending import EXAMPLES, SESSION, Case, Target, budget
from .town import ATTACKERS, VICTIM, Town

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(300 + 2 * EXAMPLES),
]
_LINKED: Final = tuple(
    name for name in SERVICES if "'links'" in str(declared(name).openapi()["paths"])
)
_STEPS: Final = 6


@pytest.fixture(scope="module")
def everybodys_ids(town: Town) -> tuple[Ids, Ids]:
    ours, theirs = (asyncio.run(ids_of(town.system, each)) for each in (ATTACKERS, VICTIM))
    return ours, theirs


@pytest.fixture(scope="module")
def as_it_was(town: Town) -> Iterator[Rows]:
    """Give every row of the victims'; at the end, when nothing moves any more, compare."""
    before = _settled(town)
    assert sum(count for count, _ in before.values()) > 100
    yield before
    assert _changed(before, _settled(town)) == set()


@pytest.fixture
def unharmed(town: Town, as_it_was: Rows) -> Iterator[None]:
    """See that every row of the victims' is what it was."""
    yield
    assert _changed(as_it_was, asyncio.run(rows_of(town.system, VICTIM))) == set()


def _changed(before: Rows, after: Rows) -> set[tuple[str, str]]:
    return {each for each in {*before, *after} if before.get(each) != after.get(each)}


def _settled(town: Town) -> Rows:
    """Look until nothing moves: what was asked of one service may still reach another."""
    seen = asyncio.run(rows_of(town.system, VICTIM))
    time.sleep(1)
    while (again := asyncio.run(rows_of(town.system, VICTIM))) != seen:
        seen = again
        time.sleep(1)
    return seen


def _target(town: Town, ids: tuple[Ids, Ids], service: str, role: str) -> Target:
    ours, theirs = ids
    return Target(
        service=service,
        url=town.system.place.url(service),
        role=role,
        token=town.token(role),
        ours=ours,
        theirs=theirs,
        words=private_words(VICTIM, ATTACKERS),
        foreign=frozenset().union(*theirs.values()).difference(*ours.values()),
    )


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_sent_is_answered_as_described_and_reaches_nobody_else(
    service: str, role: str, town: Town, everybodys_ids: tuple[Ids, Ids]
) -> None:
    target = _target(town, everybodys_ids, service, role)
    cases = target.cases(target.described())
    statuses: Counter[int] = Counter()

    @budget(target.examples)
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = target.aimed(data.draw, data.draw(cases))
        response = target.send(case)
        statuses[response.status_code] += 1
        target.judge(response, case)

    ask()

    assert statuses.total() >= target.examples


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("service", _LINKED)
def test_whatever_is_done_after_one_another_too(
    service: str, role: str, town: Town, everybodys_ids: tuple[Ids, Ids]
) -> None:
    target = _target(town, everybodys_ids, service, role)
    steps: Counter[str] = Counter()
    machine: Any = target.described().as_state_machine()

    class Attacking(machine):  # type: ignore[misc]  # made at run time, of the description
        def before_call(self, case: Case) -> None:
            target.ready(case)

        def get_call_kwargs(self, _: Case) -> dict[str, Any]:
            return {"base_url": target.url, "session": SESSION, "headers": target.headers}

        def validate_response(self, response: Response, case: Case, *_: Any, **__: Any) -> None:
            steps[case.operation.label] += 1
            target.judge(response, case)

    attacking: type[APIStateMachine] = Attacking
    scenarios = max(2, target.examples // 10)
    run_state_machine_as_test(attacking, settings=budget(scenarios, stateful_step_count=_STEPS))

    assert steps.total() >= scenarios
