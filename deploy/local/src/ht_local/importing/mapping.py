"""What a mapping says: how one system's extract is written, and what its words mean in ours.

A mapping is a YAML file that somebody writes who knows the old system. Whatever is wrong in it
is told with the file, the line and the name of the thing.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Generic, Literal, Self, TypeAlias, TypeVar

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from ht_contracts.codes import (
    CheckResult,
    Destination,
    EndedEarly,
    Ethnicity,
    Gender,
    GpStatus,
    Issue,
    PlanResult,
    ReferralSource,
)
from ht_contracts.envelope import Slug
from ht_local.trouble import Trouble
from ht_plans.domain.scoring.totals import TotalKind

C = TypeVar("C")
Title: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Ending: TypeAlias = PlanResult | EndedEarly


def _one_title(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


def _several_titles(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Part(BaseModel):
    """Part of a mapping. What it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Part):
    """A column of days, written as the file writes days or in a form of its own."""

    column: Title
    format: str | None = None


class Coded(Part, Generic[C]):
    """A column of words, each with our code for it, and what an empty cell means."""

    column: Title
    codes: dict[str, C]
    blank: C | None = None


class Measured(Part):
    """A column of numbers, and what one of them is in our unit."""

    column: Title
    times: Decimal = Decimal(1)


class Scored(Part):
    """A column of totals, and which instrument's they are."""

    column: Title
    kind: TotalKind


Day: TypeAlias = Annotated[Dated, BeforeValidator(_one_title)]
Number: TypeAlias = Annotated[Measured, BeforeValidator(_one_title)]
Titles: TypeAlias = Annotated[tuple[Title, ...], BeforeValidator(_several_titles)]


class FileForm(Part):
    """How the file is written."""

    encoding: str
    separator: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    dates: str


class PersonColumns(Part):
    """Who somebody is."""

    reference: Title
    name: Titles
    nhs_number: Title | None = None
    birth_date: Day
    gender: Coded[Gender]
    ethnicity: Coded[Ethnicity]
    gp_status: Coded[GpStatus]
    telephone: Title | None = None


class AreaColumns(Part):
    """Where somebody lived: a column of postcodes, or of small areas of a named edition."""

    edition: Literal["IoD2010", "IoD2019", "IoD2025", "sample"]
    postcode: Title | None = None
    lsoa: Title | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.postcode is None) == (self.lsoa is None):
            raise ValueError("names a column of postcodes or one of LSOA codes, not both")
        return self


class ReferralColumns(Part):
    """How somebody came."""

    source: Coded[ReferralSource]
    on: Day


class CaseColumns(Part):
    """When support began, with whom, and what was noted."""

    opened: Day
    trainer: Title | None = None
    note: Title | None = None


class ConversationColumns(Part):
    """The measures of one day. `taken` names the columns of the day: the first that has one."""

    taken: Titles
    height_cm: Number | None = None
    weight_kg: Number | None = None
    fruit_and_vegetables: Number | None = None
    high_fat_snacks: Number | None = None
    snacks_per: Literal["day", "week"] = "week"
    general_health: Number | None = None
    totals: tuple[Scored, ...] = ()


class MeasureColumns(Part):
    """What was measured before support and at its end."""

    pre: ConversationColumns | None = None
    post: ConversationColumns | None = None


class PlanColumns(Part):
    """The Personal Health Plan, and what came of it."""

    agreed: Day
    issue: Coded[Issue]
    ending: Coded[Ending]
    ended: Day


class CheckColumns(Part):
    """Whether the change had lasted. Without its interval, the nearest of `months` is meant."""

    on: Day
    result: Coded[CheckResult]
    months: Annotated[tuple[int, ...], Field(min_length=1)] = (3, 6, 12)


class SignpostColumns(Part):
    """Where somebody was told to go. The file has no day for that, so another is taken."""

    column: Title
    separator: str = ";"
    codes: dict[str, Destination]
    taken: Titles


class Mapping(Part):
    """How one system's extract is read. `system` names it: its people are known again by it."""

    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{1,47}$")]
    file: FileForm
    programmes: Coded[Slug]
    person: PersonColumns
    area: AreaColumns
    referral: ReferralColumns
    case: CaseColumns
    measures: MeasureColumns = MeasureColumns()
    plan: PlanColumns | None = None
    check: CheckColumns | None = None
    signposts: SignpostColumns | None = None

    def titles(self) -> Iterator[tuple[str, str]]:
        """Name every column that is read, with where the mapping names it."""
        yield from _titles(self, "")


def _titles(part: Part, path: str) -> Iterator[tuple[str, str]]:
    for name in type(part).model_fields:
        value, here = getattr(part, name), f"{path}.{name}".lstrip(".")
        if isinstance(value, Part):
            yield from _titles(value, here)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            for each in value:
                yield from _titles(each, here)
        elif name in _NAMES_COLUMNS and value is not None:
            for title in [value] if isinstance(value, str) else value:
                yield title, here


_NAMES_COLUMNS = {
    "column", "reference", "name", "nhs_number", "telephone", "postcode", "lsoa", "trainer",
    "note", "taken",
}  # fmt: skip


def load_mapping(path: Path) -> Mapping:
    """Read a mapping, or say what is wrong in it, and in which line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"{path} cannot be read as a text in UTF-8.") from None
    try:
        # Everything is text here: in YAML's own reading Yes, No, on and N are not words.
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        told = yaml.BaseLoader(text).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise Trouble(f"{path}{line}: {problem}.") from None
    try:
        return Mapping.model_validate(told)
    except ValidationError as error:
        lines = [
            f"{path}:{_line(tree, each['loc'])}: "
            f"{'.'.join(map(str, each['loc'])) or 'the mapping'}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False)
        ]
        raise Trouble("\n".join(lines)) from None


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Give the line of the innermost thing on the way that stands in the file."""
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == str(step)]
            keys = [key for key, _ in node.value if key.value == str(step)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = keys = node.value[step : step + 1]
        else:
            break
        if not found:
            break
        node, line = found[0], keys[0].start_mark.line + 1
    return line
