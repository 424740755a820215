# ruff: noqa: PLR2004 - a rule of small numbers, none of which means more than itself
"""Fifty-two lives by rule: one came each week of the year before the first demonstration.

The same day gives the same lives, so a second demonstration continues with what was there.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ht_contracts.codes import (
    Destination,
    DietSubtype,
    Instrument,
    Issue,
    PlanResult,
    ReferralSource,
)
from ht_local.demonstration.northfield import TRAINERS
from ht_local.fixtures.dcrs_headline.dates import months_later
from ht_local.fixtures.invented import FAMILY, GIVEN, nhs_number
from ht_local.fixtures.postcodes import postcode_of_decile
from ht_local.lives.story import (
    Agreed,
    Answered,
    Checked,
    Drafted,
    EndedPlan,
    Measured,
    Met,
    Missed,
    Moment,
    Person,
    Reading,
    Reviewed,
    SentOn,
    SignedOff,
    Signposted,
    Story,
)

LIVES = 52
_LONDON = ZoneInfo("Europe/London")
_ISSUES: tuple[tuple[Issue, DietSubtype | None], ...] = (
    ("diet", "weight"),
    ("physical_activity", None),
    ("diet", "healthy_eating"),
    ("smoking", None),
    ("diet", "weight"),
    ("physical_activity", None),
    ("emotional_wellbeing", None),
    ("alcohol", None),
    ("diet", "healthy_eating"),
)
_SOURCES: tuple[ReferralSource, ...] = (
    *("self", "gp_practice", "found_by_trainer", "gp_practice"),
    *("nhs_health_check", "carer_or_relative", "jobcentre_plus"),
)
_RESULTS: tuple[PlanResult, ...] = (
    *("achieved", "part_achieved", "achieved"),
    *("not_achieved", "achieved"),
)
_DECILES = (1, 2, 3, 1, 4, 2, 1, 6, 3, 8)
_ONWARD: tuple[Destination, ...] = ("stop_smoking", "exercise", "weight_management", "advice")


def stories(day: date) -> Iterator[Story]:
    """Tell what had happened by the morning of this day."""
    now = datetime.combine(day, time(8), tzinfo=_LONDON)
    for i in range(LIVES):
        life = _story(i, day)
        yield replace(
            life,
            moments=tuple(_so_far(moment, now) for moment in life.moments if moment.at <= now),
        )


def first_day(day: date) -> date:
    """Give the day on which the programme began."""
    return day - timedelta(days=400)


def _so_far(moment: Moment, now: datetime) -> Moment:
    if not isinstance(moment, SentOn):
        return moment
    return replace(moment, answers=tuple(each for each in moment.answers if each.at <= now))


def _story(i: int, day: date) -> Story:
    came = _weekday(day - timedelta(days=7 * (LIVES - i)))
    hour = 9 + i % 7
    destination = _ONWARD[i % 4]
    return Story(
        reference=f"N{i:03}",
        source=_SOURCES[i % 7],
        registered_at=datetime.combine(came, time(9), tzinfo=_LONDON),
        person=_person(i, day),
        trainer=TRAINERS[i % len(TRAINERS)],
        consents=(destination,) if _is_sent_on(i) else (),
        moments=tuple(sorted(_moments(i, came, hour), key=lambda moment: moment.at)),
    )


def _person(i: int, day: date) -> Person:
    stem = 999_002_000 + 2 * i
    return Person(
        name=f"{GIVEN[(7 * i + 3) % 40]} {FAMILY[(5 * i + 1) % 26]}",
        birth_date=date(day.year - 24 - i, 1 + i % 12, 1 + i % 28),
        nhs_number=nhs_number(stem) or nhs_number(stem + 1),
        gender="2" if i % 3 else "1",
        ethnicity="AAAJKAMNAZ"[i % 10],
        gp_status="V81997" if i % 13 == 5 else "registered",
        employment=("01", "02", "04", "05", "08")[i % 5],
        postcode=postcode_of_decile(_DECILES[i % 10], i),
        telephone=f"07700 900{i:03}",
    )


def _moments(i: int, came: date, hour: int) -> Iterator[Moment]:
    def on(days: int) -> datetime:
        return datetime.combine(
            _weekday(came + timedelta(days=days)), time(hour), tzinfo=_LONDON
        )

    if i % 17 == 11:
        yield Missed(at=on(7), kind="assessment")
        return
    yield Met(at=on(7), kind="assessment")
    yield Measured(at=on(7), phase="pre", readings=_before(i))
    if i % 19 == 7:
        return
    issue, subtype = _ISSUES[i % 9]
    yield Met(at=on(14), kind="planning")
    yield Drafted(
        at=on(14),
        issue=issue,
        diet_subtype=subtype,
        goals=("Something to change", "Something to keep up")
        if i % 4 == 0
        else ("One change",),
        review_on=on(42).date(),
    )
    yield Agreed(at=on(14), importance=8, confidence=5 + i % 5)
    yield from _onward(i, on(21), on(24), on(35))
    yield from _course(i, on(42), on(70))


def _onward(i: int, at: datetime, soon: datetime, later: datetime) -> Iterator[Moment]:
    destination = _ONWARD[i % 4]
    if _is_sent_on(i):
        answer = (
            Answered(at=later, answer="completed")
            if i % 5
            else Answered(at=soon, answer="rejected")
        )
        yield SentOn(at=at, destination=destination, answers=(answer,))
    elif i % 3 == 1:
        yield Signposted(at=at, destination=destination)


def _is_sent_on(i: int) -> bool:
    return i % 3 == 0 and _ONWARD[i % 4] != "advice"


def _course(i: int, reviewed: datetime, signed_off: datetime) -> Iterator[Moment]:
    if i % 11 == 9:
        yield EndedPlan(at=reviewed, reason="lost_contact")
        return
    yield Met(at=reviewed, kind="review")
    yield Reviewed(at=reviewed)
    result = _RESULTS[i % 5]
    goals: tuple[PlanResult, ...] = (result, result) if i % 4 == 0 else (result,)
    yield Met(at=signed_off, kind="sign_off")
    yield Measured(at=signed_off, phase="post", readings=_afterwards(i))
    yield SignedOff(at=signed_off, results=goals, result=result)
    if result == "not_achieved":
        return
    for months in (3, 6):
        yield Checked(
            at=months_later(signed_off, months),
            months=months,
            result="partly" if (i + months) % 7 == 0 else "maintained",
        )


def _before(i: int) -> dict[Instrument, Reading]:
    return {
        "bmi": {"height_cm": 160 + i % 25, "weight_kg": 82.0 + i % 20},
        "fruit_and_vegetables": {"portions_a_day": 1 + i % 4},
        "high_fat_snacks": {"number": 1 + i % 3, "per": "day"},
        "general_health": {"rating": 40 + i % 20},
        "ngse": {"answers": [3, 3, 4, 3, 3, 4, 3, 3]},
        "who5": {"answers": [2, 2, 2, 3, 2]},
    }


def _afterwards(i: int) -> dict[Instrument, Reading]:
    return {
        "bmi": {"height_cm": 160 + i % 25, "weight_kg": 79.5 + i % 20},
        "fruit_and_vegetables": {"portions_a_day": 3 + i % 4},
        "high_fat_snacks": {"number": 3 + i % 6, "per": "week"},
        "general_health": {"rating": 60 + i % 20},
        "ngse": {"answers": [4, 4, 4, 3, 4, 4, 3, 4]},
        "who5": {"answers": [3, 3, 3, 3, 3]},
    }


def _weekday(day: date) -> date:
    """Move a Saturday or Sunday to the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
