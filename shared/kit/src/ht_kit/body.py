"""The stored body: the exact bytes that are hashed, the whole envelope but `recordedtime`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

import orjson

from ht_kit.ids import read_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One event as stored: `name` is kept for ever, `version` is its place in the stream."""

    id: UUID
    service: str
    name: str
    schema_version: int
    aggregate: str
    stream_id: UUID
    version: int
    time: datetime
    organisation: str
    programme: str | None
    partition_key: str
    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str | None
    auth_id: str
    data: dict[str, Any]

    @property
    def type(self) -> str:
        """The event's type in the envelope, without a published version."""
        return f"ht.{self.service}.{self.name}"

    @property
    def source(self) -> str:
        """The organisation and service that recorded the event."""
        return f"/organisations/{self.organisation}/{self.service}"

    def to_bytes(self) -> bytes:
        """Give the bytes to store. They are kept as they are for ever."""
        return orjson.dumps(
            {
                "specversion": "1.0",
                "id": self.id,
                "source": self.source,
                "type": self.type,
                "subject": self.stream_id,
                "time": self.time,
                "datacontenttype": "application/json",
                "organisation": self.organisation,
                "programme": self.programme,
                "partitionkey": self.partition_key,
                "sequence": str(self.version),
                "correlationid": self.correlation_id,
                "causationid": self.causation_id,
                "traceparent": self.traceparent,
                "authid": self.auth_id,
                "schemaversion": self.schema_version,
                "aggregate": self.aggregate,
                "data": self.data,
            },
            default=str,  # an id that was read from Postgres is a UUID of asyncpg's own
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Read stored bytes again."""
        read = orjson.loads(stored)
        _, service, name = read["type"].split(".")
        return cls(
            id=read_id(read["id"]),
            service=service,
            name=name,
            schema_version=read["schemaversion"],
            aggregate=read["aggregate"],
            stream_id=read_id(read["subject"]),
            version=int(read["sequence"]),
            time=datetime.fromisoformat(read["time"]),
            organisation=read["organisation"],
            programme=read["programme"],
            partition_key=read["partitionkey"],
            correlation_id=read_id(read["correlationid"]),
            causation_id=read_id(read["causationid"]) if read["causationid"] else None,
            traceparent=read["traceparent"],
            auth_id=read["authid"],
            data=read["data"],
        )


class Happened(NamedTuple):
    """What a decision reads of a stored event: where it stands, and what was recorded.

    Ids and time (RFC 3339) are as they are written: most decisions ask for neither.
    """

    id: str
    stream_id: str
    version: int
    name: str
    schema_version: int
    time: str
    data: dict[str, Any]

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Read it in a stored body."""
        read = orjson.loads(stored)
        return cls(
            read["id"],
            read["subject"],
            int(read["sequence"]),
            read["type"].rpartition(".")[2],
            read["schemaversion"],
            read["time"],
            read["data"],
        )
