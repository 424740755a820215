"""How much somebody moves: sessions, minutes, the GP questionnaire, the short IPAQ."""

from dataclasses import replace
from decimal import Decimal

from ht_plans.domain.scoring.definition import (
    Algorithm,
    Band,
    Choice,
    Definition,
    Item,
    Points,
    Scale,
    bands,
    choice,
    number,
)
from ht_plans.domain.scoring.eating_and_weight import NO_LICENCE


def _sessions(points: Points) -> Decimal:
    return points["sessions_a_week"]


MODERATE_ACTIVITY = Definition(
    instrument="moderate_activity",
    name="Moderate activity",
    items=(number("sessions_a_week", "Sessions of moderate activity a week", 0, 50),),
    algorithms=(
        Algorithm(
            id="moderate_activity.sessions_a_week.v1",
            about="sessions a week",
            unit="sessions/week",
            lowest=Decimal(0),
            highest=Decimal(50),
            figure=_sessions,
        ),
    ),
    licence=NO_LICENCE,
    better="higher",
)
INTENSE_ACTIVITY = Definition(
    instrument="intense_activity",
    name="Intense activity",
    items=(number("sessions_a_week", "Sessions of intense activity a week", 0, 50),),
    algorithms=(
        Algorithm(
            id="intense_activity.sessions_a_week.v1",
            about="sessions a week",
            unit="sessions/week",
            lowest=Decimal(0),
            highest=Decimal(50),
            figure=_sessions,
        ),
    ),
    licence=NO_LICENCE,
    better="higher",
)

_WEEK_OF_MINUTES = 7 * 24 * 60
_MINUTES = Scale(
    name="minutes", bands=bands(("inactive", 0), ("fairly_active", 30), ("active", 150))
)
ACTIVITY_MINUTES = Definition(
    instrument="activity_minutes",
    name="Minutes of activity",
    items=(
        number("moderate", "Minutes of moderate activity a week", 0, _WEEK_OF_MINUTES),
        number("vigorous", "Minutes of vigorous activity a week", 0, _WEEK_OF_MINUTES),
    ),
    algorithms=(
        Algorithm(
            id="activity_minutes.moderate_equivalent.v1",
            about="moderate minutes a week; vigorous minutes count double",
            unit="minutes/week",
            lowest=Decimal(0),
            highest=Decimal(3 * _WEEK_OF_MINUTES),
            figure=lambda points: points["moderate"] + 2 * points["vigorous"],
            scales=(_MINUTES,),
        ),
    ),
    licence=NO_LICENCE,
    better="higher",
)

ACTIVE = 3  # the top of the index; anybody below is offered brief advice


def _hours(name: str, about: str, *, scored: bool = True) -> Item:
    hours = ("none", "under 1 hour", "1 to under 3 hours", "3 hours or more")
    choices = (
        Choice(code=str(points), points=Decimal(points), label=label)
        for points, label in enumerate(hours)
    )
    return choice(name, about, *choices, scored=scored)


def _index(points: Points) -> Decimal:
    exercise = min(points["exercise"] + points["cycling"], Decimal(ACTIVE))
    return min(exercise + points["work"], Decimal(ACTIVE))


def _uncapped(points: Points) -> Decimal:
    return points["work"] + 1 + points["exercise"] + points["cycling"]


