"""Quit episodes of a whole programme: whom to follow up, who was lost, and the rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows
from ht_plans.domain.quit.cohort import cohort_of
from ht_plans.routes.forms import Day

router = APIRouter(tags=["quit episodes"])
MAY_READ = [Depends(allows("quit:read"))]
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)

# Nobody is asked who no longer takes part, has died, or whose case has ended otherwise.
_LIST = """
SELECT episodes.* FROM quit_episodes AS episodes
JOIN cases ON cases.case_id = episodes.case_id
WHERE episodes.programme = $1 AND cases.withdrawn_at IS NULL
  AND cases.closed_at IS NULL
  AND episodes.outcome IS NOT DISTINCT FROM $2::text
  AND ($3::date IS NULL OR episodes.follow_up_from < $3)
  AND NOT EXISTS (SELECT FROM known_conflicts
                  WHERE known_conflicts.client = episodes.client
                    AND known_conflicts.worker = $4)
  AND ($5::date IS NULL OR (episodes.quit_on, episodes.episode_id) > ($5, $6::uuid))
ORDER BY episodes.quit_on, episodes.episode_id LIMIT $7
"""
_COHORT = """
SELECT outcome, co, count(*) AS episodes FROM quit_episodes
WHERE programme = $1 AND quit_on >= $2 AND quit_on < $3 GROUP BY outcome, co
"""


class QuitEpisodeLine(BaseModel):
    """One quit episode in the list of those to follow up, or of those who were lost."""

    id: UUID
    case: UUID
    client: UUID
    adviser: UUID
    quit_on: date
    follow_up_from: date
    follow_up_until: date


class CohortView(BaseModel):
    """Everybody who set a quit date in the period, in numbers. None where there is no rate."""

    setting: int
    quit: int
    co_confirmed: int
    not_quit: int
    lost: int
    awaited: int
    quit_rate: Decimal | None
    co_rate: Decimal | None
    verification_rate: Decimal | None


@router.get("/quit-episodes", dependencies=MAY_READ)
async def list_quit_episodes(
    *,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("quit.list"))],
    standing: Annotated[Literal["open", "lost"], Query()] = "open",
    follow_up_before: Annotated[Day | None, Query()] = None,
) -> Page[QuitEpisodeLine]:
    """List the programme's quit episodes that wait for a follow-up, or that were lost."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        None if standing == "open" else "lost",
        follow_up_before,
        actor.worker,
        *paging.start(date.fromisoformat, UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["quit_on"], row["episode_id"]))


@router.get("/quit-episodes/cohort", dependencies=[*MAY_READ, Depends(shows_nobody)])
async def read_cohort(
    read: ReadDep,
    actor: ActorDep,
    since: Annotated[Day, Query()] = FIRST_DAY,
    before: Annotated[Day, Query()] = LAST_DAY,
) -> CohortView:
    """Count who set a quit date in the period, and what came of it, for the programme itself.

    `before` is the first day that is not in the period. Not for publication: nothing is
    rounded or held back here.
    """
    rows = await read.rows(_COHORT, actor.programme, since, before)
    cohort = cohort_of(
        (row["outcome"], row["co"]) for row in rows for _ in range(row["episodes"])
    )
    return CohortView(
        setting=cohort.setting,
        quit=cohort.quit,
        co_confirmed=cohort.co_confirmed,
        not_quit=cohort.not_quit,
        lost=cohort.lost,
        awaited=cohort.awaited,
        quit_rate=cohort.quit_rate,
        co_rate=cohort.co_rate,
        verification_rate=cohort.verification_rate,
    )


def _line(row: asyncpg.Record) -> QuitEpisodeLine:
    return QuitEpisodeLine(
        id=row["episode_id"],
        case=row["case_id"],
        client=row["client"],
        adviser=row["adviser"],
        quit_on=row["quit_on"],
        follow_up_from=row["follow_up_from"],
        follow_up_until=row["follow_up_until"],
    )
