"""How bodies of requests are read: strictly, and no longer than a person writes."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
)

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*", re.ASCII | re.DOTALL)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Rules add to days and count them in local time, which ends where years do.
_FIRST_YEAR, _LAST_YEAR = 1850, 9900


class Form(BaseModel):
    """The body of a command. What is not known here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _written_as(form: re.Pattern[str]) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError("is not written as a date")
        return value

    return BeforeValidator(check)


def _can_be_counted(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("is out of range")
    return day


def _in_utc(instant: datetime) -> datetime:
    _can_be_counted(instant)
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc), _written_as(_INSTANT)]
"""A moment with its offset, in text; it is kept in UTC. No number is one."""

Day = Annotated[date, AfterValidator(_can_be_counted), _written_as(_DAY)]
"""A day, in text."""

FreeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)
]
