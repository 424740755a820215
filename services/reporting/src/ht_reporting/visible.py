"""Which programmes a reader's figures may be made of."""

from dataclasses import dataclass

from ht_kit.asked import Actor, Membership
from ht_kit.decider import NoSuchThing
from ht_kit.problems import not_permitted
from ht_reporting.access import PERMISSIONS
from ht_reporting.reports import Asks

_MAY = PERMISSIONS["report:unrounded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """Whole organisations, and single programmes; `readable` is whose rows may be read."""

    organisations: frozenset[str]
    programmes: frozenset[str]
    readable: frozenset[str]


def visible_to(actor: Actor, programme: str | None) -> Visible:
    """Give what the actor may report on, over all memberships that give the permission.

    A member of the programme asked for, whose roles there do not give it, is refused; whoever
    is no member is answered as if there were no such programme.
    """
    held = actor.memberships or (
        Membership(
            organisation=actor.organisation, programme=actor.programme, roles=actor.roles
        ),
    )
    may = [each for each in held if each.roles & _MAY]
    named = {each.programme for each in may if each.programme is not None}
    if programme is not None and programme not in named and _is_member(held, programme):
        raise not_permitted()
    return Visible(
        organisations=frozenset(each.organisation for each in may if each.programme is None),
        programmes=frozenset(named),
        readable=frozenset(each.organisation for each in may),
    )


def _is_member(held: tuple[Membership, ...], programme: str) -> bool:
    return any(each.programme == programme for each in held)


async def assert_visible(connection: Asks, visible: Visible, programme: str | None) -> None:
    """Raise NoSuchThing for a programme that the reader may not see, or that is not there.

    The same is asked of the database for both, so that neither answer nor time tells which.
    """
    if programme is None or programme in visible.programmes:
        return
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM fact_programme"
        " WHERE programme = $1 AND organisation = ANY ($2::text[]))",
        programme,
        sorted(visible.organisations),
    )
    if not found:
        raise NoSuchThing
