"""Results over the plans signed off in the period, whenever agreed: I02S and I03S.

They answer another question than I02 and I03 and are never shown under their names.
"""

from ht_reporting.indicators.definition import Counted, Indicator, Kind
from ht_reporting.indicators.populations import PLANS

_COHORT = "plans signed off in the period, whenever agreed"
_SIGNED_OFF = Counted(words="plans signed off", where="result IS NOT NULL", at="signed_off_at")

ACHIEVED_OF_SIGNED_OFF = Indicator(
    id="I02S",
    name="Fully achieved, of those signed off",
    wording="Of the plans signed off in the period, those whose result is achieved.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort=_COHORT,
    numerator=Counted(
        words="plans signed off as achieved", where="result = 'achieved'", at="signed_off_at"
    ),
    denominator=_SIGNED_OFF,
    source="not published by the DCRS: the other reading of its 47%",
)

PART_ACHIEVED_OF_SIGNED_OFF = Indicator(
    id="I03S",
    name="Part achieved, of those signed off",
    wording="Of the plans signed off in the period, those whose result is part achieved.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort=_COHORT,
    numerator=Counted(
        words="plans signed off as part achieved",
        where="result = 'part_achieved'",
        at="signed_off_at",
    ),
    denominator=_SIGNED_OFF,
    source="not published by the DCRS: the other reading of its 23%",
)
