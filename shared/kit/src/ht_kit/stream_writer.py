"""Writing to an event stream: all of a batch or none of it, and only after what we know.

nats-py has no atomic batches, so their headers are set by hand (ADR-50 of NATS).
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from ht_kit.publishing import Outgoing
from ht_kit.topology import EventStream, assert_live
from ht_kit.tracing import HEADER, sending, traceparent

_LOG = structlog.get_logger(__name__)

_EXPECTED_LAST = "Nats-Expected-Last-Sequence"
_EXPECTED_STREAM = "Nats-Expected-Stream"


class StreamRefused(Exception):  # noqa: N818 - named for its reason
    """The stream did not take the batch: someone else wrote, it is full, or it is not there."""

    def __init__(self, description: str, code: int) -> None:
        super().__init__(f"{description} ({code})")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamState:
    """What is in a stream."""

    first: int
    last: int
    messages: int


class StreamWriter:
    """The one writer of an event stream."""

    def __init__(self, client: Client, stream: EventStream, *, timeout: float = 5.0) -> None:
        self._client, self._stream, self._timeout = client, stream, timeout
        self._js = client.jetstream(timeout=timeout)

    async def state(self) -> StreamState | None:
        """Say what is in the stream; None when there is no stream."""
        try:
            info = await self._js.stream_info(self._stream.name)
        except NotFoundError:
            return None
        return StreamState(
            first=info.state.first_seq, last=info.state.last_seq, messages=info.state.messages
        )

    async def check(self) -> None:
        """Refuse a stream whose settings could lose or alter events."""
        await assert_live(self._js, [self._stream], may_be_missing=True)

    async def make(self, *, first: int) -> None:
        """Make the stream, so that its first message gets the sequence `first`."""
        await self._js.add_stream(self._stream.config(first_seq=first))

    async def drop(self) -> None:
        """Remove the stream. Only ever done to an empty one."""
        await self._js.delete_stream(self._stream.name)

    async def hash_at(self, sequence: int) -> str | None:
        """Give the hash that the message at this place carries."""
        try:
            message = await self._js.get_msg(self._stream.name, sequence)
        except NotFoundError:
            return None
        return (message.headers or {}).get("Ht-Hash")

    async def append(self, messages: Sequence[Outgoing], *, after: int) -> int:
        """Write these after `after`, all or none, and give the last sequence."""
        began = time.perf_counter()
        with sending(self._stream.service, messages):
            last = await self._append(messages, after, traceparent())
        _LOG.debug(
            "batch_sent",
            stream=self._stream.name,
            events=len(messages),
            last=last,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        return last

    async def _append(self, messages: Sequence[Outgoing], after: int, hop: str | None) -> int:
        batch = uuid4().hex
        last = len(messages)
        for number, message in enumerate(messages, 1):
            headers = dict(message.headers)
            if hop is not None:
                headers[HEADER] = hop
            if number == 1:
                headers |= {_EXPECTED_LAST: str(after), _EXPECTED_STREAM: self._stream.name}
            if last > 1:
                headers |= {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}
            if number == last:
                if last > 1:
                    headers["Nats-Batch-Commit"] = "1"
                answer = await self._ask(message, headers)
                return int(answer["seq"])
            if number == 1:
                await self._ask(message, headers)
            else:
                await self._send(message, headers)
        raise ValueError("an empty batch cannot be written")

    async def _ask(self, message: Outgoing, headers: dict[str, str]) -> dict[str, int]:
        answer: Msg = await self._client.request(
            message.subject, message.payload, timeout=self._timeout, headers=headers
        )
        if not answer.data:
            return {}
        told = json.loads(answer.data)
        if "error" in told:
            error = told["error"]
            raise StreamRefused(error.get("description", ""), error.get("err_code", 0))
        return {"seq": int(told["seq"])}

    async def _send(self, message: Outgoing, headers: dict[str, str]) -> None:
        await self._client.publish(message.subject, message.payload, headers=headers)
