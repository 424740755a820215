"""Starting a writer in a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from .conftest import Database

ROOT = Path(__file__).parents[4]


async def a_writer(database: Database, *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "shared.kit.tests.store.storm",
        database.url("writer"),
        database.url("reader"),
        *arguments,
        cwd=ROOT,
        stdout=PIPE,
    )
