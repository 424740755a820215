"""What a client may answer, one shape for each instrument. None is an item not answered yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from ht_plans.domain.codes import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Height and weight, from which the body mass index comes."""

    height_cm: Decimal | None
    weight_kg: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FruitAndVegetables:
    """Portions on an ordinary day. Half portions count."""

    portions_a_day: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HighFatSnacks:
    """Snacks, with the unit the client thinks in."""

    number: Decimal | None
    per: Literal["day", "week"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralHealth:
    """The client's own rating of their health today, 0 the worst and 100 the best."""

    rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEfficacy:
    """The New General Self-Efficacy Scale: eight items, 1 strongly disagree to 5."""

    answers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wellbeing:
    """The WHO-5 index: five items over two weeks, 0 at no time to 5 all of the time."""

    answers: tuple[int | None, ...]


Answer: TypeAlias = (
    Body | FruitAndVegetables | HighFatSnacks | GeneralHealth | SelfEfficacy | Wellbeing
)


def instrument_of(answer: Answer) -> Instrument:
    """Name the instrument that was answered."""
    match answer:
        case Body():
            return "bmi"
        case FruitAndVegetables():
            return "fruit_and_vegetables"
        case HighFatSnacks():
            return "high_fat_snacks"
        case GeneralHealth():
            return "general_health"
        case SelfEfficacy():
            return "ngse"
        case Wellbeing():
            return "who5"


def items_of(answer: Answer) -> Mapping[str, Decimal | int | str | None]:
    """Name every item that the instrument has, with what was answered to it."""
    match answer:
        case Body():
            return {"height_cm": answer.height_cm, "weight_kg": answer.weight_kg}
        case FruitAndVegetables():
            return {"portions_a_day": answer.portions_a_day}
        case HighFatSnacks():
            return {"number": answer.number, "per": answer.per}
        case GeneralHealth():
            return {"rating": answer.rating}
        case SelfEfficacy():
            return _numbered(answer.answers, 8)
        case Wellbeing():
            return _numbered(answer.answers, 5)


def _numbered(answers: tuple[int | None, ...], items: int) -> Mapping[str, int | None]:
    answered = (*answers, *[None] * items)[: max(items, len(answers))]
    return {f"item_{place}": answer for place, answer in enumerate(answered, start=1)}
