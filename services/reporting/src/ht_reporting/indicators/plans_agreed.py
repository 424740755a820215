"""Full plans and what became of them: I01, I02, I03, I06 and I07."""

from ht_reporting.facts.kinds import SUPERSEDED, TAKEN_UP
from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part
from ht_reporting.indicators.populations import PLANS

_COHORT = "plans agreed in the period, whenever drafted; the result as known at the position"
_LEFT = "('moved', 'died', 'transferred')"
# A death that was taken back ended nothing.
_OPEN = f"coalesce(ended_reason, '{TAKEN_UP}') = '{TAKEN_UP}'"
# Only a plan that was imported can be without an issue: it is outside all figures but a row.
_HAS_ISSUE = "primary_issue IS NOT NULL"
_AGREED = Counted(words="plans agreed", where=_HAS_ISSUE, at="agreed_at")
_WITH_ISSUE = Counted(
    words="plans agreed with a primary issue recorded",
    where=_HAS_ISSUE,
    at="agreed_at",
)
_WITHOUT_ISSUE = {
    "no_primary_issue": Counted(
        words="plans without a recorded issue", where="primary_issue IS NULL", at="agreed_at"
    )
}


def _agreed(words: str, where: str) -> Counted:
    return Counted(
        words=f"plans agreed: {words}", where=f"{_HAS_ISSUE} AND {where}", at="agreed_at"
    )


FULL_PLANS = Indicator(
    id="I01",
    name="Full plans",
    wording="Full Personal Health Plans agreed in the period.",
    unit="plans",
    kind=Kind.COUNT,
    population=PLANS,
    cohort=_COHORT,
    numerator=_AGREED,
    denominator=None,
    source="DCRS 2010-11: 31,000+",
    exclusions={
        "draft": Counted(
            words="plans drafted in the period and never agreed",
            where="agreed_at IS NULL",
            at="drafted_at",
        ),
        **_WITHOUT_ISSUE,
    },
    parts={
        "achieved": Part(numerator=_agreed("achieved", "result = 'achieved'")),
        "part_achieved": Part(numerator=_agreed("part achieved", "result = 'part_achieved'")),
        "not_achieved": Part(numerator=_agreed("not achieved", "result = 'not_achieved'")),
        "abandoned": Part(
            numerator=_agreed(
                "ended early, for another reason than death, move or transfer",
                f"result IS NULL AND ended_reason NOT IN {_LEFT}"
                f" AND ended_reason <> '{SUPERSEDED}' AND NOT {_OPEN}",
            )
        ),
        "superseded": Part(
            numerator=_agreed(
                "ended because another plan of the case took its place",
                f"result IS NULL AND ended_reason = '{SUPERSEDED}'",
            )
        ),
        "ended_by_death_move_or_transfer": Part(
            numerator=_agreed(
                "ended by death, move or transfer",
                f"result IS NULL AND ended_reason IN {_LEFT}",
            )
        ),
        "open": Part(numerator=_agreed("open", f"result IS NULL AND {_OPEN}")),
    },
)

ACHIEVED = Indicator(
    id="I02",
    name="Fully achieved",
    wording="Of the full plans agreed in the period, those whose result is achieved.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort=_COHORT,
    numerator=_agreed("the result is achieved", "result = 'achieved'"),
    denominator=_AGREED,
    source="DCRS 2010-11: 47%",
)

PART_ACHIEVED = Indicator(
    id="I03",
    name="Part achieved",
    wording="Of the full plans agreed in the period, those whose result is part achieved.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort=_COHORT,
    numerator=_agreed("the result is part achieved", "result = 'part_achieved'"),
    denominator=_AGREED,
    source="DCRS 2010-11: 23%",
)

DIET = Indicator(
    id="I06",
    name="Diet as primary issue",
    wording="Of the full plans agreed in the period, those about diet, weight included.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort="plans agreed in the period; the issue as agreed first",
    numerator=_agreed("the primary issue is diet", "primary_issue = 'diet'"),
    denominator=_WITH_ISSUE,
    source="DCRS 2010-11: 55%",
    exclusions=_WITHOUT_ISSUE,
)

PHYSICAL_ACTIVITY = Indicator(
    id="I07",
    name="Physical activity as primary issue",
    wording="Of the full plans agreed in the period, those about physical activity.",
    unit="plans",
    kind=Kind.RATE,
    population=PLANS,
    cohort="plans agreed in the period; the issue as agreed first",
    numerator=_agreed(
        "the primary issue is physical activity", "primary_issue = 'physical_activity'"
    ),
    denominator=_WITH_ISSUE,
    source="DCRS 2010-11: 23%",
    exclusions=_WITHOUT_ISSUE,
)
