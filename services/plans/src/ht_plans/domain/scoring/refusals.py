"""Why answers may not be scored. Each docstring is the sentence the trainer reads.

`fields` names the items that it is about, each with why.
"""

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused


class PartlyAnswered(Refused):
    """Every item needs an answer, or the whole measure a reason why there is none."""

    def __init__(self, instrument: Instrument, missing: tuple[str, ...]) -> None:
        super().__init__(instrument, missing)
        self.instrument, self.missing = instrument, missing
        self.fields = tuple((f"{instrument}.{item}", "has no answer") for item in missing)


class NotPlausible(Refused):
    """This is outside what can be true. Please look at it again."""

    def __init__(self, item: str, lowest: int, highest: int) -> None:
        super().__init__(item, lowest, highest)
        self.fields = ((item, f"goes from {lowest} to {highest}"),)


class NotInHalves(Refused):
    """Portions are counted in whole and half portions."""


class NoSuchItem(Refused):
    """There are more answers than this measure has items."""
