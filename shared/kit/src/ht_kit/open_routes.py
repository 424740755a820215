"""Routes that anybody may ask, without a token.

Such a route declares it, and names the permission of the system, who acts:

    @router.post("/self-referrals", dependencies=[Depends(open_to_anybody),
                                                  Depends(allows("self-referral:send"))])

Where it acts, the headers say as they do for every other route. A token that is sent all the
same is not looked at. What is open is said in `docs/permissions.md`, and a reviewer reads it.
"""

from typing import Final

from fastapi import Request
from fastapi.dependencies.models import Dependant
from pydantic import ValidationError

from ht_kit.access import Claims, MembershipClaim
from ht_kit.problems import Problem, invalid

SUBJECT: Final = "system:anybody"
"""Who acts, in events and logs, where nobody signed in."""


async def open_to_anybody() -> None:
    """Declare that a route may be asked without a token."""


def is_open(dependant: Dependant) -> bool:
    """Say whether a route may be asked without a token."""
    return dependant.call is open_to_anybody or any(map(is_open, dependant.dependencies))


def claims_of_anybody(request: Request) -> Claims:
    """Let the system act in the programme that the headers name, and in no other."""
    organisation = request.headers.get("ht-organisation")
    programme = request.headers.get("ht-programme")
    if organisation is None or programme is None:
        raise Problem(
            400,
            "programme-not-chosen",
            "Say which programme you mean, in Ht-Organisation and Ht-Programme.",
        )
    try:
        here = MembershipClaim(
            organisation=organisation, programme=programme, roles=frozenset({"system"})
        )
    except ValidationError:
        raise invalid(("Ht-Programme", "is not of the right form")) from None
    return Claims(sub=SUBJECT, employer=here.organisation, memberships=(here,))
