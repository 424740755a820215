"""`python -m ht_reporting rebuild`: an operator's command, with words for a person."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import Final

import asyncpg
import uvloop

from ht_kit.logging import configure
from ht_kit.settings import MigrationSettings, load, prefixed
from ht_reporting.rebuilding.filling import STRETCH, CannotMake
from ht_reporting.rebuilding.generations import OtherShape
from ht_reporting.rebuilding.rebuild import AtWork, Differ, NeverFree, Rebuilt, drop, rebuild
from ht_reporting.settings import Settings

COMMAND: Final = "rebuild"


def main(argv: Sequence[str]) -> int:
    """Rebuild, and give the exit code: 1 where the live facts were left as they are."""
    asked = _arguments(argv)
    settings = load(prefixed(MigrationSettings, Settings))
    configure("reporting", style=settings.log_format, stream=sys.stderr)
    url = settings.migrate_url.get_secret_value()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            if asked.drop_former:
                dropped = runner.run(drop(url))
                _say(f"Dropped: {', '.join(map(str, dropped)) or 'nothing'}.")
            else:
                _done(runner.run(_rebuild(url, asked)))
    except Differ as refused:
        _say(f"{refused.differences.count:,} differences. {refused}")
        _say("If the rebuilt facts are the right ones: rebuild --accept-differences.")
        return 1
    except (AtWork, CannotMake, NeverFree, OtherShape) as refused:
        _say(str(refused) or refused.__doc__ or "")
        return 1
    except (OSError, asyncpg.PostgresConnectionError) as away:
        _say(f"The database does not answer ({type(away).__name__}). Ask again: it goes on.")
        return 1
    return 0


async def _rebuild(url: str, asked: argparse.Namespace) -> Rebuilt:
    return await rebuild(
        url, accept_differences=asked.accept_differences, tell=_say, stretch=asked.stretch
    )


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ht-reporting",
        description="Make the facts anew from the ledger beside the live ones.",
    )
    parser.add_argument("command", choices=[COMMAND])
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--accept-differences",
        action="store_true",
        help="switch even where the rebuilt facts differ from the live ones",
    )
    what.add_argument(
        "--drop-former",
        action="store_true",
        help="drop former generations, and one that was begun and never went live",
    )
    parser.add_argument(
        "--stretch", type=int, default=STRETCH, help="events in one transaction (%(default)s)"
    )
    return parser.parse_args(argv)


def _done(done: Rebuilt) -> None:
    _say(
        f"Generation {done.generation} is live at ledger position {done.position:,}:"
        f" {done.events:,} events at {done.events_per_second:,.0f}/s, the live facts stood"
        f" still for {done.stood_still * 1000:.0f} ms."
    )
    if done.differences.count:
        _say(f"{done.differences.count:,} differences were accepted.")
    _say(
        f"The former generation is kept in facts_{done.former}; rebuild --drop-former drops it."
    )


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()
