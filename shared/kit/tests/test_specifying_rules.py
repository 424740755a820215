"""A specification that is not kept fails, and says what happened instead."""

from dataclasses import dataclass

import pytest

from ht_kit.testing import Specification


@dataclass(frozen=True, slots=True)
class Counted:
    number: int


class TooMany(Exception):  # noqa: N818 - named for its reason
    """That is more than can be counted."""


def count(command: int, total: int) -> list[Counted]:
    if command > 9:
        raise TooMany
    return [] if command == total else [Counted(command)]


def count_every_time(command: int, total: int) -> list[Counted]:
    return [Counted(command + total)]


def last(_: int, event: Counted) -> int:
    return event.number


SPECIFICATION = Specification[int, int, Counted]


def test_what_happens_is_what_was_said() -> None:
    SPECIFICATION(count, last, 0).given(Counted(1)).when(2).then(Counted(2))
    SPECIFICATION(count, last, 0).given(Counted(2)).when(2).then_nothing()
    SPECIFICATION(count, last, 0).when(10).then_refused(TooMany)


def test_what_happens_otherwise_fails() -> None:
    with pytest.raises(AssertionError, match="but this happened"):
        SPECIFICATION(count, last, 0).when(2).then(Counted(3))
    with pytest.raises(AssertionError, match="expected TooMany"):
        SPECIFICATION(count, last, 0).when(2).then_refused(TooMany)


def test_a_rule_that_gives_more_the_second_time_fails() -> None:
    with pytest.raises(AssertionError, match="asking twice gives more"):
        SPECIFICATION(count_every_time, last, 0).when(2).then(Counted(2))
