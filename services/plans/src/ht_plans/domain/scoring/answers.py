"""What a client answered to one instrument, held against what the instrument asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ht_plans.domain.codes import Instrument, Mode
from ht_plans.domain.scoring.definition import Algorithm, Definition, Item, Points, Said
from ht_plans.domain.scoring.instruments import INSTRUMENTS
from ht_plans.domain.scoring.refusals import (
    NoSuchAlgorithm,
    NoSuchItem,
    NotAChoice,
    NotInSteps,
    NotPlausible,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers to one instrument. None is an item that has no answer yet.

    Without an `algorithm` the instrument's usual rule is meant.
    """

    instrument: Instrument
    items: Mapping[str, Said | None]
    algorithm: str | None = None
    mode: Mode | None = None

    @property
    def definition(self) -> Definition:
        """Give the instrument that was answered."""
        return INSTRUMENTS[self.instrument]

    @property
    def given(self) -> Mapping[str, str]:
        """Give what was answered, in the order in which it is asked, as it is kept."""
        answers = ((item.name, self.items.get(item.name)) for item in self.definition.items)
        return {name: str(said) for name, said in answers if said is not None}


def rule_of(answered: Answered) -> Algorithm:
    """Find the rule that makes the figure, or refuse."""
    algorithm = answered.definition.algorithm(answered.algorithm)
    if algorithm is None:
        raise NoSuchAlgorithm(answered.instrument)
    return algorithm


def points_of(answered: Answered) -> Points:
    """Give what the answered items count, or refuse what cannot be an answer to them."""
    items = {item.name: item for item in answered.definition.items}
    if strange := sorted(answered.items.keys() - items.keys()):
        raise NoSuchItem(answered.instrument, strange[0])
    return {
        name: _points(f"{answered.instrument}.{name}", item, said)
        for name, item in items.items()
        if (said := answered.items.get(name)) is not None
    }


def missing_from(answered: Answered) -> tuple[str, ...]:
    """Name the items that the figure still needs."""
    points = points_of(answered)
    not_needed = rule_of(answered).not_needed(points)
    return tuple(
        item.name
        for item in answered.definition.items
        if item.scored and item.name not in points and item.name not in not_needed
    )


def _points(where: str, item: Item, said: Said) -> Decimal:
    if item.choices:
        chosen = [choice for choice in item.choices if choice.code == str(said)]
        if not chosen:
            raise NotAChoice(where, tuple(choice.code for choice in item.choices))
        return chosen[0].points
    if isinstance(said, str) or not item.lowest <= said <= item.highest:
        raise NotPlausible(where, item.lowest, item.highest)
    if item.step is not None and (said - item.lowest) % item.step:
        raise NotInSteps(where, item.lowest, item.step)
    return said
