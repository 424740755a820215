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
from ht_kit.handlers import Handlers
from ht_plans.acting import acting_in
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
_EPISODES: Final = """
SELECT episode_id, programme FROM quit_episodes WHERE case_id = $1 ORDER BY episode_id
"""
_PATHWAYS: Final = """
SELECT pathway_id, programme FROM employment_pathways WHERE case_id = $1 ORDER BY pathway_id
"""


async def list_as_lost(handlers: Handlers, episode: UUID, asked: Asked) -> None:
    """List the client as lost, if the days are over and they have not died."""
    died = await handlers.reads(asked.actor.organisation).row(_HAS_DIED, episode)
    command = ListAsLost(today=london_day(asked.at), now=asked.at, has_died=died is not None)
    await handlers.of(QUIT).handle(episode, command, asked=asked)


async def mark_sustained_work_due(handlers: Handlers, pathway: UUID, asked: Asked) -> None:
    """Put the checks whose day has come on the list, unless the case has ended."""
    ended = await handlers.reads(asked.actor.organisation).row(_HAS_ENDED, pathway)
    command = MarkSustainedWorkDue(today=london_day(asked.at), case_has_ended=ended is not None)
    await handlers.of(WORK).handle(pathway, command, asked=asked)


async def mark_what_fell_due_meanwhile(handlers: Handlers, case: UUID, asked: Asked) -> None:
    """Mark what fell due while nobody was to be asked; what has been marked stays as it is.

    Whoever asks knows that the client is alive.
    """
    organisation = asked.actor.organisation
    reads, asked = handlers.reads(organisation), replace(asked, expected_version=None)
    for row in await reads.rows(_EPISODES, case):
        about = acting_in(asked, organisation, row["programme"], row["episode_id"])
        lost = ListAsLost(today=london_day(asked.at), now=asked.at)
        await handlers.of(QUIT).handle(row["episode_id"], lost, asked=about)
    for row in await reads.rows(_PATHWAYS, case):
        about = acting_in(asked, organisation, row["programme"], row["pathway_id"])
        await mark_sustained_work_due(handlers, row["pathway_id"], about)
