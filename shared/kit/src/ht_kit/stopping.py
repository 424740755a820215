"""Ending endless work for certain."""

import asyncio


def stop_if_cancelled() -> None:
    """Raise what a cancelled task should have seen.

    `asyncio.wait_for` of Python 3.11, which the drivers use, forgets a cancellation that
    arrives together with the answer that it waits for. A loop that never looks again would
    then go on for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
