"""The figure that an instrument gives, by which rule, and what the trainer should notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.answers import Answered, missing_from, points_of, rule_of
from ht_plans.domain.scoring.instruments import INSTRUMENTS
from ht_plans.domain.scoring.refusals import NotPlausible, PartlyAnswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A figure as sums and pairs use it: never rounded."""

    instrument: Instrument
    algorithm: str
    unit: str
    value: Decimal
    answers: Mapping[str, str]
    follow_up: bool = False


def score(answered: Answered) -> Score:
    """Score one instrument, or refuse because an item is missing or cannot be true."""
    if missing := missing_from(answered):
        raise PartlyAnswered({answered.instrument: missing})
    rule, said = rule_of(answered), points_of(answered)
    nothing = Decimal(0)
    points = {
        item.name: said.get(item.name, nothing)
        for item in answered.definition.items
        if item.scored
    }
    value = rule.figure(points)
    if not rule.lowest <= value <= rule.highest:
        raise NotPlausible(answered.instrument, rule.lowest, rule.highest)
    return Score(
        instrument=answered.instrument,
        algorithm=rule.id,
        unit=rule.unit,
        value=_plain(value),
        answers=answered.given,
        follow_up=rule.follow_up(points, value),
    )


def bands_of(
    instrument: Instrument,
    algorithm: str,
    value: Decimal,
    answers: Mapping[str, str] | None = None,
) -> Mapping[str, str]:
    """Name a figure on each scale of the rule that made it, unless the answers forbid it."""
    rule = INSTRUMENTS[instrument].algorithm(algorithm)
    if rule is None or rule.unnamed & set((answers or {}).items()):
        return {}
    return {scale.name: scale.band_of(value).name for scale in rule.scales}


def _plain(value: Decimal) -> Decimal:
    """Write 3E+1 as 30: the same figure, as people and partners write it."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
