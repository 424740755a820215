"""What is true of a person is true of each of their records.

While two records are linked, what was said last of a death, a withdrawal from taking part, and
an erasure of one are recorded of the other as well, once. Taking the link back undoes none of
it: it is then put to a person with whatever else was recorded while they were linked.
"""

from datetime import datetime

from ht_intake.domain.client.commands import Command, EraseClient, WithdrawFromTakingPart
from ht_intake.domain.client.protecting import RecordDeath, ReverseDeath
from ht_intake.domain.client.state import Client


def to_follow(one: Client, other: Client, *, asked_at: datetime) -> list[Command]:
    """Say what is to be recorded of `other` because it is true of `one`."""
    if None in {one.registered, other.registered} or other.import_undone is not None:
        return []
    if other.erased is not None:
        return []
    if one.erased is not None:
        erased = one.erased
        return [
            EraseClient(reason=erased.reason, reference=erased.reference, asked_at=asked_at)
        ]
    return [*_of_the_death(one, other, asked_at), *_of_taking_part(one, other, asked_at)]


def _of_the_death(one: Client, other: Client, asked_at: datetime) -> list[Command]:
    """Let what was said last of the person count, whichever of the records it was said of."""
    died, alive = one.died, one.death_reversed
    if died is not None and other.died is None:
        mistaken = other.death_reversed
        if mistaken is not None and mistaken.reversed_at >= died.recorded_at:
            return []
        return [
            RecordDeath(
                died_on=died.died_on,
                source=died.source,
                recorded_at=died.recorded_at,
                asked_at=asked_at,
            )
        ]
    if alive is not None and other.died is not None:
        if other.died.recorded_at > alive.reversed_at:
            return []
        return [
            ReverseDeath(
                reason=alive.reason or "", reversed_at=alive.reversed_at, asked_at=asked_at
            )
        ]
    return []


def _of_taking_part(one: Client, other: Client, asked_at: datetime) -> list[Command]:
    """End support that was agreed to before the person said that they want no more."""
    withdrawn = one.withdrawn
    if withdrawn is None or other.agreed is None or other.withdrawn is not None:
        return []
    if withdrawn.withdrawn_at < other.agreed.agreed_at:
        return []
    return [
        WithdrawFromTakingPart(
            withdrawn_at=withdrawn.withdrawn_at,
            asked_at=asked_at,
            how=withdrawn.how,
            by=withdrawn.by,
        )
    ]
