"""What a body mass index is called. For showing only: sums and pairs use the figure itself."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

BodyMassClass: TypeAlias = Literal[
    "underweight", "healthy", "overweight", "obese_1", "obese_2", "obese_3"
]
Thresholds: TypeAlias = Literal["general", "lower"]

_FROM: dict[Thresholds, tuple[tuple[Decimal, BodyMassClass], ...]] = {
    "general": (
        (Decimal(40), "obese_3"),
        (Decimal(35), "obese_2"),
        (Decimal(30), "obese_1"),
        (Decimal(25), "overweight"),
        (Decimal("18.5"), "healthy"),
    ),
    "lower": (
        (Decimal("37.5"), "obese_3"),
        (Decimal("32.5"), "obese_2"),
        (Decimal("27.5"), "obese_1"),
        (Decimal(23), "overweight"),
        (Decimal("18.5"), "healthy"),
    ),
}


def shown(value: Decimal) -> Decimal:
    """Round to one decimal, half up, as it is printed."""
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def body_mass_class(value: Decimal, thresholds: Thresholds) -> BodyMassClass:
    """Name the class of the figure as shown.

    The lower thresholds are for people of Asian, Black, Middle Eastern and some mixed
    backgrounds. Neither set is for anyone under 18, or for pregnancy.
    """
    figure = shown(value)
    return next((name for least, name in _FROM[thresholds] if figure >= least), "underweight")
