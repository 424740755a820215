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

_ARRIVING, _LIVING = 3, 6
_WAITING = 60


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
    waiting = iter(stories)
    # Clients arrive ahead of their support, as they do in life: by the time a trainer is
    # assigned, plans has heard of the case, and nobody waits for it.
    arrived: asyncio.Queue[Teller | None] = asyncio.Queue(_WAITING)

    async def arrive() -> None:
        for story in waiting:
            known = await find(
                api,
                setting.administrator,
                setting.trainer(story),
                referral=referrals.get(story.reference),
                nhs_number=story.person.nhs_number,
            )
            teller = Teller(api=api, setting=setting, story=story, known=known)
            teller.after.reach(setting.entered.reached)
            await teller.arrive()
            await arrived.put(teller)

    async def everybody_arrives() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(_ARRIVING):
                group.create_task(arrive())
        for _ in range(_LIVING):
            await arrived.put(None)

    with _progress(console, what, len(stories)) as (progress, task):

        async def live() -> None:
            while (teller := await arrived.get()) is not None:
                await teller.live()
                reached.reach(teller.after)
                progress.advance(task)

        async with all_or_nothing() as group:
            group.create_task(everybody_arrives())
            for _ in range(_LIVING):
                group.create_task(live())
    return reached


@contextlib.asynccontextmanager
async def all_or_nothing() -> AsyncIterator[asyncio.TaskGroup]:
    """Run tasks together; give the first error itself, not a group of one."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except* Exception as errors:  # noqa: BLE001 - given on, not caught
        raise _first(errors) from None


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
