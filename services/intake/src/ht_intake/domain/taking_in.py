"""How a programme takes people in: chosen by its managers, and as usual until then.

    ChooseTakingIn ─► TakingInChosen

A choice holds for what happens from then on. The day by which somebody who was referred hears
from the programme is counted when the referral comes, and is not counted anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from ht_intake.domain.days import london_day


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingIn:
    """The numbers that a programme takes people in by."""

    first_contact_days: int = 14
    attempts: int = 3
    attempts_over_days: int = 10
    draft_days: int = 14
    self_referrals: bool = True

    def contact_by(self, since: datetime) -> date:
        """Give the day by which somebody hears from the programme."""
        return london_day(since) + timedelta(days=self.first_contact_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTakingIn:
    """Say how the programme takes people in from now on."""

    programme: str
    chosen: TakingIn
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingInChosen:
    """A programme takes people in by these numbers from now on."""

    programme: str
    first_contact_days: int
    attempts: int
    attempts_over_days: int
    draft_days: int
    self_referrals: bool
    chosen_at: datetime


Command: TypeAlias = ChooseTakingIn
Event: TypeAlias = TakingInChosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was chosen. `programme` is None where nobody has chosen yet."""

    programme: str | None = None
    numbers: TakingIn = TakingIn()


AS_USUAL = Chosen()


def decide(asked: Command, chosen: Chosen) -> list[Event]:
    """Say what happens when this is asked."""
    wanted = asked.chosen
    if wanted == chosen.numbers:
        return []
    return [
        TakingInChosen(
            programme=asked.programme,
            first_contact_days=wanted.first_contact_days,
            attempts=wanted.attempts,
            attempts_over_days=wanted.attempts_over_days,
            draft_days=wanted.draft_days,
            self_referrals=wanted.self_referrals,
            chosen_at=asked.asked_at,
        )
    ]


def evolve(_: Chosen, event: Event) -> Chosen:
    """Remember what was chosen."""
    numbers = TakingIn(
        first_contact_days=event.first_contact_days,
        attempts=event.attempts,
        attempts_over_days=event.attempts_over_days,
        draft_days=event.draft_days,
        self_referrals=event.self_referrals,
    )
    return Chosen(programme=event.programme, numbers=numbers)
