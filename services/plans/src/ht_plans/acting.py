"""What the system asks for somewhere else, because of something that it was asked for here."""

from dataclasses import replace
from hashlib import sha256

from ht_kit.asked import Asked
from ht_kit.because import system_actor


def acting_in(asked: Asked, organisation: str, programme: str, about: object) -> Asked:
    """Have the system ask the same elsewhere: for each thing by a key of its own."""
    key = f"{asked.key}:{about}"
    return replace(
        asked,
        actor=system_actor("plans", organisation, programme),
        key=key,
        fingerprint=sha256(key.encode()).hexdigest(),
    )
