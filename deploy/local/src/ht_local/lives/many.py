"""Several lives at once, with progress for whoever waits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ht_local.lives.api import Api, Positions
from ht_local.lives.known import find, referrals_of
from ht_local.lives.story import Story
from ht_local.lives.telling import Setting, Teller

AT_ONCE = 12


@contextlib.contextmanager
def _progress(console: Console, what: str, total: int) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("lives ·"),
        TimeElapsedColumn(),
        TextColumn("gone ·"),
        TimeRemainingColumn(),
        TextColumn("to go"),
    )
    with Progress(*columns, console=console) as progress:
        yield progress, progress.add_task(what, total=total)


async def tell_all(
    api: Api, setting: Setting, stories: Sequence[Story], *, console: Console, what: str
) -> Positions:
    """Tell every story, and give how far the services then were; the first error ends all."""
    reached = Positions()
    referrals = await referrals_of(api, setting.administrator, setting.namespace)
    with _progress(console, what, len(stories)) as (progress, task):
        waiting = iter(stories)

        async def teller() -> None:
            for story in waiting:
                known = await find(
                    api,
                    setting.administrator,
                    setting.trainer(story),
                    referral=referrals.get(story.reference),
                    nhs_number=story.person.nhs_number,
                )
                told = Teller(api=api, setting=setting, story=story, known=known)
                told.after.reach(setting.entered.reached)
                await told.tell()
                reached.reach(told.after)
                progress.advance(task)

        async with _all_or_nothing() as group:
            for _number in range(AT_ONCE):
                group.create_task(teller())
    return reached


@contextlib.asynccontextmanager
async def _all_or_nothing() -> AsyncIterator[asyncio.TaskGroup]:
    """Run tasks together; give the first error itself, not a group of one."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except* Exception as errors:  # noqa: BLE001 - given on, not caught
        raise errors.exceptions[0] from None
