"""The parts that bodies are made of: what people type is put in one form here."""

from datetime import date
from typing import Annotated, Self, TypeAlias

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    Field,
    StrictInt,
    StringConstraints,
    model_validator,
)

from ht_contracts.codes import AgeBand, GpStatus
from ht_contracts.envelope import Slug
from ht_intake.domain.client.area import Gp
from ht_intake.domain.refusals import ProgrammeNeeded
from ht_intake.nhs_number import as_ten_digits
from ht_intake.postcode import as_postcode
from ht_kit.asked import Actor
from ht_kit.forms import Day, Form, FreeText, Instant

__all__ = [
    "Address",
    "BirthForm",
    "Born",
    "Code",
    "Day",
    "Email",
    "Form",
    "FreeText",
    "GpForm",
    "Instant",
    "Months",
    "Name",
    "NhsNumber",
    "Postcode",
    "Practice",
    "SenderInQuery",
    "SenderText",
    "SignIn",
    "SignInInPath",
    "SlugInPath",
    "Telephone",
    "Version",
    "programme_of",
]

Born: TypeAlias = date | AgeBand


def _no_nhs_number(reference: str) -> str:
    try:
        as_ten_digits(reference)
    except ValueError:
        return reference
    raise ValueError("looks like an NHS number, which may not stand in an address")


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Telephone = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()\-]{4,24}$")
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"
    ),
]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{1,47}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$")]
SignIn = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")]
Postcode = Annotated[str, Field(max_length=12), AfterValidator(as_postcode)]
NhsNumber = Annotated[str, Field(max_length=20), AfterValidator(as_ten_digits)]
SenderText = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"),
    AfterValidator(_no_nhs_number),
]
Practice = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,8}$")]
Months = Annotated[StrictInt, Field(ge=1, le=60)]
SlugInPath = Annotated[Slug, Path()]
SignInInPath = Annotated[SignIn, Path()]
SenderInQuery = Annotated[SenderText | None, Query()]


class BirthForm(Form):
    """As much as a person says about their age: one of the four."""

    date: Day | None = None
    age_band: AgeBand | None = None
    declined: bool | None = None
    not_known: bool | None = None

    @model_validator(mode="after")
    def _one_of_four(self) -> Self:
        told = [self.date is not None, self.age_band is not None, self.declined is True,
                self.not_known is True]  # fmt: skip
        if told.count(True) != 1:
            raise ValueError("is one of date, age_band, declined and not_known")
        return self

    def told(self) -> Born:
        """Give what was said."""
        unsaid: AgeBand = "declined" if self.declined else "not_known"
        return self.date or self.age_band or unsaid


class GpForm(Form):
    """Whether somebody is registered with a GP practice, and with which."""

    status: GpStatus
    practice: Practice | None = None

    def told(self) -> Gp:
        """Give what was said."""
        return Gp(status=self.status, practice=self.practice)


def programme_of(actor: Actor) -> str:
    """Give the programme that the actor acts in, or refuse."""
    if actor.programme is None:
        raise ProgrammeNeeded
    return actor.programme
