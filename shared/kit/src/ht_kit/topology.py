"""The streams, as data: what they must be like so that nothing in them can be lost.

Durable consumers are not provisioned here: each belongs to a checkpoint in the database of
the service that reads, and is made by it, at that checkpoint (`durables.py`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import httpx
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

Setting: TypeAlias = str | int | float | bool | list[str] | None

_MISSING = "the stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStream:
    """Where one service's events travel. It alone writes there."""

    service: str
    replicas: int = 1

    @property
    def name(self) -> str:
        """Give the name of the stream."""
        return stream_of(self.service)

    @property
    def subjects(self) -> list[str]:
        """Give the subjects that the stream takes in."""
        return [f"evt.{self.service}.>"]

    def config(self, *, first_seq: int = 1) -> StreamConfig:
        """Give the whole configuration.

        A full stream refuses (`discard new`) rather than forgets, and there is no limit of
        its own: the relay waits, and an operator is told by how full the server is. The
        window for duplicates is small because the fence is the sequence.
        """
        return StreamConfig(
            name=self.name,
            description=f"Every event of {self.service}, in the order of its store",
            subjects=self.subjects,
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            num_replicas=self.replicas,
            discard=DiscardPolicy.NEW,
            max_msgs=-1,
            max_bytes=-1,
            max_age=0,
            max_consumers=-1,
            max_msgs_per_subject=-1,
            duplicate_window=120,
            deny_delete=True,
            deny_purge=True,
            allow_rollup_hdrs=False,
            allow_direct=True,
            allow_atomic=True,
            first_seq=first_seq if first_seq > 1 else None,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a live stream is not what it must be."""

    stream: str
    setting: str
    wanted: Setting
    live: Setting

    def __str__(self) -> str:
        return f"{self.stream}: {self.setting} is {self.live}, but must be {self.wanted}"


class TopologyDiffers(Exception):  # noqa: N818 - named for its reason
    """What is live is not what the definition says. Run `ht topology apply`."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        super().__init__("; ".join(str(difference) for difference in self.differences))


def stream_of(service: str) -> str:
    """Give the name of the stream in which a service's events travel."""
    return f"EVT_{service.upper()}"


async def apply(js: JetStreamContext, streams: Iterable[EventStream]) -> list[str]:
    """Make live what the definition says, and tell what had to be done."""
    done: list[str] = []
    for stream in streams:
        differing = await differences(js, stream)
        if not differing:
            continue
        if differing[0].setting == _MISSING:
            await js.add_stream(stream.config())
            done.append(f"{stream.name}: made")
        else:
            await js.update_stream(stream.config())
            done.extend(f"{each}: changed" for each in differing)
    return done


async def assert_live(
    js: JetStreamContext, streams: Iterable[EventStream], *, may_be_missing: bool = False
) -> None:
    """Refuse to go on when what is live is not what the definition says.

    A service that starts lets a stream be missing: its relay makes it anew and refills it.
    """
    found = [each for stream in streams for each in await differences(js, stream)]
    wrong = [each for each in found if not (may_be_missing and each.setting == _MISSING)]
    if wrong:
        raise TopologyDiffers(wrong)


async def differences(js: JetStreamContext, stream: EventStream) -> list[Difference]:
    """Compare a live stream with its definition, setting by setting."""
    try:
        info = await js.stream_info(stream.name)
    except NotFoundError:
        return [Difference(stream.name, _MISSING, "there", "missing")]
    wanted, live = _settings(stream.config()), _settings(info.config)
    return [
        Difference(stream.name, name, wanted[name], live[name])
        for name in wanted
        if wanted[name] != live[name]
    ]


def _settings(config: StreamConfig) -> Mapping[str, Setting]:
    """Pick out what decides whether events can be lost, reordered or altered."""
    return {
        "subjects": config.subjects,
        "retention": config.retention,
        "storage": config.storage,
        "num_replicas": config.num_replicas,
        "discard": config.discard,
        "max_msgs": config.max_msgs,
        "max_bytes": config.max_bytes,
        "max_age": config.max_age,
        "max_msgs_per_subject": config.max_msgs_per_subject,
        "duplicate_window": config.duplicate_window,
        "deny_delete": config.deny_delete,
        "deny_purge": config.deny_purge,
        "allow_rollup_hdrs": config.allow_rollup_hdrs,
        "allow_atomic": config.allow_atomic,
        "persist_mode": config.persist_mode or "default",
        "sources": len(config.sources or []),
        "mirrors": 0 if config.mirror is None else 1,
    }


async def server_fault(monitoring_url: str) -> str | None:
    """Say why this NATS server must not be trusted with events, or None.

    Without `sync_interval: always` an acknowledged event may be gone after a power cut.
    """
    try:
        async with httpx.AsyncClient(timeout=2) as http:
            answer = await http.get(f"{monitoring_url.rstrip('/')}/varz")
            answer.raise_for_status()
            jetstream = json.loads(answer.content).get("jetstream", {})
    except (httpx.HTTPError, ValueError) as error:
        return f"the NATS server does not answer for itself ({type(error).__name__})"
    if not jetstream.get("config"):
        return "the NATS server runs without JetStream"
    if jetstream["config"].get("sync_always") is not True:
        return "the NATS server runs without sync_interval: always"
    return None
