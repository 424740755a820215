"""What people send is read strictly: a day is a day, wherever on the earth it was written."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from ht_kit.forms import Day, Form, Instant


class Told(Form):
    at: Instant
    on: Day = datetime(2026, 1, 5, tzinfo=UTC).date()


def test_an_instant_is_kept_in_utc() -> None:
    told = Told.model_validate({"at": "2026-06-05T09:00:00+01:00"})

    assert told.at == datetime(2026, 6, 5, 8, tzinfo=UTC)
    assert told.at.tzinfo is UTC


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:44+08:01",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "1849-12-31T23:59:59Z",
        "9901-01-01T00:00:00Z",
        "2026-06-05T09:00:00",
        "2026-06-05",
        "1780650001",
        1_780_650_000,
        None,
    ],
)
def test_what_cannot_be_counted_with_is_no_instant(at: object) -> None:
    with pytest.raises(ValidationError):
        Told.model_validate({"at": at})


@pytest.mark.parametrize(
    "on", ["0001-01-01", "9999-12-31", "2026-02-30", "1780650001", 20_000, "2026-01-05T00:00"]
)
def test_what_cannot_be_counted_with_is_no_day(on: object) -> None:
    with pytest.raises(ValidationError):
        Told.model_validate({"at": "2026-06-05T09:00:00Z", "on": on})


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError):
        Told.model_validate({"at": "2026-06-05T09:00:00Z", "by": "somebody"})
