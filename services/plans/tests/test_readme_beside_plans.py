"""The page says what the rules beside plans decide: its tables are made of their answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ht_kit.decider import Decider
from ht_plans.domain.quit.commands import (
    Command as QuitCommand,
)
from ht_plans.domain.quit.commands import (
    HeldSession,
    ListAsLost,
    RecordQuitSession,
)
from ht_plans.domain.quit.episode import NO_QUIT_EPISODE_YET
from ht_plans.domain.quit.episode import decide as decide_quit
from ht_plans.domain.quit.episode import evolve as evolve_quit
from ht_plans.domain.quit.events import Event as QuitEvent
from ht_plans.domain.work.commands import Command as WorkCommand
from ht_plans.domain.work.commands import MarkSustainedWorkDue
from ht_plans.domain.work.events import EmploymentPathwayClosed
from ht_plans.domain.work.events import Event as WorkEvent
from ht_plans.domain.work.pathway import NO_EMPLOYMENT_PATHWAY_YET
from ht_plans.domain.work.pathway import decide as decide_work
from ht_plans.domain.work.pathway import evolve as evolve_work

from . import quit_in_progress as quitting
from . import way_into_work as working
from .state_tables import state_table

PAGE = (Path(__file__).parents[3] / "docs/beside-plans.md").read_text()

QUIT_RULES = Decider(decide=decide_quit, evolve=evolve_quit, initial=NO_QUIT_EPISODE_YET)
LATER = HeldSession(session=quitting.LATER_SESSION, kind="review", held_on=date(2026, 3, 8))
EPISODES: dict[str, Sequence[QuitEvent]] = {
    "not opened": [],
    "open": [quitting.OPENED],
    "lost": [quitting.OPENED, quitting.LOST],
    "quit": [quitting.OPENED, quitting.came_of(28, "quit_co", "Y", co_ppm=4)],
    "not quit": [quitting.OPENED, quitting.came_of(28, "not_quit", "X")],
}
OF_EPISODES: dict[str, QuitCommand] = {
    "open": quitting.OPEN,
    "open, only assessed": replace(
        quitting.OPEN, held=replace(quitting.HELD, kind="assessment")
    ),
    "session": RecordQuitSession(held=LATER, co_ppm=6, aid=None),
    "day 24": quitting.follow_up(24, co_ppm=4),
    "day 28, quit": quitting.follow_up(28, co_ppm=4),
    "day 28, smoked": quitting.follow_up(28, smoked=True),
    "day 43": quitting.follow_up(43, co_ppm=4),
    "day 43 comes": ListAsLost(today=date(2026, 4, 13), now=quitting.APRIL),
}

WORK_RULES = Decider(decide=decide_work, evolve=evolve_work, initial=NO_EMPLOYMENT_PATHWAY_YET)
BEGUN: Sequence[WorkEvent] = [working.BEGUN, working.BASELINE]
WAYS: dict[str, Sequence[WorkEvent]] = {
    "not begun": [],
    "begun": BEGUN,
    "in work": [*BEGUN, working.took_up()],
    "work that lasted": [
        *BEGUN,
        working.took_up(),
        working.checked(13, working.AFTER_13_WEEKS),
    ],
    "closed": [
        *BEGUN,
        working.took_up(),
        EmploymentPathwayClosed(
            pathway=working.WAY,
            case=working.CASE,
            client=working.JOE,
            reason="completed",
            furthest_rung=5,
            rung_at_close=5,
            closed_on=working.AFTER_26_WEEKS,
        ),
    ],
}
OF_WAYS: dict[str, WorkCommand] = {
    "begin": working.BEGIN,
    "begin, mandated": replace(working.BEGIN, mandated=True),
    "status": working.stand("07", working.OUT_OF_WORK),
    "reading": working.rate({"confidence": 3}, working.MARCH),
    "progress": working.take_up("training", None, progress=working.WAREHOUSE, on=working.MARCH),
    "13 weeks come": MarkSustainedWorkDue(today=working.AFTER_13_WEEKS),
    "13 weeks lasted": working.check(13, working.AFTER_13_WEEKS),
    "close": working.close("01", working.working(20)),
}


@pytest.mark.parametrize(
    "table",
    [
        lambda: state_table("quit episode", QUIT_RULES, EPISODES, OF_EPISODES),
        lambda: state_table("way into work", WORK_RULES, WAYS, OF_WAYS),
    ],
    ids=["quit episodes", "ways into work"],
)
def test_the_state_tables_are_what_the_rules_decide(table: Callable[[], str]) -> None:
    assert table() in PAGE, f"the table must read:\n{table()}"
