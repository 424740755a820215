"""Given, when, then: how rules are specified."""

from collections.abc import Callable
from functools import reduce
from typing import Generic, TypeVar

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


class Specification(Generic[C, S, E]):
    """What has happened, what is asked, and what must come of it.

    Each `then` also asks the same again: a rule that gives something the second time is not
    safe to repeat, and fails here. A refusal the second time is safe.
    """

    def __init__(
        self, decide: Callable[[C, S], list[E]], evolve: Callable[[S, E], S], initial: S
    ) -> None:
        self._decide, self._evolve = decide, evolve
        self._state = initial
        self._asked: list[C] = []

    def given(self, *history: E) -> "Specification[C, S, E]":
        """Say what has happened before."""
        self._state = reduce(self._evolve, history, self._state)
        return self

    def when(self, command: C) -> "Specification[C, S, E]":
        """Say what is asked now."""
        self._asked = [command]
        return self

    def then(self, *expected: E) -> None:
        """Say what happens, and that it happens once."""
        happened = self._decide(self._only_command(), self._state)

        assert happened == list(expected), _difference(expected, happened)  # noqa: S101 - a test
        after = reduce(self._evolve, happened, self._state)
        try:
            again = self._decide(self._only_command(), after)
        except Exception:  # noqa: BLE001 - any refusal is a safe answer to a repeat
            return
        assert again == [], f"asking twice gives more: {again}"  # noqa: S101

    def then_nothing(self) -> None:
        """Say that nothing happens, and that this is no mistake."""
        self.then()

    def then_refused(self, refusal: type[Exception]) -> None:
        """Say that this may not be asked now, and why."""
        try:
            happened = self._decide(self._only_command(), self._state)
        except refusal:
            return
        raise AssertionError(f"expected {refusal.__name__}, but this happened: {happened}")

    def _only_command(self) -> C:
        (command,) = self._asked
        return command


def _difference(expected: tuple[E, ...], happened: list[E]) -> str:
    return f"expected {list(expected)}, but this happened: {happened}"
