"""The page of every instrument that can be recorded, from its declaration."""

from collections.abc import Iterator

from ht_plans.domain.scoring.definition import Algorithm, Definition, Item
from ht_plans.domain.scoring.instruments import INSTRUMENTS, USUAL

_BEGIN = """# Instruments

What can be measured in a conversation, with the rules that make a figure of the answers.
A figure is made by the server, unrounded, and names its rule.
Figures of two rules are never compared.
Made from the declarations in `services/plans` by `python -m tests.documents`.
`GET /instruments` of plans answers the same, and says what the programme records.

A programme that has chosen nothing records those marked ●.
`POST /recording` of plans switches instruments on and off.
SNOMED CT codes stand where a public NHS source gives one.
A deployer needs a UK licence to use them.

| instrument | code | items | rule | figure | better | SNOMED CT |
|---|---|---|---|---|---|---|
"""


def instruments_page() -> str:
    """Write the page."""
    lines = [line for each in INSTRUMENTS.values() for line in _lines(each)]
    parts = [_BEGIN + "\n".join(lines), *_bands(), _licences()]
    return "\n".join(parts)


def _lines(each: Definition) -> Iterator[str]:
    for place, rule in enumerate(each.algorithms):
        cells = (
            each.name + (" ●" if each.instrument in USUAL else ""),
            f"`{each.instrument}`",
            _items(each),
            f"`{rule.id}`: {rule.about}",
            _figure(rule),
            each.better or "",
            each.snomed or "",
        )
        first = cells if place == 0 else ("", "", "", *cells[3:5], "", "")
        yield "| " + " | ".join(first) + " |"


def _figure(rule: Algorithm) -> str:
    unit = "" if str(rule.highest) in rule.unit else f" {rule.unit}"
    return f"{rule.lowest} to {rule.highest}{unit}"


def _items(each: Definition) -> str:
    """List the items, or say how many there are where all go from and to the same."""
    alike = {(item.lowest, item.highest, item.step, item.choices) for item in each.items}
    first = each.items[0]
    if len(each.items) > 1 and len(alike) == 1 and not first.choices:
        return f"{len(each.items)} items, {first.lowest} to {first.highest}"
    return "; ".join(_item(item) for item in each.items)


def _item(item: Item) -> str:
    if item.choices:
        named = f"`{item.name}` {' / '.join(choice.code for choice in item.choices)}"
    else:
        named = f"`{item.name}` {item.lowest} to {item.highest}"
        named += "" if item.step in (None, 1) else f" in steps of {item.step}"
    return named if item.scored else f"{named} (not scored)"


def _bands() -> Iterator[str]:
    yield "\n## What figures are called\n\n| rule | scale | from |\n|---|---|---|"
    for each in INSTRUMENTS.values():
        for rule in each.algorithms:
            yield from _scales(rule)


def _scales(rule: Algorithm) -> Iterator[str]:
    for scale in rule.scales:
        named = ", ".join(
            f"{band.least} {band.name}" + (f" ({band.snomed})" if band.snomed else "")
            for band in scale.bands
        )
        yield f"| `{rule.id}` | {scale.name} | {named} |"


def _licences() -> str:
    of: dict[str, list[str]] = {}
    for each in INSTRUMENTS.values():
        of.setdefault(each.licence, []).append(f"`{each.instrument}`")
    lines = (f"| {', '.join(names)} | {licence} |" for licence, names in of.items())
    begin = "\n## Licences\n\nNo questionnaire's wording is part of this software.\n\n"
    return begin + "| instruments | licence |\n|---|---|\n" + "\n".join(lines) + "\n"
