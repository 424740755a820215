"""What services publish, made in tests without the services."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

import orjson

from ht_contracts.envelope import Published
from ht_kit.projector import Received

ORGANISATION = "wellbeing-northfield"
PROGRAMME = "dcrs-headline"
_IDS = UUID("5f6d5d0e-8f4b-4b5e-9a3e-1f0d4c6e0a11")
_RECORDED_FROM = datetime(2012, 1, 1, tzinfo=UTC)


def identity(*parts: object) -> UUID:
    """Give the id of a thing of the data set, the same each time."""
    return uuid5(_IDS, "/".join(str(part) for part in parts))


@dataclass
class Stream:
    """What one service has published, in order."""

    service: str
    events: list[Received] = field(default_factory=list)
    organisation: str = ORGANISATION
    programme: str | None = PROGRAMME

    def tell(
        self,
        fact: Published,
        *,
        at: datetime,
        subject: UUID,
        client: UUID | None = None,
    ) -> None:
        position = len(self.events) + 1
        recorded_at = _RECORDED_FROM + timedelta(seconds=position)
        event = identity(self.service, position)
        envelope = {
            "specversion": "1.0",
            "id": str(event),
            "source": f"/organisations/{self.organisation}/{self.service}",
            "type": fact.type,
            "subject": str(subject),
            "time": at.isoformat(),
            "datacontenttype": "application/json",
            "organisation": self.organisation,
            "programme": self.programme,
            "partitionkey": str(client or subject),
            "sequence": str(position),
            "correlationid": str(event),
            "recordedtime": recorded_at.isoformat(),
            "authid": "unknown",
            "data": fact.model_dump(mode="json", exclude_defaults=True),
        }
        envelope = {name: value for name, value in envelope.items() if value is not None}
        self._take(envelope, event, recorded_at)

    def _take(self, envelope: dict[str, Any], event: UUID, recorded_at: datetime) -> None:
        self.events.append(
            Received(
                position=len(self.events) + 1,
                envelope=envelope,
                body=orjson.dumps(envelope),
                recorded_at=recorded_at,
                hash=event.bytes,
            )
        )


@dataclass
class Streams:
    """The three services' streams."""

    intake: Stream = field(default_factory=lambda: Stream("intake"))
    plans: Stream = field(default_factory=lambda: Stream("plans"))
    referrals: Stream = field(default_factory=lambda: Stream("referrals"))

    def __iter__(self) -> Iterator[Stream]:
        return iter((self.intake, self.plans, self.referrals))

    def turn_to(self, organisation: str, programme: str | None) -> None:
        """Have everything told from now on be of this organisation and programme."""
        for each in self:
            each.organisation, each.programme = organisation, programme

    def copy(self) -> "Streams":
        """Give streams to add to, that leave these as they are."""
        return Streams(*(Stream(each.service, list(each.events)) for each in self))

    def __len__(self) -> int:
        return sum(self.lengths().values())

    def lengths(self) -> dict[str, int]:
        return {stream.service: len(stream.events) for stream in self}

    def batches(
        self,
        *,
        seed: int | None = None,
        largest: int = 400,
        after: dict[str, int] | None = None,
    ) -> Iterator[tuple[str, list[Received]]]:
        """Give every event in batches, each service in its own order.

        With a seed the services take turns at random, in batches of random sizes; without,
        one service after the other. `after` leaves out what was given before.
        """
        waiting = {
            stream.service: stream.events[(after or {}).get(stream.service, 0) :]
            for stream in self
        }
        random = Random(seed)
        while left := [service for service, events in waiting.items() if events]:
            service = left[0] if seed is None else random.choice(left)
            size = largest if seed is None else random.randint(1, largest)
            events = waiting[service]
            waiting[service] = events[size:]
            yield service, events[:size]
