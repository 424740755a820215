"""Who attacks, who must not notice, and what each of them has."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ht_local.demonstration import lives
from ht_local.identity.personas import CHARITY, TRUST, MembershipClaim, Persona
from ht_local.lives.story import Story
from ht_local.system import System

from .issuer import Issuer

DAY: Final = date(2025, 9, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An organisation, its programme, and the lives lived in it."""

    organisation: str
    programme: str
    lives: tuple[Story, ...]


_TOLD: Final = tuple(lives.stories(DAY))
# One in five, from who came a year ago to who came last week: cases at every stage.
ATTACKERS: Final = Side(organisation=TRUST, programme="westfield", lives=_TOLD[0::5])
VICTIM: Final = Side(organisation=CHARITY, programme="northfield", lives=_TOLD[2::8])


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A running system in which both are at work, and the issuer that all services believe."""

    system: System
    issuer: Issuer

    def token(self, role: str) -> str:
        """Give a token of somebody of the attackers who is this and nothing else."""
        return self.issuer.sign(attacker(role))


def attacker(role: str) -> Persona:
    """Give somebody who is this in the attackers' programme, and nothing else."""
    membership = MembershipClaim(
        organisation=ATTACKERS.organisation, programme=ATTACKERS.programme, roles=[role]
    )
    return Persona(
        subject=f"attacker-{role}", employer=ATTACKERS.organisation, memberships=[membership]
    )
