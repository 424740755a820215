"""The figure that an instrument gives, by which rule, and what the trainer should notice.

bmi                     kg / m², unrounded          10 to 80
fruit_and_vegetables    portions a day              0 to 20, in halves
high_fat_snacks         a week (a day is a seventh) 0 to 100 in the unit answered
general_health          the rating itself           0 to 100
ngse                    mean of eight items         1 to 5
who5                    sum of five items by 4       0 to 100 per cent
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.answers import (
    Answer,
    Body,
    FruitAndVegetables,
    GeneralHealth,
    HighFatSnacks,
    SelfEfficacy,
    Wellbeing,
    instrument_of,
    items_of,
)
from ht_plans.domain.scoring.refusals import (
    NoSuchItem,
    NotInHalves,
    NotPlausible,
    PartlyAnswered,
)

_EXACT = Context(prec=28)
_DAYS_A_WEEK = 7
_NGSE_ITEMS, _WHO5_ITEMS = 8, 5
_LOW_WELLBEING = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A figure as sums and pairs use it: never rounded."""

    instrument: Instrument
    algorithm: str
    unit: str
    value: Decimal
    answers: Mapping[str, str]
    follow_up: bool = False


def score(answer: Answer) -> Score:
    """Score one instrument, or refuse because an item is missing or cannot be true."""
    items = items_of(answer)
    missing = tuple(item for item, answered in items.items() if answered is None)
    if missing:
        raise PartlyAnswered(instrument_of(answer), missing)
    algorithm, unit, value = _figure(answer)
    return Score(
        instrument=instrument_of(answer),
        algorithm=algorithm,
        unit=unit,
        value=value,
        answers={item: str(answered) for item, answered in items.items()},
        follow_up=isinstance(answer, Wellbeing) and wellbeing_is_low(_given(answer.answers)),
    )


def wellbeing_is_low(answers: tuple[int, ...]) -> bool:
    """Say whether WHO-5 answers ask for a closer look: a low sum, or any item at 0 or 1."""
    return sum(answers) < _LOW_WELLBEING or min(answers) <= 1


def _figure(answer: Answer) -> tuple[str, str, Decimal]:
    match answer:
        case Body():
            return "bmi.kg_per_m2.v1", "kg/m2", _body_mass_index(answer)
        case FruitAndVegetables():
            return "fruit_and_vegetables.a_day.v1", "portions/day", _portions(answer)
        case HighFatSnacks():
            return "high_fat_snacks.a_week.v1", "snacks/week", _snacks_a_week(answer)
        case GeneralHealth():
            rating = _within("rating", Decimal(answer.rating or 0), 0, 100)
            return "general_health.0_to_100.v1", "0-100", rating
        case SelfEfficacy():
            total = _sum_of(answer.answers, _NGSE_ITEMS, lowest=1)
            return "ngse.mean_of_8.v1", "mean 1-5", _plain(_EXACT.divide(total, Decimal(8)))
        case Wellbeing():
            return "who5.per_cent.v1", "%", _sum_of(answer.answers, _WHO5_ITEMS, lowest=0) * 4


def _body_mass_index(body: Body) -> Decimal:
    height = _within("height_cm", body.height_cm or Decimal(0), 50, 250)
    metres = _EXACT.divide(height, Decimal(100))
    metres_squared = _EXACT.multiply(metres, metres)
    value = _EXACT.divide(body.weight_kg or Decimal(0), metres_squared)
    return _plain(_within("body mass index", value, 10, 80))


def _portions(eaten: FruitAndVegetables) -> Decimal:
    portions = _within("portions_a_day", eaten.portions_a_day or Decimal(0), 0, 20)
    if portions * 2 % 1:
        raise NotInHalves
    return portions


def _snacks_a_week(eaten: HighFatSnacks) -> Decimal:
    number = _within("number", eaten.number or Decimal(0), 0, 100)
    return number * _DAYS_A_WEEK if eaten.per == "day" else number


def _sum_of(answers: tuple[int | None, ...], items: int, *, lowest: int) -> Decimal:
    given = _given(answers)
    if len(given) > items:
        raise NoSuchItem
    for place, answer in enumerate(given, start=1):
        _within(f"item_{place}", Decimal(answer), lowest, 5)
    return Decimal(sum(given))


def _given(answers: tuple[int | None, ...]) -> tuple[int, ...]:
    return tuple(answer for answer in answers if answer is not None)


def _within(item: str, value: Decimal, lowest: int, highest: int) -> Decimal:
    if not lowest <= value <= highest:
        raise NotPlausible(item, lowest, highest)
    return value


def _plain(value: Decimal) -> Decimal:
    """Write 3E+1 as 30: the same figure, as people and partners write it."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
