"""Logging: structured, set up once for the whole process, and never a word about a person.

JSON lines on stdout, unless somebody watches at a terminal. One line per unit of work, named
in the past tense; uvicorn, nats, FastStream and asyncpg log through it too.
"""

import logging
import sys
import traceback
from typing import Final, Literal, TextIO, TypeAlias

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from ht_kit.redaction import redact

LogFormat: TypeAlias = Literal["auto", "json", "console"]
_FRAMES: Final = 4


def configure(
    service: str,
    *,
    version: str = "",
    style: LogFormat = "auto",
    level: Literal["debug", "info"] = "info",
    stream: TextIO | None = None,
) -> None:
    """Set up logging for this process."""
    out = stream or sys.stdout
    least = logging.DEBUG if level == "debug" else logging.INFO
    console = style == "console" or (style == "auto" and out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _named(service, version),
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = structlog.dev.ConsoleRenderer() if console else _json
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(least)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "nats", "faststream", "asyncpg"):
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True
        library.setLevel(logging.INFO)
    for chatty in (
        "uvicorn.access",
        "uvicorn.error",
        "uvicorn",
        "httpx",
        "httpcore",
        "faststream",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def where(fault: BaseException) -> str:
    """Say where a fault came from, without its words: they may quote what was sent."""
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    return " < ".join(
        f"{frame.filename.rsplit('site-packages/')[-1].rsplit('/src/')[-1]}:{frame.lineno}"
        for frame in reversed(frames)
    )


def _named(service: str, version: str) -> Processor:
    def add(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line.setdefault("service", service)
        if version:
            line.setdefault("version", version)
        return line

    return add


def _without_words(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    given = line.pop("exc_info", None)
    line.pop("stack_info", None)
    fault = sys.exc_info()[1] if given is True else given
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        line["error"], line["where"] = type(fault).__name__, where(fault)
    return line


def _json(_: WrappedLogger, __: str, line: EventDict) -> str:
    return orjson.dumps(line, default=str).decode()
