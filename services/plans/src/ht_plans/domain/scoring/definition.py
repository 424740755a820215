"""What an instrument is: its items, the rules that make a figure of them, and its licence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from ht_plans.domain.codes import Instrument

Said: TypeAlias = Decimal | str
"""What was answered to one item: a number, or the code of a choice."""

Points: TypeAlias = Mapping[str, Decimal]
"""What each item counts. One that need not be asked counts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of several, and what it counts."""

    code: str
    points: Decimal
    label: str
    snomed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is asked: a number between two ends, or one of several choices.

    Without a `step` every number between the ends is an answer. What is not `scored` is asked
    and kept, and nothing is missing without it.
    """

    name: str
    about: str
    lowest: Decimal
    highest: Decimal
    step: Decimal | None = Decimal(1)
    choices: tuple[Choice, ...] = ()
    scored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a figure is called, from the least that is called so."""

    name: str
    least: Decimal
    snomed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The names of a figure, from the lowest up.

    A figure that is `shown` to so many decimals is rounded half up first, and named as shown.
    """

    name: str
    bands: tuple[Band, ...]
    shown: Decimal | None = None

    def band_of(self, value: Decimal) -> Band:
        """Name a figure."""
        figure = value if self.shown is None else rounded(value, self.shown)
        return [band for band in self.bands if figure >= band.least][-1]


def _all_needed(_: Points) -> frozenset[str]:
    return frozenset()


def _never(_: Points, __: Decimal) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """One rule that makes a figure of the answers. Figures of two rules are never compared.

    `not_needed` names the items that need no answer, given the others: they count nothing.
    `follow_up` says whether the answers ask for a closer look. `unnamed` are answers with which
    the figure is called nothing: item and answer.
    """

    id: str
    about: str
    unit: str
    lowest: Decimal
    highest: Decimal
    figure: Callable[[Points], Decimal]
    not_needed: Callable[[Points], frozenset[str]] = _all_needed
    follow_up: Callable[[Points, Decimal], bool] = _never
    scales: tuple[Scale, ...] = ()
    unnamed: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An instrument as it is declared. The first of its algorithms is used unless named.

    `better` says which way a figure goes when things go well, where that can be said.
    `notable_change` is the smallest change that says something of one person.
    """

    instrument: Instrument
    name: str
    items: tuple[Item, ...]
    algorithms: tuple[Algorithm, ...]
    licence: str
    better: Literal["higher", "lower"] | None = None
    notable_change: Decimal | None = None
    snomed: str | None = None

    def algorithm(self, name: str | None) -> Algorithm | None:
        """Find a rule by its id, or the usual one."""
        return next((each for each in self.algorithms if name in (None, each.id)), None)


def rounded(value: Decimal, to: Decimal) -> Decimal:
    """Round half up, as everything printed is."""
    return value.quantize(to, rounding=ROUND_HALF_UP)


def number(
    name: str,
    about: str,
    lowest: int,
    highest: int,
    *,
    step: str | None = "1",
    scored: bool = True,
) -> Item:
    """Declare an item that is answered with a number."""
    return Item(
        name=name,
        about=about,
        lowest=Decimal(lowest),
        highest=Decimal(highest),
        step=None if step is None else Decimal(step),
        scored=scored,
    )


def choice(name: str, about: str, *choices: Choice, scored: bool = True) -> Item:
    """Declare an item that is answered with one of several choices."""
    points = [each.points for each in choices]
    return Item(
        name=name,
        about=about,
        lowest=min(points),
        highest=max(points),
        choices=choices,
        scored=scored,
    )


def numbered(lowest: int, highest: int, *abouts: str) -> tuple[Item, ...]:
    """Declare numbered items that are all answered on the same steps."""
    return tuple(
        number(f"item_{place}", about, lowest, highest)
        for place, about in enumerate(abouts, start=1)
    )


def bands(*named: tuple[str, int | str]) -> tuple[Band, ...]:
    """Declare the names of a figure with the least that is called so, from the lowest up."""
    return tuple(Band(name=name, least=Decimal(least)) for name, least in named)


def total(points: Points) -> Decimal:
    """Add up what the answers count."""
    return sum(points.values(), Decimal(0))
