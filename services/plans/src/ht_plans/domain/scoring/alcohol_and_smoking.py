"""Alcohol in units and by the AUDIT, and smoking."""

from decimal import Decimal

from ht_plans.domain.scoring.definition import (
    Algorithm,
    Choice,
    Definition,
    Points,
    Scale,
    bands,
    choice,
    number,
    numbered,
    rounded,
    total,
)
from ht_plans.domain.scoring.eating_and_weight import NO_LICENCE

WHO_LICENCE = "Copyright of the World Health Organization; reproduce it for no profit only."
_UNITS_SHOWN = Decimal("0.01")
_LOW_RISK_UNITS = 14


def units_in(millilitres: Decimal, strength: Decimal) -> Decimal:
    """Give the units of alcohol in a drink of so many per cent, as they are printed."""
    return rounded(millilitres * strength / 1000, _UNITS_SHOWN)


ALCOHOL_UNITS = Definition(
    instrument="alcohol_units",
    name="Units of alcohol",
    items=(number("units_a_week", "Units in an ordinary week", 0, 500, step=None),),
    algorithms=(
        Algorithm(
            id="alcohol_units.a_week.v1",
            about="units a week; 14 are within the guideline",
            unit="units/week",
            lowest=Decimal(0),
            highest=Decimal(500),
            figure=lambda points: points["units_a_week"],
            follow_up=lambda _, value: rounded(value, _UNITS_SHOWN) > _LOW_RISK_UNITS,
            scales=(
                Scale(
                    name="guideline",
                    shown=_UNITS_SHOWN,
                    bands=bands(("within_guideline", 0), ("above_guideline", "14.01")),
                ),
            ),
        ),
    ),
    licence=NO_LICENCE,
    better="lower",
)

_CONSUMPTION = (
    "How often",
    "Units on a day of drinking",
    "How often 6 units or more (8 for men) on one occasion",
)
_POSITIVE = 5


def _nothing_more_of_who_never_drinks(points: Points) -> frozenset[str]:
    return frozenset({"item_2", "item_3"} if points.get("item_1") == 0 else ())


AUDIT_C = Definition(
    instrument="audit_c",
    name="AUDIT-C: alcohol consumption",
    items=numbered(0, 4, *_CONSUMPTION),
    algorithms=(
        Algorithm(
            id="audit_c.sum_of_3.v1",
            about="the sum of three items; whoever never drinks needs only the first",
            unit="0-12",
            lowest=Decimal(0),
            highest=Decimal(12),
            figure=total,
            not_needed=_nothing_more_of_who_never_drinks,
            follow_up=lambda _, value: value >= _POSITIVE,
            scales=(
                Scale(
                    name="risk",
                    bands=bands(
                        ("lower", 0),
                        ("increasing", _POSITIVE),
                        ("higher", 8),
                        ("possible_dependence", 11),
                    ),
                ),
            ),
        ),
    ),
    licence=WHO_LICENCE,
    better="lower",
    snomed="763256006",
)

_HARM_ITEMS = frozenset(f"item_{place}" for place in range(4, 9))
_INCREASING = 8


def _no_harm_without_drinking(points: Points) -> frozenset[str]:
    """Name what need not be asked of who never drinks, or never more than a little."""
    if points.get("item_1") == 0:
        return _HARM_ITEMS | {"item_2", "item_3"}
    if points.get("item_2") == 0 and points.get("item_3") == 0:
        return _HARM_ITEMS
    return frozenset()


AUDIT = Definition(
    instrument="audit",
    name="AUDIT: alcohol use disorders identification test",
    items=(
        *numbered(
            0,
            4,
            *_CONSUMPTION,
            "Not able to stop",
            "Failed to do what was expected",
            "A drink in the morning",
            "Guilt or remorse",
            "Unable to remember",
        ),
        number("item_9", "Somebody injured", 0, 4, step="2"),
        number("item_10", "Somebody else concerned", 0, 4, step="2"),
    ),
    algorithms=(
        Algorithm(
            id="audit.sum_of_10.v1",
            about="the sum of ten items; 4 to 8 are skipped by who drinks never or little",
            unit="0-40",
            lowest=Decimal(0),
            highest=Decimal(40),
            figure=total,
            not_needed=_no_harm_without_drinking,
            follow_up=lambda _, value: value >= _INCREASING,
            scales=(
                Scale(
                    name="risk",
                    bands=bands(
                        ("none", 0),
                        ("low", 1),
                        ("increasing", _INCREASING),
                        ("higher", 16),
                        ("possible_dependence", 20),
                    ),
                ),
            ),
        ),
    ),
    licence=WHO_LICENCE,
    better="lower",
)

_SMOKES = Decimal(1)


def _no_cigarettes_unless_smoking(points: Points) -> frozenset[str]:
    smokes = points.get("status", _SMOKES) == _SMOKES
    return frozenset(() if smokes else {"cigarettes_a_day"})


SMOKING = Definition(
    instrument="smoking",
    name="Smoking",
    items=(
        choice(
            "status",
            "Smoking status",
            Choice(code="1", points=_SMOKES, label="smokes"),
            Choice(code="2", points=Decimal(2), label="used to smoke", snomed="8517006"),
            Choice(code="3", points=Decimal(3), label="does not smoke, history not known"),
            Choice(code="4", points=Decimal(4), label="never smoked", snomed="266919005"),
        ),
        number("cigarettes_a_day", "Cigarettes a day", 0, 200),
    ),
    algorithms=(
        Algorithm(
            id="smoking.cigarettes_a_day.v1",
            about="cigarettes a day; none of anybody who does not smoke",
            unit="cigarettes/day",
            lowest=Decimal(0),
            highest=Decimal(200),
            figure=lambda points: (
                points["cigarettes_a_day"] if points["status"] == _SMOKES else Decimal(0)
            ),
            not_needed=_no_cigarettes_unless_smoking,
        ),
    ),
    licence=NO_LICENCE,
    better="lower",
)

ALCOHOL_AND_SMOKING = (ALCOHOL_UNITS, AUDIT_C, AUDIT, SMOKING)
