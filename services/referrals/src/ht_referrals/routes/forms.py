"""How bodies of requests are read: strictly, and no longer than a person writes."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints


class Form(BaseModel):
    """The body of a command. What is not known here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
FreeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)
]
