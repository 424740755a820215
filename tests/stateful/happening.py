"""What may happen, with what is drawn for it; and playing it in an order that is drawn too."""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from .dying import Fate, Kind

F = TypeVar("F", bound=Callable[..., None])


class Failed(BaseException):
    """Something does not hold. It is not tried again: time would make it something else."""


def fates(*kinds: Kind, words: int, awaits: int) -> st.SearchStrategy[Fate]:
    """Draw what happens, and at which of so many words or awaits."""
    kind = st.sampled_from(kinds)
    at_a_word = st.builds(Fate, kind, st.integers(0, words), st.just("words"), st.booleans())
    at_an_await = st.builds(Fate, kind, st.integers(0, awaits), st.just("awaits"))
    return st.one_of(at_a_word, at_a_word, at_an_await)


def may_happen(*, times: int = 1, **drawn: st.SearchStrategy[Any]) -> Callable[[F], F]:
    """Let this happen so many times in each round, with what is drawn each time."""

    def mark(happen: F) -> F:
        vars(happen).update(times=times, drawn=drawn)
        return happen

    return mark


class Player:
    """Plays what may happen: all of it, in an order that is drawn, round after round."""

    def __init__(self) -> None:
        self.story: list[str] = []

    def play(self, data: st.DataObject, *, rounds: int) -> None:
        """Play one example. What does not hold is raised with the story that led to it."""
        happenings = [
            name
            for kind in reversed(type(self).__mro__)
            for name, happening in vars(kind).items()
            for _ in range(getattr(happening, "times", 0) * rounds)
        ]
        try:
            self.begin()
            for name in data.draw(st.permutations(happenings)):
                drawn = getattr(self, name).drawn
                values = {each: data.draw(drawn[each]) for each in drawn}
                said = ", ".join(f"{each}={value}" for each, value in values.items())
                self.story.append(f"{name}({said})")
                getattr(self, name)(**values)
            self.end()
        except Exception as error:
            raise Failed("\n".join(self.story)) from error
        finally:
            self.close()

    def begin(self) -> None:
        """Make what is played with."""
        raise NotImplementedError

    def end(self) -> None:
        """Compare everything."""
        raise NotImplementedError

    def close(self) -> None:
        """Put everything away."""
        raise NotImplementedError
