"""The golden data set is what the golden data set says, before anything is sent anywhere.

Every number here is written down from the document, none is worked out by the generator.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from ht_local.fixtures.dcrs_headline import edges, late, people
from ht_local.fixtures.dcrs_headline.stories import stories
from ht_local.fixtures.postcodes import UNKNOWN
from ht_local.lives.story import (
    Agreed,
    Attempted,
    Checked,
    Drafted,
    EndedPlan,
    Measured,
    Met,
    Missed,
    Reading,
    SentOn,
    SignedOff,
    Signposted,
    Story,
)

LIVES = tuple(stories())
LONDON = ZoneInfo("Europe/London")
M = TypeVar("M")


def moments(kind: type[M], lives: Iterable[Story] = LIVES) -> list[M]:
    return [moment for life in lives for moment in life.moments if isinstance(moment, kind)]


def counted(what: Callable[[Story], object]) -> Counter[object]:
    return Counter(what(life) for life in LIVES)


def of(reference: str) -> Story:
    return next(life for life in LIVES if life.reference == reference)


def test_there_are_1040_clients_and_no_two_have_the_same_name_or_birthday() -> None:
    assert [life.reference for life in LIVES] == [f"G{i:04}" for i in range(1040)]
    assert len({life.person.name for life in LIVES}) == 1040
    assert len({life.person.birth_date for life in LIVES}) == 1040


def test_people_fill_the_cells_of_the_table() -> None:
    assert Counter(people.quintile(i) for i in range(1040)) == {
        1: 430, 2: 260, 3: 170, 4: 90, 5: 50, None: 40,
    }  # fmt: skip
    assert [
        Counter(people.decile(i) for i in range(1040))[tenth] for tenth in range(1, 11)
    ] == [215, 215, 130, 130, 85, 85, 45, 45, 25, 25]
    assert sum(life.person.no_fixed_abode for life in LIVES) == 20
    assert sum(life.person.postcode is None for life in LIVES) == 10
    assert sum(life.person.postcode == UNKNOWN for life in LIVES) == 10
    assert counted(lambda life: life.person.gp_status) == {
        "V81997": 69, "registered": 931, "V81999": 12, "V81998": 28,
    }  # fmt: skip
    assert counted(lambda life: life.person.gender) == {
        "1": 364, "2": 656, "declined": 10, "not_asked": 10,
    }  # fmt: skip
    assert counted(lambda life: life.person.ethnicity) == {
        "A": 620, "C": 40, "J": 120, "K": 60, "H": 40, "M": 30, "N": 40, "S": 20, "R": 15,
        "G": 15, "Z": 25, "99": 15,
    }  # fmt: skip
    assert counted(lambda life: life.person.employment) == {
        "02": 360, "01": 240, "04": 160, "05": 90, "08": 110, "03": 30, "07": 30, "ZZ": 20,
    }  # fmt: skip
    assert counted(lambda life: life.source) == {
        "self": 330, "gp_practice": 360, "jobcentre_plus": 60, "carer_or_relative": 70,
        "community_health": 60, "nhs_health_check": 60, "found_by_trainer": 60, "champion": 40,
    }  # fmt: skip


def test_nhs_numbers_are_valid_different_and_unknown_for_35() -> None:
    numbers = [life.person.nhs_number for life in LIVES if life.person.nhs_number]
    assert len(LIVES) - len(numbers) == 35
    assert len(set(numbers)) == 1005
    assert min(numbers)[:9] >= "999000100"
    for number in numbers:
        weighed = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9]))
        assert (weighed + int(number[9])) % 11 == 0
    unknown = [i for i, life in enumerate(LIVES) if life.person.nhs_number is None]
    assert all(i % 2 == 0 and people.gp_status(i) == "V81997" for i in unknown)


def test_nobody_is_younger_than_21_or_older_than_75_at_the_start() -> None:
    first = date(2010, 4, 1)
    ages = [
        first.year - born.year - ((first.month, first.day) < (born.month, born.day))
        for born in (life.person.birth_date for life in LIVES)
    ]
    assert (min(ages), max(ages)) == (21, 75)


def test_no_trainer_has_more_than_35_clients_and_no_two_sessions_clash() -> None:
    assert max(counted(lambda life: life.trainer).values()) <= 35
    assert len(counted(lambda life: life.trainer)) == 30
    starts: dict[str, list[datetime]] = {}
    for life in LIVES:
        for moment in life.moments:
            if isinstance(moment, Met):
                starts.setdefault(life.trainer, []).append(moment.at)
    for taken in starts.values():
        taken.sort()
        assert all(b - a >= timedelta(minutes=45) for a, b in itertools.pairwise(taken))


def test_everything_lies_between_the_edges_of_the_year() -> None:
    agreed = [moment.at for moment in moments(Agreed)]
    assert min(agreed) == datetime(2010, 4, 1, 0, 10, tzinfo=LONDON)
    assert max(agreed) == datetime(2011, 3, 31, 23, 30, tzinfo=LONDON)
    assert min(agreed).astimezone(ZoneInfo("UTC")).date() == date(2010, 3, 31)
    signed_off = [moment.at.date() for moment in moments(SignedOff)]
    assert (min(signed_off), max(signed_off)) == (date(2010, 6, 10), date(2011, 3, 16))
    ended = [
        moment.at.date() for moment in moments(Checked) if moment.result != "not_contactable"
    ]
    assert (min(ended), max(ended)) == (date(2010, 9, 10), date(2010, 12, 29))
    onward = [m.at.date() for m in moments(SentOn) if m.sent]
    onward += [m.at.date() for m in moments(Signposted)]
    assert (min(onward), max(onward)) == (date(2010, 4, 22), date(2011, 1, 26))


def test_the_two_boundary_clients() -> None:
    assert of("G0950").registered_at == datetime(2010, 4, 1, 0, 5, tzinfo=LONDON)
    assert [type(moment) for moment in of("G0950").moments] == [Met, Measured, Drafted, Agreed]
    assert of("G0950").moments[0].at == datetime(2010, 4, 1, 0, 5, tzinfo=LONDON)
    assert of("G0999").registered_at == datetime(2011, 3, 17, 9, tzinfo=LONDON)
    assert of("G0999").moments[0].at == datetime(2011, 3, 24, 16, tzinfo=LONDON)


def test_plans_end_as_the_table_says() -> None:
    assert len(moments(Drafted)) == 1015
    assert len(moments(Agreed)) == 1000
    assert Counter(moment.result for moment in moments(SignedOff)) == {
        "achieved": 470, "part_achieved": 230, "not_achieved": 180,
    }  # fmt: skip
    assert Counter(moment.results for moment in moments(SignedOff)) == {
        ("achieved", "achieved"): 20,
        ("achieved",): 447,
        ("achieved", "part_achieved"): 3,
        ("achieved", "not_achieved"): 115,
        ("part_achieved",): 115,
        ("not_achieved",): 180,
    }
    assert sum(moment.override_reason is not None for moment in moments(SignedOff)) == 3
    assert [moment.reason for moment in moments(EndedPlan)] == ["lost_contact"] * 70
    assert sum(len(moment.goals) for moment in moments(Drafted)) == 1153


def test_sessions_are_2934_and_ten_were_missed() -> None:
    assert Counter(moment.kind for moment in moments(Met)) == {
        "assessment": 1030, "planning": 1014, "sign_off": 880,
    }  # fmt: skip
    assert len(moments(Missed)) == 10
    assert len(moments(Met)) + len(moments(Missed)) == 2934


def test_plans_are_about_what_the_table_says() -> None:
    agreed = [
        next(moment for moment in life.moments if isinstance(moment, Drafted))
        for life in LIVES
        if any(isinstance(moment, Agreed) for moment in life.moments)
    ]
    assert Counter((moment.issue, moment.diet_subtype) for moment in agreed) == {
        ("diet", "weight"): 400, ("diet", "healthy_eating"): 150,
        ("physical_activity", None): 230, ("smoking", None): 95, ("alcohol", None): 40,
        ("emotional_wellbeing", None): 45, ("local_issue", None): 25,
        ("social_isolation", None): 15,
    }  # fmt: skip
    also = [moment for moment in agreed if moment.secondary]
    assert len(also) == 40
    assert {(moment.issue, moment.diet_subtype, moment.secondary) for moment in also} == {
        ("diet", "weight", ("smoking",))
    }


def scored(instrument: str, reading: Reading) -> float:
    """Score a reading by hand, as the catalogue of measures says."""
    told = {name: value for name, value in reading.items()}  # noqa: C416
    match instrument:
        case "bmi":
            height, weight = told["height_cm"], told["weight_kg"]
            assert isinstance(height, int)
            assert isinstance(weight, float)
            return round(weight / (height / 100) ** 2, 6)
        case "ngse" | "who5":
            answers = told["answers"]
            assert isinstance(answers, list)
            assert len(answers) == (8 if instrument == "ngse" else 5)
            return sum(answers) / 8 if instrument == "ngse" else 4 * sum(answers)
        case "high_fat_snacks":
            number = told["number"]
            assert isinstance(number, int)
            return number * (7 if told["per"] == "day" else 1)
        case _:
            (value,) = told.values()
            assert isinstance(value, int | float)
            return value


def pairs(instrument: str) -> list[tuple[float, float]]:
    """Pair the earliest pre and the latest post of each client."""
    found = []
    for life in LIVES:
        conversations = [m for m in life.moments if isinstance(m, Measured)]
        readings = {
            phase: [
                scored(instrument, reading)
                for conversation in conversations
                if conversation.phase == phase
                for name, reading in conversation.readings.items()
                if name == instrument
            ]
            for phase in ("pre", "post")
        }
        if readings["pre"] and readings["post"]:
            found.append((readings["pre"][0], readings["post"][-1]))
    return found


@pytest.mark.parametrize(
    ("instrument", "count", "before", "after"),
    [
        ("bmi", 100, 3400.0, 3298.0),
        ("fruit_and_vegetables", 50, 100, 154),
        ("high_fat_snacks", 50, 250, 105),
        ("general_health", 100, 5000, 6750),
        ("ngse", 100, 340.0, 374.0),
        ("who5", 100, 4000, 5480),
    ],
)
def test_pairs_of_measures_sum_up(
    instrument: str, count: int, before: float, after: float
) -> None:
    found = pairs(instrument)
    assert len(found) == count
    assert sum(pre for pre, _ in found) == pytest.approx(before)
    assert sum(post for _, post in found) == pytest.approx(after)


def test_zero_baselines_are_among_the_pairs() -> None:
    assert {
        name: sum(pre == 0 for pre, _ in pairs(name))
        for name in ("fruit_and_vegetables", "high_fat_snacks", "general_health", "who5")
    } == {"fruit_and_vegetables": 10, "high_fat_snacks": 1, "general_health": 1, "who5": 1}


def test_there_are_1037_readings_and_every_measure_has_five_without_a_pair() -> None:
    assert sum(len(moment.readings) for moment in moments(Measured)) == 1037
    for instrument in ("bmi", "fruit_and_vegetables", "high_fat_snacks", "general_health",
                       "ngse", "who5"):  # fmt: skip
        alone: Counter[tuple[str, ...]] = Counter()
        for life in LIVES:
            phases = tuple(
                moment.phase
                for moment in life.moments
                if isinstance(moment, Measured) and instrument in moment.readings
            )
            if phases and not {"pre", "post"} <= set(phases):
                alone[phases] += 1
        assert alone == {("pre",): 2, ("post",): 2, ("pre", "review"): 1}


def test_one_client_has_two_posts() -> None:
    posts = [
        moment
        for moment in of("G0000").moments
        if isinstance(moment, Measured) and moment.phase == "post"
    ]
    assert [moment.readings["bmi"] for moment in posts] == [
        {"height_cm": 200, "weight_kg": 100.0},
        {"height_cm": 200, "weight_kg": 120.0},
    ]


def test_checks_end_as_the_table_says() -> None:
    assert Counter((moment.months, moment.result) for moment in moments(Checked)) == {
        (3, "not_maintained"): 20, (3, "partly"): 10, (3, "maintained"): 150,
        (6, "maintained"): 20, (3, "not_contactable"): 60, (3, "declined"): 8,
    }  # fmt: skip
    assert Counter(moment.channel for moment in moments(Attempted)) == {
        "telephone": 120, "letter": 60,
    }  # fmt: skip


def test_referrals_and_signposts_go_where_the_table_says() -> None:
    sent = [moment for moment in moments(SentOn) if moment.sent]
    assert Counter(moment.destination for moment in sent) == {
        "stop_smoking": 45, "weight_management": 25, "exercise": 20, "jobcentre_plus": 15,
        "gp_registration": 10, "community_group": 15,
    }  # fmt: skip
    assert Counter(moment.destination for moment in moments(Signposted)) == {
        "stop_smoking": 15, "exercise": 40, "weight_management": 30, "community_group": 20,
        "advice": 15,
    }  # fmt: skip
    ends = Counter(
        "withdrawn" if moment.withdrawn_at else ",".join(a.answer for a in moment.answers)
        for moment in sent
    )
    assert ends == {
        "rejected": 10, "did_not_attend": 10, "": 10, "withdrawn": 10, "completed": 90,
    }  # fmt: skip
    drafts = [moment for moment in moments(SentOn) if not moment.sent]
    assert [moment.destination for moment in drafts] == ["stop_smoking"] * 7
    assert sum(len(life.consents) for life in LIVES) == 130


def test_the_second_fixture_lies_just_outside_the_year() -> None:
    lives = tuple(edges.stories())
    agreed = Counter(moment.at for moment in moments(Agreed, lives))
    assert agreed == {
        datetime(2010, 3, 31, 23, 50, tzinfo=LONDON): 10,
        datetime(2011, 4, 1, 0, 10, tzinfo=LONDON): 10,
    }
    assert len(moments(SignedOff, lives)) == 10
    assert len(moments(Signposted, lives)) == 20
    assert {len(moment.readings) for moment in moments(Measured, lives)} == {6}


def test_the_late_step_is_one_sign_off() -> None:
    (life,) = late.stories()
    assert life.moments[:-1] == of("G0951").moments
    last = life.moments[-1]
    assert isinstance(last, SignedOff)
    assert last.at.date() == date(2011, 4, 20)
