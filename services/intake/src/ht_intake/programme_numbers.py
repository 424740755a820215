"""Which programmes there are, and by which numbers each takes people in."""

from typing import Final

from ht_intake.domain.taking_in import TakingIn
from ht_kit.reading import Reads

USUAL: Final = TakingIn()
_CHOSEN: Final = """
SELECT first_contact_days, attempts, attempts_over_days, draft_days, self_referrals
FROM taking_in WHERE programme = $1
"""
_REGISTERED: Final = "SELECT 1 FROM programme WHERE programme = $1"


async def is_led_here(read: Reads, programme: str) -> bool:
    """Say whether the organisation leads a programme of this name."""
    return await read.row(_REGISTERED, programme) is not None


async def numbers_of(read: Reads, programme: str | None) -> TakingIn:
    """Give the numbers of a programme: as usual, until it chooses."""
    row = await read.row(_CHOSEN, programme)
    if row is None:
        return USUAL
    return TakingIn(
        first_contact_days=row["first_contact_days"],
        attempts=row["attempts"],
        attempts_over_days=row["attempts_over_days"],
        draft_days=row["draft_days"],
        self_referrals=row["self_referrals"],
    )
