"""Body, and what is eaten."""

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
)

NO_LICENCE = "None is needed."
_SHOWN = Decimal("0.1")


def _body_mass_index(points: Points) -> Decimal:
    metres = points["height_cm"] / 100
    return points["weight_kg"] / (metres * metres)


_GENERAL = Scale(
    name="general",
    shown=_SHOWN,
    bands=bands(
        ("underweight", 0),
        ("healthy", "18.5"),
        ("overweight", 25),
        ("obese_1", 30),
        ("obese_2", 35),
        ("obese_3", 40),
    ),
)
# For people of Asian, Black, Middle Eastern and some mixed backgrounds. Neither scale is for
# anyone under 18, or for pregnancy.
_LOWER = Scale(
    name="lower",
    shown=_SHOWN,
    bands=bands(
        ("underweight", 0),
        ("healthy", "18.5"),
        ("overweight", 23),
        ("obese_1", "27.5"),
        ("obese_2", "32.5"),
        ("obese_3", "37.5"),
    ),
)

BMI = Definition(
    instrument="bmi",
    name="Body mass index",
    items=(
        number("height_cm", "Height in centimetres", 50, 250, step=None),
        number("weight_kg", "Weight in kilograms", 3, 500, step=None),
        choice(
            "pregnant",
            "Pregnant, where the client says so",
            Choice(code="yes", points=Decimal(0), label="pregnant"),
            Choice(code="no", points=Decimal(0), label="not pregnant"),
            scored=False,
        ),
    ),
    algorithms=(
        Algorithm(
            id="bmi.kg_per_m2.v1",
            about="weight by the square of height, unrounded; named as shown to one decimal,"
            " and not in pregnancy",
            unit="kg/m2",
            lowest=Decimal(10),
            highest=Decimal(80),
            figure=_body_mass_index,
            scales=(_GENERAL, _LOWER),
            unnamed=frozenset({("pregnant", "yes")}),
        ),
    ),
    licence=NO_LICENCE,
    snomed="60621009",
)

WAIST = Definition(
    instrument="waist",
    name="Waist",
    items=(number("waist_cm", "Waist in centimetres", 40, 200, step=None),),
    algorithms=(
        Algorithm(
            id="waist.cm.v1",
            about="the measurement itself",
            unit="cm",
            lowest=Decimal(40),
            highest=Decimal(200),
            figure=lambda points: points["waist_cm"],
        ),
    ),
    licence=NO_LICENCE,
    snomed="276361009",
)

FRUIT_AND_VEGETABLES = Definition(
    instrument="fruit_and_vegetables",
    name="Fruit and vegetables",
    items=(number("portions_a_day", "Portions on an ordinary day", 0, 20, step="0.5"),),
    algorithms=(
        Algorithm(
            id="fruit_and_vegetables.a_day.v1",
            about="portions a day",
            unit="portions/day",
            lowest=Decimal(0),
            highest=Decimal(20),
            figure=lambda points: points["portions_a_day"],
        ),
    ),
    licence=NO_LICENCE,
    better="higher",
)

HIGH_FAT_SNACKS = Definition(
    instrument="high_fat_snacks",
    name="High-fat snacks",
    items=(
        number("number", "How many", 0, 100, step=None),
        choice(
            "per",
            "A day or a week",
            Choice(code="day", points=Decimal(7), label="a day"),
            Choice(code="week", points=Decimal(1), label="a week"),
        ),
    ),
    algorithms=(
        Algorithm(
            id="high_fat_snacks.a_week.v1",
            about="a week: what is eaten a day counts seven times",
            unit="snacks/week",
            lowest=Decimal(0),
            highest=Decimal(700),
            figure=lambda points: points["number"] * points["per"],
        ),
    ),
    licence=NO_LICENCE,
    better="lower",
)

EATING_AND_WEIGHT = (BMI, WAIST, FRUIT_AND_VEGETABLES, HIGH_FAT_SNACKS)
