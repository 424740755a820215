"""Why answers may not be scored. Each docstring is the sentence the trainer reads."""

from decimal import Decimal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused


class PartlyAnswered(Refused):
    """Every item needs an answer, or the whole measure a reason why there is none."""

    def __init__(self, instrument: Instrument, missing: tuple[str, ...]) -> None:
        super().__init__(instrument, missing)
        self.instrument, self.missing = instrument, missing

    def __str__(self) -> str:
        return f"{Refused.__str__(self)} Still open in {self.instrument}: {_all(self.missing)}."


class NotPlausible(Refused):
    """This is outside what can be true. Please look at it again."""

    def __init__(self, item: str, lowest: Decimal | int, highest: Decimal | int) -> None:
        super().__init__(item, lowest, highest)
        self.item, self.lowest, self.highest = item, lowest, highest

    def __str__(self) -> str:
        return f"{Refused.__str__(self)} {self.item} goes from {self.lowest} to {self.highest}."


class NotInHalves(Refused):
    """Portions are counted in whole and half portions."""


class NoSuchItem(Refused):
    """There are more answers than this measure has items."""


def _all(items: tuple[str, ...]) -> str:
    return ", ".join(items)
