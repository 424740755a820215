"""Health and wellbeing in the client's own view."""

from decimal import Decimal
from typing import Literal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.definition import (
    Algorithm,
    Definition,
    Points,
    Scale,
    bands,
    number,
    numbered,
    total,
)
from ht_plans.domain.scoring.eating_and_weight import NO_LICENCE

_LOW_RAW = 13
_FOR_EACH = 4  # a raw score of 0 to 25 is told in per cent
_WHO5_ITEMS = ("Cheerful", "Calm", "Active", "Rested", "Interested")


def _asks_for_a_closer_look(points: Points, per_cent: Decimal) -> bool:
    return per_cent < _LOW_RAW * _FOR_EACH or min(points.values()) <= 1


WHO5 = Definition(
    instrument="who5",
    name="WHO-5 wellbeing index",
    items=numbered(0, 5, *_WHO5_ITEMS),
    algorithms=(
        Algorithm(
            id="who5.per_cent.v1",
            about="the sum of five items, by four; a low sum or any 0 or 1 asks for a look",
            unit="%",
            lowest=Decimal(0),
            highest=Decimal(100),
            figure=lambda points: total(points) * _FOR_EACH,
            follow_up=_asks_for_a_closer_look,
            scales=(
                Scale(
                    name="wellbeing",
                    bands=bands(
                        ("very_low", 0), ("low", 29), ("not_low", _LOW_RAW * _FOR_EACH)
                    ),
                ),
            ),
        ),
    ),
    licence="Of the World Health Organization, for no profit and to be shared alike"
    " (CC BY-NC-SA 3.0 IGO). The wording is not part of this software.",
    better="higher",
    notable_change=Decimal(10),
)


def _rating(
    instrument: Instrument,
    name: str,
    about: str,
    highest: Literal[10, 100],
    *,
    licence: str,
    better: Literal["higher", "lower"] = "higher",
) -> Definition:
    return Definition(
        instrument=instrument,
        name=name,
        items=(number("rating", about, 0, highest),),
        algorithms=(
            Algorithm(
                id=f"{instrument}.0_to_{highest}.v1",
                about="the rating itself",
                unit=f"0-{highest}",
                lowest=Decimal(0),
                highest=Decimal(highest),
                figure=lambda points: points["rating"],
            ),
        ),
        licence=licence,
        better=better,
    )


GENERAL_HEALTH = _rating(
    "general_health",
    "General health",
    "The client's own rating of health today, 0 the worst and 100 the best",
    100,
    licence=NO_LICENCE,
)
EQ_VAS = _rating(
    "eq_vas",
    "EQ visual analogue scale",
    "The client's mark on the scale of the EQ-5D",
    100,
    licence="Needs a registration with the EuroQol group. No index is computed.",
)
_ONS = "Of the Office for National Statistics, under the Open Government Licence."
ONS4 = (
    _rating("ons4_satisfaction", "ONS4: life satisfaction", "Satisfied", 10, licence=_ONS),
    _rating("ons4_worthwhile", "ONS4: worthwhile", "Worthwhile", 10, licence=_ONS),
    _rating("ons4_happiness", "ONS4: happiness", "Happy yesterday", 10, licence=_ONS),
    _rating(
        "ons4_anxiety", "ONS4: anxiety", "Anxious yesterday", 10, licence=_ONS, better="lower"
    ),
)

_OF_WARWICK = (
    "Needs a licence of the University of Warwick. Only the scoring is here, no wording."
)
WEMWBS = Definition(
    instrument="wemwbs",
    name="Warwick-Edinburgh Mental Wellbeing Scale",
    items=numbered(1, 5, *(f"Item {place}" for place in range(1, 15))),
    algorithms=(
        Algorithm(
            id="wemwbs.sum_of_14.v1",
            about="the sum of fourteen items",
            unit="14-70",
            lowest=Decimal(14),
            highest=Decimal(70),
            figure=total,
        ),
    ),
    licence=_OF_WARWICK,
    better="higher",
)

_LOWEST_RAW = 7
_METRIC = (
    "7.00", "9.51", "11.25", "12.40", "13.33", "14.08", "14.75", "15.32", "15.84", "16.36",
    "16.88", "17.43", "17.98", "18.59", "19.25", "19.98", "20.73", "21.54", "22.35", "23.21",
    "24.11", "25.03", "26.02", "27.03", "28.13", "29.31", "30.70", "32.55", "35.00",
)  # fmt: skip


def _metric(points: Points) -> Decimal:
    return Decimal(_METRIC[int(total(points)) - _LOWEST_RAW])


SWEMWBS = Definition(
    instrument="swemwbs",
    name="Warwick-Edinburgh Mental Wellbeing Scale, short form",
    items=numbered(1, 5, *(f"Item {place}" for place in range(1, 8))),
    algorithms=(
        Algorithm(
            id="swemwbs.metric.v1",
            about="the sum of seven items, turned into a metric score by the published table",
            unit="7.00-35.00",
            lowest=Decimal(_METRIC[0]),
            highest=Decimal(_METRIC[-1]),
            figure=_metric,
        ),
    ),
    licence=_OF_WARWICK,
    better="higher",
)

_WSAS_BANDS = Scale(
    name="impairment", bands=bands(("slight", 0), ("noticeable", 10), ("severe", 21))
)
WSAS = Definition(
    instrument="wsas",
    name="Work and Social Adjustment Scale",
    items=numbered(
        0, 8, "Work", "Home", "Leisure with others", "Leisure alone", "Relationships"
    ),
    algorithms=(
        Algorithm(
            id="wsas.sum_of_5.v1",
            about="the sum of five items",
            unit="0-40",
            lowest=Decimal(0),
            highest=Decimal(40),
            figure=total,
            scales=(_WSAS_BANDS,),
        ),
        Algorithm(
            id="wsas.without_work.v1",
            about="of somebody who is retired or chooses not to work: without the first item",
            unit="0-32",
            lowest=Decimal(0),
            highest=Decimal(32),
            figure=lambda points: total(points) - points["item_1"],
            not_needed=lambda _: frozenset({"item_1"}),
            scales=(_WSAS_BANDS,),
        ),
    ),
    licence="The wording needs its author's permission. Only the scoring is here.",
    better="lower",
)

WELLBEING = (WHO5, GENERAL_HEALTH, EQ_VAS, *ONS4, WEMWBS, SWEMWBS, WSAS)
