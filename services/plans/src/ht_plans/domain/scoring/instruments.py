"""Every instrument that can be recorded, as it is declared."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from ht_plans.domain.codes import Instrument
from ht_plans.domain.scoring.activity import ACTIVITY
from ht_plans.domain.scoring.alcohol_and_smoking import ALCOHOL_AND_SMOKING
from ht_plans.domain.scoring.confidence import CONFIDENCE
from ht_plans.domain.scoring.definition import Definition
from ht_plans.domain.scoring.eating_and_weight import EATING_AND_WEIGHT
from ht_plans.domain.scoring.wellbeing import WELLBEING

_DECLARED = {
    each.instrument: each
    for each in (
        *EATING_AND_WEIGHT,
        *ACTIVITY,
        *ALCOHOL_AND_SMOKING,
        *CONFIDENCE,
        *WELLBEING,
    )
}

INSTRUMENTS: Mapping[Instrument, Definition] = MappingProxyType(
    {instrument: _DECLARED[instrument] for instrument in get_args(Instrument)}
)
"""What can be recorded, in the order in which a conversation tells of it."""

USUAL: frozenset[Instrument] = frozenset(
    {"bmi", "fruit_and_vegetables", "high_fat_snacks", "general_health", "ngse", "who5"}
)
"""What a programme records until it chooses: the measures of the national report."""


def in_order(chosen: frozenset[Instrument]) -> tuple[Instrument, ...]:
    """Put instruments into the order in which a conversation tells of them."""
    return tuple(instrument for instrument in INSTRUMENTS if instrument in chosen)
