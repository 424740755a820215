"""Erasing a client: who they are goes, what was counted stays."""

from ht_intake.domain.client.commands import EraseClient
from ht_intake.domain.client.events import ClientErased, Event
from ht_intake.domain.client.state import Client


def erase(asked: EraseClient, client: Client) -> list[Event]:
    """Decide it once; asking again changes nothing."""
    if client.erased is not None:
        return []
    return [
        ClientErased(
            client=client.id,
            reason=asked.reason,
            reference=asked.reference,
            erased_at=asked.asked_at,
        )
    ]
