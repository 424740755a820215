"""Erasing a client: who they are goes, what was counted stays."""

from ht_intake.domain.client.commands import EraseClient
from ht_intake.domain.client.events import ClientErased, Event
from ht_intake.domain.client.state import Client


def erase(asked: EraseClient, client: Client) -> list[Event]:
    """Decide it; asking again changes nothing, and tells every service once more.

    One of them may have lost what it was told: an operator discarded it, or restored a backup.
    """
    if client.erasure_told_at is not None and asked.asked_at <= client.erasure_told_at:
        return []
    return [
        ClientErased(
            client=client.id,
            reason=asked.reason,
            reference=asked.reference,
            erased_at=asked.asked_at,
        )
    ]
