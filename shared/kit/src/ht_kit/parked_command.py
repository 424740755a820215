"""`python -m ht_<service> parked …`: what operators do with parked events, without any tool.

parked list
parked show CONSUMER POSITION
parked retry CONSUMER KEY
parked discard CONSUMER POSITION --reason WHY [--by WHO]
"""

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final

import asyncpg

from ht_kit import parked
from ht_kit.composition import compose
from ht_kit.leadership import Connection
from ht_kit.settings import ParkedSettings, ServiceSettings, load, prefixed

if TYPE_CHECKING:
    from ht_kit.service import Service

_HEAD: Final = ("consumer", "key", "events", "first", "since", "type", "fault", "tried")
_ATTRIBUTES: Final = (
    "id", "type", "subject", "organisation", "programme", "time", "recordedtime",
    "sequence", "partitionkey", "correlationid",
)  # fmt: skip


def main(service: "Service", argv: Sequence[str]) -> int:
    """Do one of the commands, and give the exit code."""
    given = _parser(service).parse_args(argv)
    settings = load(prefixed(ParkedSettings, service.settings))
    url = settings.worker_url.get_secret_value()
    try:
        lines = asyncio.run(_do(service, url, given))
    except (parked.NothingParked, parked.Busy) as why:
        sys.stderr.write(f"{type(why).__doc__}\n")
        return 1
    except (OSError, asyncpg.PostgresConnectionError):
        sys.stderr.write("The database does not answer.\n")
        return 1
    failed = bool(lines) and lines[-1].startswith("Stopped")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if failed else 0


def _parser(service: "Service") -> argparse.ArgumentParser:
    names = sorted(name for read in service.consumers().values() for name in read)
    parser = argparse.ArgumentParser(
        prog=f"ht-{service.name} parked", description="Events that were set aside."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every key with something parked")
    show = commands.add_parser("show", help="one event, in full")
    retry = commands.add_parser("retry", help="try a key's events again, in order")
    discard = commands.add_parser("discard", help="never apply one event")
    for command in (show, retry, discard):
        command.add_argument("consumer", choices=names, metavar="consumer")
    retry.add_argument("key", help="as `list` shows it")
    for command in (show, discard):
        command.add_argument("position", type=int, help="its position in the stream")
    discard.add_argument("--reason", required=True, help="why; it is kept. Name no person")
    discard.add_argument("--by", default=_user(), help="who decides (default: %(default)s)")
    return parser


async def _do(service: "Service", url: str, given: argparse.Namespace) -> list[str]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        match given.command:
            case "show":
                shown = await parked.show_parked(connection, given.consumer, given.position)
                return _shown(shown)
            case "discard":
                return await _discard(connection, given)
            case "retry":
                return await _retry(service, connection, given.consumer, given.key)
            case _:
                return _table(await parked.list_parked(connection))
    finally:
        await connection.close()


async def _discard(connection: Connection, given: argparse.Namespace) -> list[str]:
    reason = given.reason.strip()
    if not reason:
        return ["Stopped: a reason is needed."]
    key = await parked.discard_parked(
        connection, given.consumer, given.position, by=given.by, reason=reason
    )
    return [
        f"Discarded position {given.position} of {given.consumer}; who and why is recorded.",
        f"What is parked behind it waits for: parked retry {given.consumer} {key}",
    ]


async def _retry(
    service: "Service", connection: Connection, consumer: str, key: str
) -> list[str]:
    async with AsyncExitStack() as closing:
        again = await _again(service, consumer, closing)
        retried = await parked.retry_parked(connection, consumer, key, again)
    lines = [f"Applied {position}" for position in retried.done]
    if retried.failed is None:
        return [*lines, "Nothing of this key is parked any more."]
    return [
        *lines,
        f"Stopped at {retried.failed}: {retried.error}. Parked of this key: {retried.waiting}.",
    ]


async def _again(service: "Service", consumer: str, closing: AsyncExitStack) -> parked.Again:
    for projector in service.projectors:
        if projector.name == consumer:
            return projector
    if service.reactors is None:
        raise parked.NothingParked
    settings: ServiceSettings = load(service.settings)
    composed = await compose(
        service.name, service.aggregates, service.consumers(), settings, closing
    )
    return service.reactors.again(consumer, service.context(settings, composed))


def _table(keys: Sequence[parked.ParkedKey]) -> list[str]:
    if not keys:
        return ["Nothing is parked."]
    rows = [
        (
            each.consumer,
            each.key,
            str(each.waiting),
            str(each.first),
            each.since.isoformat(sep=" ", timespec="seconds"),
            each.event_type,
            each.error or "waits",
            str(each.attempts),
        )
        for each in keys
    ]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    return [_row(row, widths) for row in (_HEAD, *rows)]


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _shown(message: parked.ParkedMessage) -> list[str]:
    told = {
        "consumer": message.consumer,
        "position": message.position,
        "key": message.key,
        "fault": message.error or "none: it waits behind another of its key",
        "tried": message.attempts,
        "parked": message.parked_at.isoformat(sep=" ", timespec="seconds"),
    }
    if message.envelope is None:
        told |= {"id": message.event_id, "type": message.event_type}
        return [*_pairs(told), "", f"Its {message.size} bytes cannot be read as an event."]
    attributes = {name: message.envelope.get(name) for name in _ATTRIBUTES}
    data = message.envelope.get("data")
    facts = _pairs(data) if data else ["It has nothing to tell."]
    return [*_pairs(told), "", *_pairs(attributes), "", *facts]


def _pairs(told: Mapping[str, Any]) -> list[str]:
    width = max((len(_safe(name)) for name in told), default=0)
    return [
        f"{_safe(name).ljust(width)}  {_safe(value)}"
        for name, value in told.items()
        if value is not None
    ]


def _safe(value: object) -> str:
    """Show a value on one line, with nothing in it that a terminal would obey."""
    if isinstance(value, str) and value.isprintable():
        return value
    to_text: Callable[[object], str] = str
    return json.dumps(value, default=to_text)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
