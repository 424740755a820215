"""How bodies of requests are read: strictly, and no longer than a person writes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)


class Form(BaseModel):
    """The body of a command. What is not known here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
FreeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)
]
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Number = Annotated[Decimal, Field(max_digits=12, decimal_places=4)]
Minutes = Annotated[int, Field(ge=1, le=240)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|q[1-5])$")]