_GPPAQ_INDEX = Scale(
    name="index",
    bands=(
        Band(name="inactive", least=Decimal(0), snomed="366121000000108"),
        Band(name="moderately_inactive", least=Decimal(1), snomed="366171000000107"),
        Band(name="moderately_active", least=Decimal(2), snomed="366211000000105"),
        Band(name="active", least=Decimal(ACTIVE), snomed="366241000000106"),
    ),
)
# The totals of the other algorithm that the same four names begin at.
_BY_TOTAL = replace(
    _GPPAQ_INDEX,
    bands=tuple(
        replace(band, least=Decimal(least))
        for band, least in zip(_GPPAQ_INDEX.bands, (1, 3, 4, 5), strict=True)
    ),
)
GPPAQ = Definition(
    instrument="gppaq",
    name="General Practice Physical Activity Questionnaire (16 to 74)",
    items=(
        choice(
            "work",
            "Kind of work",
            Choice(code="not_employed", points=Decimal(0), label="not in work"),
            Choice(code="sedentary", points=Decimal(0), label="mostly sitting"),
            Choice(code="standing", points=Decimal(1), label="mostly standing or walking"),
            Choice(code="physical", points=Decimal(2), label="definite physical effort"),
            Choice(code="heavy_manual", points=Decimal(3), label="vigorous physical work"),
        ),
        _hours("exercise", "Physical exercise last week"),
        _hours("cycling", "Cycling last week"),
        _hours("walking", "Walking last week", scored=False),
        _hours("housework", "Housework and childcare last week", scored=False),
        _hours("gardening", "Gardening and do-it-yourself last week", scored=False),
        choice(
            "pace",
            "Usual walking pace",
            *(
                Choice(code=pace, points=Decimal(0), label=pace)
                for pace in ("slow", "steady", "brisk", "fast")
            ),
            scored=False,
        ),
    ),
    algorithms=(
        Algorithm(
            id="gppaq-dh2009",
            about="the Department of Health's table: exercise and cycling, at most 3, and work",
            unit="index 0-3",
            lowest=Decimal(0),
            highest=Decimal(ACTIVE),
            figure=_index,
            follow_up=lambda _, value: value < ACTIVE,
            scales=(_GPPAQ_INDEX,),
        ),
        Algorithm(
            id="gppaq-nhs-online",
            about="as the online NHS Health Check: work from 1, exercise and cycling added up",
            unit="total 1-10",
            lowest=Decimal(1),
            highest=Decimal(10),
            figure=_uncapped,
            follow_up=lambda _, value: value < _BY_TOTAL.bands[-1].least,
            scales=(_BY_TOTAL,),
        ),
    ),
    licence="Crown copyright, under the Open Government Licence.",
    better="higher",
    snomed="1086511000000107",
)

_SHORTEST_BOUT, _LONGEST_DAY = 10, 180
_ENERGY = {
    "vigorous": Decimal("8.0"),
    "moderate": Decimal("4.0"),
    "walking": Decimal("3.3"),
}


def _minutes_that_count(minutes: Decimal) -> Decimal:
    return min(minutes, Decimal(_LONGEST_DAY)) if minutes >= _SHORTEST_BOUT else Decimal(0)


def _met_minutes(points: Points) -> Decimal:
    return sum(
        (
            energy * points[f"{kind}_days"] * _minutes_that_count(points[f"{kind}_minutes"])
            for kind, energy in _ENERGY.items()
        ),
        Decimal(0),
    )


def _no_minutes_of_no_days(points: Points) -> frozenset[str]:
    return frozenset(f"{kind}_minutes" for kind in _ENERGY if points.get(f"{kind}_days") == 0)


IPAQ_SHORT = Definition(
    instrument="ipaq_short",
    name="International Physical Activity Questionnaire, short form",
    items=tuple(
        item
        for kind in _ENERGY
        for item in (
            number(f"{kind}_days", f"Days of {kind} in the last week", 0, 7),
            number(f"{kind}_minutes", f"Minutes of {kind} on one of those days", 0, 24 * 60),
        )
    ),
    algorithms=(
        Algorithm(
            id="ipaq_short.met_minutes.v1",
            about="MET-minutes a week: 8.0 vigorous, 4.0 moderate, 3.3 walking;"
            " bouts under 10 minutes do not count, nor minutes over 180 a day",
            unit="MET-minutes/week",
            lowest=Decimal(0),
            highest=Decimal(19278),
            figure=_met_minutes,
            not_needed=_no_minutes_of_no_days,
        ),
    ),
    licence="Free to use.",
    better="higher",
)

ACTIVITY = (MODERATE_ACTIVITY, INTENSE_ACTIVITY, ACTIVITY_MINUTES, GPPAQ, IPAQ_SHORT)
