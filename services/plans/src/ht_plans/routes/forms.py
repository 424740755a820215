"""What the bodies of plans are made of."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field, StringConstraints

from ht_kit.forms import Day, Form, FreeText, Instant
from ht_plans.domain.codes import GoalId, GoalKind, Result, Told, ToldBy

__all__ = [
    "Day",
    "Form",
    "FreeText",
    "GoalForm",
    "Instant",
    "Number",
    "Results",
    "Ruler",
    "ShortText",
    "ToldForm",
]

ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Number = Annotated[Decimal, Field(max_digits=12, decimal_places=4)]
Minutes = Annotated[int, Field(ge=1, le=240)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|q[1-5])$")]
Ruler: TypeAlias = Annotated[int, Field(ge=0, le=10)] | Literal["declined"]
Results: TypeAlias = Annotated[dict[GoalId, Result], Field(max_length=50)]


class GoalForm(Form):
    """What a goal says: how it is told whether it was met (`told_by`), and when that is asked.

    Neither is left out: the rules say so in their own words.
    """

    statement: FreeText
    kind: GoalKind
    told_by: ToldBy | None = None
    baseline: Number | None = None
    target: Number | None = None
    unit: ShortText | None = None
    due_on: Day
    review_on: Day | None = None
    importance: Ruler | None = None
    confidence: Ruler | None = None


class ToldForm(Form):
    """The body of POST /{reassignments or handovers}/{id}/told: how one client was told."""

    case: UUID
    told: Told
    told_at: Instant
