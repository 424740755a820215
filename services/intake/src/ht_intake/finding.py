"""Finding clients by what they say: candidates by token, opened, compared and ranked.

Only clients of the programme whom whoever asks may see are ever looked at: somebody hidden
from them, another programme's or another organisation's changes no answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from ht_intake.comparing import names_alike, score
from ht_intake.domain.matching import Described, Likeness, compare
from ht_intake.tokens import WEIGHT_OF_A_NAME, tokens_for
from ht_kit.asked import Actor
from ht_kit.reading import Reads
from ht_kit.sealing import Sealing

AT_MOST: Final = 200
"""How many candidates are opened; those that agree in most come first."""
_ANSWERS: Final = 0.5
_MORE_THAN_A_NAME: Final = WEIGHT_OF_A_NAME + 1  # three of four cannot agree by a name alone

# Under row-level security the planner expects one row of anything. `OFFSET 0` keeps the way it
# has to go: by token, then the best first, and clients looked up until there are enough.
_CANDIDATES = """
SELECT c.client, c.name, c.called, c.details
FROM (
    SELECT t.client, sum(s.weight) AS weight
    FROM unnest($1::bytea[], $2::integer[]) AS s (token, weight)
    CROSS JOIN LATERAL (SELECT client FROM client_token WHERE token = s.token OFFSET 0) AS t
    GROUP BY t.client HAVING sum(s.weight) >= $7
    ORDER BY weight DESC, t.client DESC OFFSET 0
) AS found
CROSS JOIN LATERAL (
    SELECT client, name, called, details FROM client
    WHERE client = found.client AND programme = $3 AND $4 <> ALL (hidden_from)
      AND (restricted_to IS NULL OR $4 = ANY (restricted_to) OR $5)
    OFFSET 0
) AS c
LIMIT $6
"""
_SUGGESTED = """
SELECT 1 FROM client_pair p
JOIN client o ON o.client = CASE p.client WHEN $1 THEN p.other ELSE p.client END
WHERE (p.client = $1 OR p.other = $1) AND NOT p.decided AND $2 <> ALL (o.hidden_from)
  AND (o.restricted_to IS NULL OR $2 = ANY (o.restricted_to) OR $3)
LIMIT 1
"""
_DECIDED = """
SELECT CASE client WHEN $1 THEN other ELSE client END AS other FROM client_pair
WHERE (client = $1 OR other = $1) AND decided IS NOT FALSE
"""


class Eyes(NamedTuple):
    """Who looks, and whether restricted clients are shown to them as well."""

    subject: str
    everybody: bool


def eyes_of(actor: Actor) -> Eyes:
    """Say with whose eyes somebody looks: the ig-lead and the system answer for everybody."""
    return Eyes(actor.subject, actor.has("ig-lead", "system"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody who was found."""

    client: UUID
    described: Described


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Somebody who may be the person asked about."""

    client: UUID
    likeness: Likeness


class Finder:
    """Finds clients for one actor."""

    def __init__(self, read: Reads, sealing: Sealing, actor: Actor) -> None:
        self._read, self._sealing, self._actor = read, sealing, actor

    async def search(self, sought: Described, *, limit: int) -> list[Found]:
        """Give who answers to what is sought, the likeliest first."""
        ranked = sorted(
            (
                (score(sought, each.described), each)
                for each in await self._candidates(sought, least=1)
            ),
            key=lambda scored: (-scored[0], scored[1].client),
        )
        return [each for reached, each in ranked if reached >= _ANSWERS][:limit]

    async def matches(self, who: Described, *, but: UUID | None = None) -> list[Match]:
        """Give who may be this person; for a client `but`, of whom nobody has said anything."""
        found = [
            Match(client=each.client, likeness=compare(who, each.described, alike=names_alike))
            for each in await self._candidates(who, least=_MORE_THAN_A_NAME)
        ]
        decided = {but} if but is None else {but, *await self._decided(but)}
        return [each for each in found if each.likeness.possible and each.client not in decided]

    async def possible(self, who: Described, client: UUID, *, marked: bool) -> bool:
        """Say whether a client may be somebody else, now and as far as the actor may see.

        Nobody is compared who was neither marked when they came nor suggested since.
        """
        if not marked:
            suggested = await self._read.row(_SUGGESTED, client, *eyes_of(self._actor))
            if suggested is None:
                return False
        return bool(await self.matches(who, but=client))

    async def open(self, rows: Sequence[Mapping[str, Any]]) -> list[Found]:
        """Open rows of clients: what they are called and the details that they are found by."""
        opened = await self._sealing.open_rows(self._actor.organisation, "client", rows)
        return [Found(client=row["client"], described=_described(row)) for row in opened]

    async def _candidates(self, who: Described, *, least: int) -> list[Found]:
        organisation, tokens = self._actor.organisation, tokens_for(who)
        blind = [
            self._sealing.blind(organisation, each.blind.kind, each.blind.value)
            for each in tokens
            if each.blind.value is not None
        ]
        weights = [each.weight for each in tokens]
        eyes = eyes_of(self._actor)
        rows = await self._read.rows(
            _CANDIDATES, blind, weights, self._actor.programme, *eyes, AT_MOST, least
        )
        return await self.open([dict(row) for row in rows])

    async def _decided(self, client: UUID) -> set[UUID]:
        return {row["other"] for row in await self._read.rows(_DECIDED, client)}


def _described(row: Mapping[str, Any]) -> Described:
    details: Mapping[str, Any] = row["details"] or {}
    born = details.get("birth_date")
    return Described(
        name=row["name"],
        called=row["called"],
        birth_date=date.fromisoformat(born) if born else None,
        postcode=details.get("postcode"),
        nhs_number=details.get("nhs_number"),
        telephone=details.get("telephone"),
    )
