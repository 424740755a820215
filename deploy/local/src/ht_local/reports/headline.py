"""The headline report as a person reads it, in the order in which it was published."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from rich.table import Table

from ht_local.lives.api import Api, Positions, Standing
from ht_local.place import Place

_WIDE = 130
JSON = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineQuery:
    """What is asked, and who asks."""

    persona: str
    programme: str | None = None
    period: str | None = None
    as_at: int | None = None

    def parameters(self) -> dict[str, str]:
        """Give it as the address takes it."""
        told = {
            "programme": self.programme,
            "period": self.period,
            "as_at": None if self.as_at is None else str(self.as_at),
        }
        return {name: value for name, value in told.items() if value is not None}


async def fetch(
    place: Place, query: HeadlineQuery, after: Positions | None = None
) -> tuple[JSON, Mapping[str, JSON]]:
    """Get the figures, and what each of them means."""
    who = Standing(persona=query.persona, programme=query.programme)
    async with Api(place) as api:
        told = await api.see(
            who, "reporting", "/reports/headline", query=query.parameters(), after=after
        )
        listed = await api.see_all(who, "reporting", "/indicators")
    return told, {str(each["id"]): each for each in listed}


def as_table(told: JSON, catalogue: Mapping[str, JSON], *, width: int) -> Table:
    """Lay the figures out; a wide screen has room for the whole wording of each."""
    words = "wording" if width >= _WIDE else "name"
    table = Table(title=_title(told), caption=_caption(told), title_justify="left")
    table.add_column("")
    table.add_column("What", overflow="fold")
    table.add_column("Value", justify="right")
    table.add_column("Of", justify="right")
    table.add_column("Not counted", style="dim", overflow="fold")
    for name, figure in _figures(told).items():
        meaning = catalogue.get(name, {})
        table.add_row(
            name,
            str(meaning.get(words, "")),
            _value(figure, str(meaning.get("kind", ""))),
            _of(figure),
            _excluded(figure),
        )
    return table


def as_csv(told: JSON, catalogue: Mapping[str, JSON]) -> str:
    """Give the figures as a spreadsheet takes them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["indicator", "wording", "numerator", "denominator", "value", "unit", "n", "excluded"]
    )
    for name, figure in _figures(told).items():
        meaning = catalogue.get(name, {})
        writer.writerow(
            [
                name,
                meaning.get("wording", ""),
                *(figure.get(each) for each in ("numerator", "denominator", "value")),
                *(figure.get(each) for each in ("unit", "n")),
                _excluded(figure),
            ]
        )
    return out.getvalue()


def _figures(told: JSON) -> Mapping[str, JSON]:
    found = told["indicators"]
    if not isinstance(found, dict):
        raise TypeError("the report has no indicators")
    return found


def _title(told: JSON) -> str:
    programme = told.get("programme") or "every programme that the reader may see"
    period = told.get("period")
    if isinstance(period, dict):
        return f"Headline figures: {programme}, {period['from']} to {period['to']}"
    return f"Headline figures: {programme}, all that is known"


def _caption(told: JSON) -> str:
    return f"As known at ledger position {told.get('position')}, computed by reporting."


def _value(figure: JSON, kind: str) -> str:
    value = figure.get("value")
    if value is None:
        return "none"
    match kind:
        case "rate":
            return f"{value}%"
        case "change":
            text = str(value)
            return f"{text.replace('-', '−') if text.startswith('-') else '+' + text}%"  # noqa: RUF001
        case _:
            return str(value)


def _of(figure: JSON) -> str:
    counts = (figure.get("numerator"), figure.get("denominator"))
    return " / ".join(_count(count) for count in counts if count is not None)


def _count(count: object) -> str:
    """Give a count, or a sum of measures to one decimal; the JSON has every digit."""
    return f"{count:,.1f}" if isinstance(count, float) else f"{count:,}"


def _excluded(figure: JSON) -> str:
    found = figure.get("excluded")
    if not isinstance(found, dict):
        return ""
    return ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in found.items())
