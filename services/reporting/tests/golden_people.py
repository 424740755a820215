"""The people of the golden data set `dcrs-headline`, by its rules: who they are, and when.

A second, independent reading of the data set's description: nothing here is shared with the
loader, and nothing with the service that is tested.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EVERYONE = range(1040)
FIRST_DAY = date(2010, 4, 1)

V = TypeVar("V")


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


def walked(place: int, cells: Sequence[tuple[int, V]]) -> V:
    """Find the cell in which a place falls, walking through the cells in order."""
    for count, value in cells:
        if place < count:
            return value
        place -= count
    raise AssertionError("the cells do not add up")


def months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (31, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


QUINTILES: Sequence[tuple[int, int | str]] = (
    (430, 1), (260, 2), (170, 3), (90, 4), (50, 5),
    (20, "no_fixed_abode"), (10, "declined"), (10, "not_in_lookup"),
)  # fmt: skip
GP = ((69, "V81997"), (931, "registered"), (12, "V81999"), (28, "V81998"))
GENDERS = ((364, "1"), (656, "2"), (10, "9"), (10, "not_asked"))
ETHNICITIES = (
    (620, "A"), (40, "C"), (120, "J"), (60, "K"), (40, "H"), (30, "M"), (40, "N"), (20, "S"),
    (15, "R"), (15, "G"), (25, "Z"), (15, "99"),
)  # fmt: skip
EMPLOYMENTS = (
    (360, "02"), (240, "01"), (160, "04"), (90, "05"), (110, "08"), (30, "03"), (30, "07"),
    (20, "ZZ"),
)  # fmt: skip
SOURCES = (
    (330, "self"), (360, "gp_practice"), (60, "jobcentre_plus"), (70, "carer_or_relative"),
    (60, "community_health"), (60, "nhs_health_check"), (60, "found_by_trainer"),
    (40, "champion"),
)  # fmt: skip
ISSUES: Sequence[tuple[int, tuple[str, str | None]]] = (
    (400, ("diet", "weight")), (150, ("diet", "healthy_eating")),
    (230, ("physical_activity", None)), (95, ("smoking", None)), (40, ("alcohol", None)),
    (45, ("emotional_wellbeing", None)), (25, ("local_issue", None)),
    (15, ("social_isolation", None)),
)  # fmt: skip
RESULTS: Sequence[tuple[int, tuple[str, str, tuple[str, ...]] | None]] = (
    (20, ("achieved", "achieved", ("achieved", "achieved"))),
    (447, ("achieved", "achieved", ("achieved",))),
    (3, ("achieved", "part_achieved", ("achieved", "part_achieved"))),
    (115, ("part_achieved", "part_achieved", ("achieved", "not_achieved"))),
    (115, ("part_achieved", "part_achieved", ("part_achieved",))),
    (180, ("not_achieved", "not_achieved", ("not_achieved",))),
    (160, None),
)
BMI, FRUIT, SNACKS, HEALTH, NGSE, WHO5 = INSTRUMENTS = (
    "bmi", "fruit_and_vegetables", "high_fat_snacks", "general_health", "ngse", "who5",
)  # fmt: skip
EXTREMES = {
    BMI: ("60", "20"), FRUIT: ("15", "0"), SNACKS: ("70", "0"), HEALTH: ("100", "5"),
    NGSE: ("5", "1"), WHO5: ("100", "0"),
}  # fmt: skip


class Pairs(NamedTuple):
    first: int
    step: int
    values: Sequence[tuple[int, tuple[str, str]]]


# Scored: kg ÷ m² for BMI, seven times the daily number for snacks, four times raw for WHO-5.
PAIRS = {
    BMI: Pairs(0, 8, (
        (25, ("30", "30")), (25, ("38", "36")), (25, ("30", "29.6")), (20, ("38", "36.4")),
        (5, ("38", "36")),
    )),
    FRUIT: Pairs(1, 16, (
        (10, ("0", "2")), (10, ("1", "2")), (10, ("2", "3")), (16, ("3.5", "4")),
        (4, ("3.5", "5")),
    )),
    SNACKS: Pairs(2, 16, (
        (1, ("0", "2")), (1, ("7", "3")), (44, ("5", "2")), (1, ("5", "3")), (3, ("6", "3")),
    )),
    HEALTH: Pairs(3, 8, (
        (1, ("0", "40")), (48, ("40", "60")), (40, ("60", "75")), (10, ("60", "74")),
        (1, ("80", "90")),
    )),
    NGSE: Pairs(4, 8, ((20, ("3", "4")), (52, ("3.5", "3.5")), (28, ("3.5", "4")))),
    WHO5: Pairs(5, 8, (
        (1, ("0", "24")), (49, ("32", "52")), (20, ("48", "60")), (29, ("48", "56")),
        (1, ("80", "84")),
    )),
}  # fmt: skip

Readings = dict[tuple[str, str], Decimal]


def readings(i: int) -> Readings:
    """Give what a client answered, by phase and instrument; all else was declined."""
    found: Readings = {}
    for instrument, (first, step, values) in PAIRS.items():
        j, rest = divmod(i - first, step)
        if rest == 0 and 0 <= j < sum(count for count, _ in values):
            pre, post = walked(j, values)
            found["pre", instrument] = Decimal(pre)
            found["post", instrument] = Decimal(post)
    k, kind = divmod(i, 8)
    high, low = (Decimal(each) for each in EXTREMES[INSTRUMENTS[k % 6]])
    if kind == 6 and k < 18:
        found["pre", INSTRUMENTS[k % 6]] = high
    if kind == 6 and 12 <= k < 18:
        found["review", INSTRUMENTS[k % 6]] = low
    if kind == 7 and k < 12:
        found["post", INSTRUMENTS[k % 6]] = low
    return found


def offset(i: int) -> int:
    return i % 80 if i < 250 else i % 280 if i < 880 else i % 350


def registered(i: int) -> datetime:
    if i == 950:
        return london(FIRST_DAY, 0, 5)
    if i == 999:
        return london(date(2011, 3, 17), 9)
    return london(FIRST_DAY + timedelta(days=offset(i)), 9)


def later(i: int, days: int) -> datetime:
    """Give the client's hour, some days after they registered."""
    if i == 950 and days == 7:
        return london(FIRST_DAY, 0, 5)
    if i == 950 and days == 14:
        return london(FIRST_DAY, 0, 10)
    if i == 999 and days == 7:
        return london(date(2011, 3, 24), 16)
    if i == 999 and days == 14:
        return london(date(2011, 3, 31), 23, 30)
    return london(registered(i).date() + timedelta(days=days), 9 + i // 130)


def check_done(i: int, months: int) -> datetime:
    signed_off = later(i, 70)
    return london(months_after(signed_off.date(), months), signed_off.hour)


def checks(i: int) -> dict[int, str]:
    """Give the results of a client's maintenance checks, by months after sign-off."""
    if i < 160:
        return {3: "not_maintained" if i < 20 else "partly" if i < 30 else "maintained"}
    if i < 180:
        return {3: "maintained", 6: "maintained"}
    return {3: "not_contactable"} if i < 240 else {3: "declined"} if i < 248 else {}
