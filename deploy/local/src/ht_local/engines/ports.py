"""Ports of this machine: which are free, and which are taken."""

import errno
import socket

from ht_local.trouble import Trouble


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Say whether a server could listen here."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
        return True


def require_free(ports: dict[str, int]) -> None:
    """Refuse with one sentence when something else listens on a port that is needed."""
    busy = [f"{port} ({name})" for name, port in ports.items() if not is_free(port)]
    if busy:
        raise Trouble(
            f"Something else already uses port {', '.join(busy)}. "
            "Stop it, or set HT_PORT_BASE to another start, for example HT_PORT_BASE=18000."
        )


def answers(port: int) -> bool:
    """Say whether a server listens here."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
