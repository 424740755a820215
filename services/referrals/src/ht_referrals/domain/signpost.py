"""The rules of a signpost: a client was told where to go, and goes there by themselves.

    SignpostClient ─► Signposted

It needs no consent, because nothing about the client leaves.
"""

from dataclasses import dataclass

from ht_referrals.domain.commands import SignpostClient, SignpostCommand
from ht_referrals.domain.events import Signposted, SignpostEvent
from ht_referrals.domain.refusals import DestinationInactive
from ht_referrals.domain.timing import happened
from ht_referrals.domain.words import Destination, EntryId, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """A signpost is one fact; the rules only need to know whether it is there."""

    given: Signposted | None = None


NO_SIGNPOST_YET = Signpost()


def decide(command: SignpostCommand, signpost: Signpost) -> list[SignpostEvent]:
    """Say what happens when a client is told where to go."""
    if signpost.given is not None:
        return []
    entry, destination = _told_of(command)
    return [
        Signposted(
            signpost=command.signpost,
            case=command.case,
            client=command.client,
            programme=command.programme,
            entry=entry,
            destination=destination,
            signposted_at=happened(command.signposted_at, asked_at=command.asked_at),
        )
    ]


def _told_of(asked: SignpostClient) -> tuple[EntryId | None, Destination]:
    match asked.to:
        case Place(active=False):
            raise DestinationInactive
        case Place(entry=entry, destination=destination):
            return entry, destination
        case destination:
            return None, destination


def evolve(signpost: Signpost, event: SignpostEvent) -> Signpost:
    """Remember what happened."""
    del signpost
    return Signpost(given=event)
