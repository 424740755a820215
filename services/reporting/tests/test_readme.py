"""The README says what there is."""

import re
from pathlib import Path

from ht_reporting.access import PERMISSIONS
from ht_reporting.facts.kinds import FACTS
from ht_reporting.facts.making import TELLS
from ht_reporting.indicators.catalogue import HEADLINE

README = (Path(__file__).parents[1] / "README.md").read_text()


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def test_it_names_every_event_that_facts_are_made_of() -> None:
    named = {
        f"ht.{row[0]}.{name}.v1"
        for row in re.findall(r"^\| (\w+) \| (`.*`) \|$", section("Events in"), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row[1])
    }

    assert named == set(TELLS)


def test_it_names_every_table_and_every_figure() -> None:
    figures = re.findall(r"I\d\d[SC]?", section("The figures").split("\nRates are")[0])

    assert {fact.table for fact in FACTS} <= set(re.findall(r"`(\w+)`", section("Tables")))
    assert set(figures) == {each.id for each in HEADLINE}


def test_it_says_who_may_ask() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (.*) \|$", section("Who may ask"), re.MULTILINE)

    assert dict(rows) == {
        permission: ", ".join(sorted(roles)) for permission, roles in PERMISSIONS.items()
    }


def test_it_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 150
