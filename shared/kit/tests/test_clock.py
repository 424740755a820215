"""A fact belongs to the day that people in the United Kingdom were living."""

from datetime import UTC, date, datetime

from ht_kit.clock import london_day


def test_five_past_midnight_in_summer_is_already_the_new_day() -> None:
    assert london_day(datetime(2010, 3, 31, 23, 5, tzinfo=UTC)) == date(2010, 4, 1)


def test_half_past_eleven_on_a_winter_evening_is_still_the_same_day() -> None:
    assert london_day(datetime(2011, 1, 31, 23, 30, tzinfo=UTC)) == date(2011, 1, 31)
