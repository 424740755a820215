"""Telling the identity provider whom a sign-in stands for, and what they may be where."""

from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_contracts.codes import Role
from ht_contracts.envelope import Slug
from ht_intake.routes.forms import SignInInPath
from ht_kit.audit import shows_nobody
from ht_kit.clock import london_day, now
from ht_kit.decider import NoSuchThing
from ht_kit.http import ReadDep, allows

router = APIRouter(tags=["sign-ins"])

_SIGN_IN = "SELECT worker, employer FROM sign_in WHERE sign_in = $1"
_MEMBERSHIPS = """
SELECT m.led_by, m.programme, m.roles FROM membership m
JOIN sign_in s ON s.worker = m.worker
LEFT JOIN lending l ON l.lending = m.lending
WHERE m.worker = $1 AND m.joined_on <= $2 AND (m.left_on IS NULL OR m.left_on > $2)
  AND (s.left_on IS NULL OR s.left_on > $2)
  AND (m.lending IS NULL OR (l.from_on <= $2 AND (l.last_on IS NULL OR l.last_on >= $2)))
ORDER BY m.programme
"""


class MembershipHeld(BaseModel):
    """What somebody may be in one programme today."""

    organisation: Slug
    programme: Slug
    roles: list[Role]


class SignInDetails(BaseModel):
    """Whom a sign-in stands for: the claims of their tokens."""

    worker: UUID
    employer: Slug
    memberships: list[MembershipHeld]


@router.get(
    "/sign-ins/{sign_in}", dependencies=[Depends(allows("sign-in:read")), Depends(shows_nobody)]
)
async def show_sign_in(sign_in: SignInInPath, read: ReadDep) -> SignInDetails:
    """Say whom a sign-in stands for, and what they may be today."""
    found = await read.row(_SIGN_IN, sign_in)
    if found is None:
        raise NoSuchThing
    held = await read.rows(_MEMBERSHIPS, found["worker"], london_day(now()))
    return SignInDetails(
        worker=found["worker"],
        employer=found["employer"],
        memberships=[
            MembershipHeld(
                organisation=row["led_by"], programme=row["programme"], roles=row["roles"]
            )
            for row in held
        ],
    )
