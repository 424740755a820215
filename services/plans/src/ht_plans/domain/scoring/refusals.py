"""Why answers may not be scored. Each docstring is the sentence the trainer reads.

`fields` names the items that it is about, each with why.
"""

from collections.abc import Mapping
from decimal import Decimal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused


class PartlyAnswered(Refused):
    """Every item needs an answer, or the whole measure a reason why there is none.

    What was answered is kept as a draft.
    """

    def __init__(self, missing: Mapping[Instrument, tuple[str, ...]]) -> None:
        super().__init__(missing)
        self.missing = missing
        self.fields = tuple(
            (f"{instrument}.{item}", "has no answer")
            for instrument, items in missing.items()
            for item in items
        )


class NotPlausible(Refused):
    """This is outside what can be true. Please look at it again."""

    def __init__(self, item: str, lowest: Decimal, highest: Decimal) -> None:
        super().__init__(item, lowest, highest)
        self.fields = ((item, f"goes from {lowest} to {highest}"),)


class NotInSteps(Refused):
    """This falls between two answers that can be given. Please choose the nearer."""

    def __init__(self, item: str, lowest: Decimal, step: Decimal) -> None:
        super().__init__(item, lowest, step)
        self.fields = ((item, f"goes up from {lowest} in steps of {step}"),)


class NotAChoice(Refused):
    """This is none of the answers that can be chosen. Please choose one of them."""

    def __init__(self, item: str, choices: tuple[str, ...]) -> None:
        super().__init__(item, choices)
        self.fields = ((item, f"is one of {', '.join(choices)}"),)


class NoSuchItem(Refused):
    """This measure asks no such thing, or has fewer items. Please look at its list of items."""

    def __init__(self, instrument: Instrument, item: str) -> None:
        super().__init__(instrument, item)
        self.fields = ((f"{instrument}.{item}", "is not asked"),)


class NoSuchAlgorithm(Refused):
    """This measure is not scored by such a rule. Leave the rule out, to use the usual one."""

    def __init__(self, instrument: Instrument) -> None:
        super().__init__(instrument)
        self.fields = ((f"{instrument}.algorithm", "is not one of this measure's"),)
