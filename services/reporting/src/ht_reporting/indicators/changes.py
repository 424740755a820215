"""Change between the start of support and its end: I11 to I16.

The statistic is the ratio of means, 100 (sum of post ÷ sum of pre - 1), over pairs: people
who begin at nought stay in, and those who begin low are not exaggerated.
"""

from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part
from ht_reporting.indicators.populations import pairs_of

_PAIRED = "pre IS NOT NULL AND post IS NOT NULL"


def _pairs(words: str, of: str = "count(*)") -> Counted:
    return Counted(words=words, where=_PAIRED, at="post_at", of=of)


def _change(number: str, instrument: str, name: str, measure: str, published: str) -> Indicator:
    pre, post = _pairs("sum of pre", "sum(pre)"), _pairs("sum of post", "sum(post)")
    pairs = _pairs("pairs")
    return Indicator(
        id=number,
        name=name,
        wording=(
            f"Change in {measure} from before support to its end, in per cent of the sum"
            " before, over people with both readings."
        ),
        unit="pairs",
        kind=Kind.CHANGE,
        population=pairs_of(instrument),
        cohort="pairs whose post reading was taken in the period",
        numerator=post,
        denominator=pre,
        number=pairs,
        source=f"DCRS 2010-11: {published}",
        exclusions={
            "pre_only": Counted(
                words="only a reading before support",
                where="pre IS NOT NULL AND post IS NULL AND NOT reviewed",
                at="pre_at",
            ),
            "post_only": Counted(
                words="only a reading at the end of support",
                where="pre IS NULL AND post IS NOT NULL",
                at="post_at",
            ),
            "pre_and_review_only": Counted(
                words="a reading before support and at a review, none at the end",
                where="pre IS NOT NULL AND post IS NULL AND reviewed",
                at="pre_at",
            ),
        },
        parts={
            "mean_pre": Part(numerator=pre, denominator=pairs, mean=True),
            "mean_post": Part(numerator=post, denominator=pairs, mean=True),
        },
    )


CHANGES = (
    _change("I11", "bmi", "BMI", "body mass index", "-3%"),
    _change(
        "I12", "fruit_and_vegetables", "Fruit and vegetables", "portions eaten a day", "+54%"
    ),
    _change("I13", "high_fat_snacks", "High-fat snacks", "snacks eaten a week", "-58%"),
    _change("I14", "general_health", "General health", "general health rated 0 to 100", "+35%"),
    _change("I15", "ngse", "Self-efficacy", "the mean self-efficacy score", "nearly +10%"),
    _change("I16", "who5", "Wellbeing", "the WHO-5 per cent score", "+37%"),
)
