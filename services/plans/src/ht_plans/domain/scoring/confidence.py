"""What somebody trusts themselves to do."""

from decimal import Decimal

from ht_plans.domain.scoring.definition import (
    Algorithm,
    Definition,
    Points,
    number,
    numbered,
    total,
)
from ht_plans.domain.scoring.eating_and_weight import NO_LICENCE

_NGSE_ITEMS = (
    "Goals set for oneself",
    "Difficult tasks",
    "What matters",
    "Succeeding by trying",
    "Overcoming challenges",
    "Doing many things well",
    "Compared with others",
    "When things are tough",
)


def _mean(points: Points) -> Decimal:
    return total(points) / len(points)


NGSE = Definition(
    instrument="ngse",
    name="New General Self-Efficacy scale",
    items=numbered(1, 5, *_NGSE_ITEMS),
    algorithms=(
        Algorithm(
            id="ngse.mean_of_8.v1",
            about="the mean of eight items",
            unit="mean 1-5",
            lowest=Decimal(1),
            highest=Decimal(5),
            figure=_mean,
        ),
    ),
    licence="Free to use.",
    better="higher",
)

GSE10 = Definition(
    instrument="gse10",
    name="General Self-Efficacy scale of ten items",
    items=numbered(1, 4, *(f"Item {place}" for place in range(1, 11))),
    algorithms=(
        Algorithm(
            id="gse10.sum_of_10.v1",
            about="the sum of ten items",
            unit="10-40",
            lowest=Decimal(10),
            highest=Decimal(40),
            figure=total,
        ),
    ),
    licence="Free for research; ask its authors before other use.",
    better="higher",
)

SELF_CONFIDENCE = Definition(
    instrument="self_confidence",
    name="Self-confidence",
    items=(number("rating", "The client's own rating", 0, 10),),
    algorithms=(
        Algorithm(
            id="self_confidence.0_to_10.v1",
            about="the rating itself",
            unit="0-10",
            lowest=Decimal(0),
            highest=Decimal(10),
            figure=lambda points: points["rating"],
        ),
    ),
    licence=NO_LICENCE,
    better="higher",
)

CONFIDENCE = (NGSE, GSE10, SELF_CONFIDENCE)
