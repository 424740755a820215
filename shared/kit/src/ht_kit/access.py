"""Who asks: access tokens verified, and the one membership that a request acts in."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from ht_contracts.envelope import Slug
from ht_kit.asked import Actor, Membership
from ht_kit.problems import Problem, not_permitted

Permissions: TypeAlias = Mapping[str, frozenset[str]]


class MembershipClaim(BaseModel):
    """What the issuer says that somebody may be, in one programme or one organisation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    organisation: Slug
    programme: Slug | None = None
    roles: frozenset[str]


class Claims(BaseModel):
    """What a verified access token says about who asks."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sub: str = Field(min_length=1, max_length=255)
    employer: Slug
    memberships: tuple[MembershipClaim, ...] = ()


def act_in(claims: Claims, *, programme: str | None, organisation: str | None) -> Actor:
    """Choose the membership that a request acts in.

    `programme` (Ht-Programme) names one programme; `organisation` (Ht-Organisation) alone names
    a membership of the whole organisation. Neither is needed where the token holds only one.
    """
    held = [
        Membership(organisation=each.organisation, programme=each.programme, roles=each.roles)
        for each in claims.memberships
    ]
    chosen = _chosen(held, programme, organisation)
    first = chosen[0]
    return Actor(
        subject=claims.sub,
        employer=claims.employer,
        organisation=first.organisation,
        programme=first.programme,
        roles=frozenset().union(*(each.roles for each in chosen)),
        memberships=tuple(held),
    )


def _chosen(
    held: Sequence[Membership], programme: str | None, organisation: str | None
) -> Sequence[Membership]:
    named = programme is not None or organisation is not None
    matching = [
        each
        for each in held
        if not named
        or (each.programme == programme and organisation in {None, each.organisation})
    ]
    if not matching:
        raise not_permitted()
    if len({(each.organisation, each.programme) for each in matching}) > 1:
        raise Problem(
            400,
            "programme-not-chosen",
            "You belong to several programmes. Say which in Ht-Programme or Ht-Organisation.",
        )
    return matching


def permitted(permissions: Permissions, permission: str, actor: Actor) -> bool:
    """Say whether the actor's roles here give a permission. What is not in the table is not."""
    return actor.has(*permissions.get(permission, frozenset()))
