"""Whether changes lasted, and how many clients could be asked: I10 and I10C."""

from ht_reporting.facts.kinds import TAKEN_UP
from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part
from ht_reporting.indicators.populations import CHECKS

_COHORT = "checks done in the period, by the day on which the client was asked"
_OF_A_CHANGE = "plan_result IN ('achieved', 'part_achieved')"
_ANSWERED = f"result IN ('maintained', 'partly', 'not_maintained') AND {_OF_A_CHANGE}"
_COMPLETED = Counted(
    words="checks completed: maintained, partly or not", where=_ANSWERED, at="checked_at"
)
_WITHOUT_ANSWER = {
    ending: Counted(
        words=f"checks that ended {ending.replace('_', ' ')}",
        where=f"result = '{ending}' AND {_OF_A_CHANGE}",
        at="checked_at",
    )
    for ending in ("not_contactable", "declined", "superseded", "cancelled")
}
# A check that has not ended was left out by nobody: it is a row of its own, not an exclusion.
_OPEN = {
    "still_due": Part(
        numerator=Counted(
            words="checks that fell due in the period and have not ended",
            where=f"coalesce(result, '{TAKEN_UP}') = '{TAKEN_UP}' AND {_OF_A_CHANGE}",
            at="due_at",
        )
    )
}

MAINTAINED = Indicator(
    id="I10",
    name="Maintained",
    wording=(
        "Of the maintenance checks completed in the period, on plans achieved or part"
        " achieved, those in which the change had lasted. Checks are counted, not clients."
    ),
    unit="checks",
    kind=Kind.RATE,
    population=CHECKS,
    cohort=_COHORT,
    numerator=Counted(
        words="checks with the result maintained",
        where=f"result = 'maintained' AND {_OF_A_CHANGE}",
        at="checked_at",
    ),
    denominator=_COMPLETED,
    source="DCRS 2010-11: 85%",
    exclusions=_WITHOUT_ANSWER,
    parts=_OPEN,
)

CONTACTED = Indicator(
    id="I10C",
    name="Maintenance contact rate",
    wording=(
        "Of the maintenance checks that were completed or ended because the client could not"
        " be reached, those completed."
    ),
    unit="checks",
    kind=Kind.RATE,
    population=CHECKS,
    cohort=_COHORT,
    numerator=_COMPLETED,
    denominator=Counted(
        words="checks completed, or not contactable",
        where=f"({_ANSWERED} OR result = 'not_contactable') AND {_OF_A_CHANGE}",
        at="checked_at",
    ),
    source="not published by the DCRS: shown beside I10, which leaves non-contacts out",
    exclusions={
        reason: counted
        for reason, counted in _WITHOUT_ANSWER.items()
        if reason != "not_contactable"
    },
    parts=_OPEN,
)
