"""The golden data set tells each likely mistake from the right figure.

Every mistake is made here on purpose, by changing one declaration, and shows what the data
set's description says it would. So a figure that comes out right was not right by chance.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ht_local.pytest_engines import Database
from ht_reporting.indicators.catalogue import HEADLINE
from ht_reporting.indicators.definition import Counted, Indicator, Kind
from ht_reporting.reports import Question, report

from .asking import THE_YEAR
from .databases import acting_as
from .streams import ORGANISATION, PROGRAMME

pytestmark = pytest.mark.engines

RIGHT = {each.id: each for each in HEADLINE}
CLIENTS = "count(DISTINCT client_id)"


def counting(
    number: str,
    numerator: str | None = None,
    denominator: str | None = None,
    *,
    of: str | None = None,
    at: str | None = None,
) -> Indicator:
    """Give an indicator that counts something else."""
    right = RIGHT[number]
    assert right.denominator is not None

    def changed(counted: Counted, where: str | None) -> Counted:
        return replace(
            counted, where=where or counted.where, of=of or counted.of, at=at or counted.at
        )

    return replace(
        right,
        numerator=changed(right.numerator, numerator),
        denominator=changed(right.denominator, denominator),
    )


def among(right: Indicator, said: str, instead: str) -> Indicator:
    """Give an indicator that looks at other rows."""
    assert said in right.population.rows
    rows = right.population.rows.replace(said, instead)
    return replace(right, population=replace(right.population, rows=rows))


def without_noughts(number: str) -> Indicator:
    paired = "pre > 0 AND post IS NOT NULL"
    return counting(number, paired, paired)


def unpaired(number: str) -> Indicator:
    right = counting(number, "post IS NOT NULL", "pre IS NOT NULL")
    # A reading before support without one after it is counted by its own day.
    assert right.denominator is not None
    return replace(
        right, denominator=replace(right.denominator, at="coalesce(post_at, pre_at)")
    )


def review_as_post(number: str) -> Indicator:
    return among(RIGHT[number], "p.phase = 'post'", "p.phase IN ('post', 'review')")


def mean_of_ratios(number: str) -> Indicator:
    """Show the mean of each person's own change: as a rate, its numerator over a hundred."""
    right, paired = RIGHT[number], "pre > 0 AND post IS NOT NULL"
    assert right.denominator is not None
    return replace(
        right,
        kind=Kind.RATE,
        numerator=replace(right.numerator, of="avg(post / pre - 1)", where=paired),
        denominator=replace(right.denominator, of="min(1)", where=paired),
    )


COMPLETED = "result IN ('maintained', 'partly', 'not_maintained')"
MISTAKES: Sequence[tuple[str, str, Indicator]] = [
    ("draft date for agreed", "46.3", counting("I02", denominator="true", at="drafted_at")),
    ("override ignored", "46.7", counting("I02", "rolled_up = 'achieved'")),
    ("unresolved in", "66.3", counting("I04", denominator="true")),
    ("V81999 in", "6.8", counting("I05", denominator="gp_status <> 'V81998'")),
    ("V81998 in", "6.7", counting("I05", denominator="gp_status <> 'V81999'")),
    ("weight split off", "40.0", counting("I06", "diet_subtype = 'weight'")),
    ("secondary smoking", "13.5", counting("I09", RIGHT["I09"].parts["with_secondary"]
                                           .numerator.where)),
    ("referrals only", "34.6", counting("I08", "kind = 'referral' AND destination ="
                                        " 'stop_smoking'", "kind = 'referral'")),
    ("signposts only", "12.5", counting("I08", "kind = 'signpost' AND destination ="
                                        " 'stop_smoking'", "kind = 'signpost'")),
    ("drafts", "26.1", counting("I08", at="coalesce(sent_at, drafted_at)")),
    ("not contactable in", "65.4", counting("I10", denominator=f"{COMPLETED} OR result ="
                                            " 'not_contactable'")),
    ("declined in", "81.7", counting("I10", denominator=f"{COMPLETED} OR result ="
                                     " 'declined'")),
    ("partly as maintained", "90.0", counting("I10", "result IN ('maintained', 'partly')")),
    ("clients for checks", "83.3", counting("I10", of=CLIENTS)),
    *(
        ("zero baselines dropped", shown, without_noughts(number))
        for number, shown in
        (("I12", "34.0"), ("I13", "-58.8"), ("I14", "34.2"), ("I16", "36.4"))
    ),
    *(
        ("unpaired used", shown, unpaired(number))
        for number, shown in
        (("I11", "-6.8"), ("I12", "6.2"), ("I13", "-77.2"), ("I14", "27.5"), ("I15", "5.9"),
         ("I16", "27.4"))
    ),
    *(
        ("review as post", shown, review_as_post(number))
        for number, shown in
        (("I11", "-4.1"), ("I12", "33.9"), ("I13", "-67.2"), ("I14", "32.5"), ("I15", "8.7"),
         ("I16", "33.7"))
    ),
    ("first post", "-3.1", among(RIGHT["I11"], "p.taken_at DESC, p.known_from DESC",
                                 "p.taken_at, p.known_from")),
    *(
        ("mean of ratios", shown, mean_of_ratios(number))
        for number, shown in
        (("I11", "-2.8"), ("I12", "47.5"), ("I13", "-58.9"), ("I14", "36.8"), ("I15", "10.7"),
         ("I16", "40.9"))
    ),
    ("day read as week", "-57.0", among(RIGHT["I13"], "array_agg(p.value",
                                        "array_agg(CASE WHEN p.value = 7 THEN 1 ELSE p.value"
                                        " END")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("shows", "mistake"),
    [
        pytest.param(shows, mistake, id=f"{mistake.id} {name}")
        for name, shows, mistake in MISTAKES
    ],
)
async def test_a_mistake_shows(
    golden_template: Database, shows: str, mistake: Indicator
) -> None:
    async with acting_as(golden_template, "reader") as reader, reader.transaction():
        await reader.execute("SELECT set_config('ht.organisations', $1, true)", ORGANISATION)
        question = Question(organisations=(), programmes=(PROGRAMME,), period=THE_YEAR)

        made = await report(reader, question, [mistake])

    assert str(made.figures[mistake.id].value) == shows
