"""Build the demonstration once, and show what reporting makes of it."""

import asyncio
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from ht_local.demonstration.lives import first_day, stories
from ht_local.demonstration.northfield import MANAGER, programme
from ht_local.fixtures.loading import load
from ht_local.identity.personas import DEMONSTRATION
from ht_local.lives.api import Positions
from ht_local.place import Place
from ht_local.reports.headline import HeadlineQuery, as_table, fetch


def build(place: Place, console: Console) -> Positions:
    """Live the demonstration through, or whatever of it is still missing."""
    day = _day(place)
    done = place.data / "demonstration-done"
    if done.exists():
        return Positions()
    reached = asyncio.run(
        load(
            place,
            programme(first_day(day)),
            tuple(stories(day)),
            namespace=DEMONSTRATION,
            console=console,
        )
    )
    done.touch()
    return reached


def show(place: Place, console: Console, after: Positions) -> None:
    """Print the headline table of the demonstration."""
    query = HeadlineQuery(programme=DEMONSTRATION, persona=MANAGER)
    told, catalogue = asyncio.run(fetch(place, query, after))
    console.print(as_table(told, catalogue, width=console.width))


def _day(place: Place) -> date:
    """Give the day of the first demonstration: its lives stay the same on later days."""
    kept = place.data / "demonstration-day"
    if not kept.exists():
        kept.write_text(datetime.now(ZoneInfo("Europe/London")).date().isoformat())
    return date.fromisoformat(kept.read_text())
