"""Three NATS servers on this machine that keep every stream together, to see one fail."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ht_local.engines.nats import Nats
from ht_local.engines.ports import free_port

_SERVERS = 3


class NatsCluster:
    """Three servers; two are enough to go on."""

    def __init__(self, folder: Path, *, accounts: tuple[str, ...]) -> None:
        meeting = [free_port() for _ in range(_SERVERS)]
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in meeting)
        self.servers: Sequence[Nats] = [
            Nats(
                folder / f"server-{number}",
                free_port(),
                free_port(),
                accounts=accounts,
                name=f"server-{number}",
                cluster=(
                    f"cluster {{ name: ht_local, listen: 127.0.0.1:{port}, "
                    f"routes: [{routes}] }}\n"
                ),
            )
            for number, port in enumerate(meeting, start=1)
        ]

    def url(self, account: str) -> str:
        """Give the addresses of all servers, an account's login included."""
        return ",".join(server.url(account) for server in self.servers)

    def server(self, name: str) -> Nats:
        """Give the server of this name, as a stream names its leader."""
        return next(server for server in self.servers if server.name == name)

    def start(self) -> None:
        """Start every server."""
        first = self.servers[0]
        for server in self.servers:
            server.launch()
            if server is first:
                self._share_logins(first)
        for server in self.servers:
            server.wait_until_ready()

    def kill9(self) -> None:
        """End every server at once."""
        for server in self.servers:
            server.kill9()

    def _share_logins(self, first: Nats) -> None:
        for server in self.servers[1:]:
            server.folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(first.logins, server.logins)
