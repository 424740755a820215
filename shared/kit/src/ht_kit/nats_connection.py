"""One way to connect to NATS, the same for relay, projectors and tools."""

import structlog
from nats.aio.client import Client

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def connect(url: str, *, name: str, reconnect_wait: float = 1.0) -> Client:
    """Connect, and stay connected: a server that is away is waited for, for ever.

    Several servers may be given with commas between them. User and password stand in the
    address and are never logged.
    """
    client = Client()

    async def failed(error: Exception) -> None:
        _LOG.warning("nats_connection_failed", name=name, error=type(error).__name__)

    async def came_back() -> None:
        _LOG.info("nats_connection_restored", name=name)

    await client.connect(
        servers=url.split(","),
        name=name,
        error_cb=failed,
        reconnected_cb=came_back,
        allow_reconnect=True,
        max_reconnect_attempts=-1,
        reconnect_time_wait=reconnect_wait,  # type: ignore[arg-type]  # it sleeps: any number
        connect_timeout=2,
        ping_interval=10,
        max_outstanding_pings=2,
        drain_timeout=20,
    )
    return client
