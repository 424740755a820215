"""What the bodies of plans are made of."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from ht_kit.forms import Day, Form, FreeText, Instant

__all__ = ["Day", "Form", "FreeText", "Instant", "Number", "ShortText"]

ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Number = Annotated[Decimal, Field(max_digits=12, decimal_places=4)]
Minutes = Annotated[int, Field(ge=1, le=240)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|q[1-5])$")]
