"""Who can sign in on this machine.

The operator and each organisation's first administrator are known beforehand: somebody has to
enter the others. Everybody else is a worker of intake's register, found by their sign-in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

CHARITY = "wellbeing-northfield"
COUNCIL = "northfield-council"
TRUST = "northfield-trust"
OPERATIONS = "operations"
OPERATOR = "olive-operator"
SYSTEM = "identity-provider"
IG_LEAD = "ida-ig-lead"
DEMONSTRATION = "northfield"

ORGANISATIONS = {
    CHARITY: ("Wellbeing Northfield", "charity"),
    TRUST: ("Northfield Community Trust", "nhs"),
    COUNCIL: ("Northfield Council", "council"),
}
FIRST_ADMINISTRATOR = {
    CHARITY: "wendy-administrator",
    TRUST: "tom-administrator",
    COUNCIL: "carol-administrator",
}


class MembershipClaim(BaseModel):
    """One entry of the claim `memberships`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    organisation: str
    programme: str | None = None
    roles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody who can sign in, with what their token says."""

    subject: str
    employer: str
    memberships: Sequence[MembershipClaim]


def _in_all_of(organisation: str, subject: str, role: str) -> Persona:
    claim = MembershipClaim(organisation=organisation, roles=[role])
    return Persona(subject=subject, employer=organisation, memberships=[claim])


KNOWN_BEFOREHAND: Mapping[str, Persona] = {
    OPERATOR: _in_all_of(OPERATIONS, OPERATOR, "operator"),
    SYSTEM: _in_all_of(OPERATIONS, SYSTEM, "system"),
    IG_LEAD: _in_all_of(CHARITY, IG_LEAD, "ig-lead"),
    **{
        sign_in: _in_all_of(organisation, sign_in, "administrator")
        for organisation, sign_in in FIRST_ADMINISTRATOR.items()
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the demonstration programme, entered in the register by `ht demo`."""

    sign_in: str
    name: str
    employer: str
    roles: tuple[str, ...]


_ROLES = (
    "champion",
    "health-trainer",
    "senior",
    "manager",
    "administrator",
    "commissioner",
    "analyst",
    "ig-lead",
    "safety-officer",
)
_GIVEN = {
    CHARITY: ("Winnie", "Wanda", "Walter", "Wilma", "Warren", "Wes", "Willa", "Wyn", "Wade"),
    TRUST: ("Tina", "Tariq", "Tess", "Theo", "Tanya", "Terry", "Tilda", "Toby", "Trudy"),
    COUNCIL: ("Cleo", "Callum", "Cora", "Clive", "Celia", "Colin", "Carys", "Conor", "Cindy"),
}
COLLEAGUES = tuple(
    Colleague(
        sign_in=f"{given.lower()}-{role}",
        name=f"{given} {role.replace('-', ' ').title()}",
        employer=organisation,
        roles=(role,),
    )
    for organisation, names in _GIVEN.items()
    for given, role in zip(names, _ROLES, strict=True)
)
