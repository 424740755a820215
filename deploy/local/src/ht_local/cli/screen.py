"""Where words for people go: progress beside the result, so that results can be piped."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from rich.console import Console

OUT = Console()
ASIDE = Console(stderr=True)


def tell(what: str) -> None:
    """Say what is being done."""
    ASIDE.print(f"[dim]{what} …[/dim]")


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the block; everything is put away in good order."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        _ = number, frame
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        ASIDE.print("[dim]Stopping …[/dim]")
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        ASIDE.print("[dim]Stopped.[/dim]")
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
