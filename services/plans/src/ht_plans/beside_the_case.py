"""What falls due beside a case: not while it has ended, and at once when it is opened again.

A quit episode and a way into work have days of their own, which go on when the case ends.
Of somebody who has died nobody is lost, and nobody is asked whether their work has lasted; when
that was a mistake, or a case is opened again, whatever fell due meanwhile is marked then.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from ht_kit.asked import Asked
from ht_kit.clock import london_day
from ht_kit.due import DueItem
from ht_kit.handlers import Handlers
from ht_plans.carrying import acting_in
from ht_plans.domain.quit.commands import ListAsLost
from ht_plans.domain.work.commands import MarkSustainedWorkDue
from ht_plans.handling import QUIT, WORK

# A death ends a case that is open. Of one that had ended before, only intake says so.
_HAS_DIED: Final = """
SELECT FROM cases JOIN quit_episodes USING (case_id)
WHERE episode_id = $1 AND cases.closed_at IS NOT NULL
  AND (cases.closure = '06'
       OR EXISTS (SELECT FROM known_deaths WHERE known_deaths.client = cases.client))
"""
_HAS_ENDED: Final = """
SELECT FROM cases JOIN employment_pathways USING (case_id)
WHERE pathway_id = $1 AND cases.closed_at IS NOT NULL
"""
_EPISODES: Final = "SELECT episode_id FROM quit_episodes WHERE case_id = $1 ORDER BY episode_id"
_PATHWAYS: Final = """
SELECT pathway_id FROM employment_pathways WHERE case_id = $1 ORDER BY pathway_id
"""


async def list_as_lost_when_the_follow_up_days_are_over(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Have the return count who was not followed up. A follow-up in time replaces it.

    Who has died is not lost. Whose case ended otherwise is, for the return leaves nobody out.
    """
    died = await handlers.reads(item.organisation).row(_HAS_DIED, item.aggregate)
    command = ListAsLost(today=london_day(asked.at), now=asked.at, has_died=died is not None)
    await handlers.of(QUIT).handle(item.aggregate, command, asked=asked)


async def mark_sustained_work_due_when_its_day_has_come(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Put on the trainer's list that it can be asked now whether work has lasted."""
    ended = await handlers.reads(item.organisation).row(_HAS_ENDED, item.aggregate)
    command = MarkSustainedWorkDue(today=london_day(asked.at), case_has_ended=ended is not None)
    await handlers.of(WORK).handle(item.aggregate, command, asked=asked)


async def mark_what_fell_due_meanwhile(
    handlers: Handlers, case: UUID, programme: str, asked: Asked
) -> None:
    """Mark what fell due while a case had ended. What has been marked stays as it is."""
    organisation, today = asked.actor.organisation, london_day(asked.at)
    reads, asked = handlers.reads(organisation), replace(asked, expected_version=None)
    for row in await reads.rows(_EPISODES, case):
        about = acting_in(asked, organisation, programme, row["episode_id"])
        lost = ListAsLost(today=today, now=asked.at)
        await handlers.of(QUIT).handle(row["episode_id"], lost, asked=about)
    for row in await reads.rows(_PATHWAYS, case):
        about = acting_in(asked, organisation, programme, row["pathway_id"])
        lasted = MarkSustainedWorkDue(today=today)
        await handlers.of(WORK).handle(row["pathway_id"], lasted, asked=about)
