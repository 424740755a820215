"""Referrals that may be of one person: they came by different channels, and look alike.

Nobody is looked up when a referral comes. Whoever opens the inbox sees both, and answers.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from ht_contracts.codes import ReferralSource
from ht_intake.domain.referral.state import Status
from ht_intake.routes.knowing import eyes_of
from ht_kit.asked import Actor
from ht_kit.reading import Reads

TWINS = """
SELECT DISTINCT o.referral, o.reference, o.source, o.sender_namespace, o.status, o.received_at,
       o.client, o.opened_case
FROM referral_token mine
JOIN referral_token theirs ON theirs.organisation = mine.organisation
 AND theirs.programme = mine.programme AND theirs.kind = mine.kind
 AND theirs.token = mine.token AND theirs.referral <> mine.referral
JOIN referral o ON o.referral = theirs.referral
WHERE mine.referral = {of}
  AND ({namespace} IS NULL OR o.sender_namespace IS DISTINCT FROM {namespace})
  AND NOT EXISTS (
    SELECT FROM referral_apart a
    WHERE (a.referral = mine.referral AND a.other = o.referral)
       OR (a.referral = o.referral AND a.other = mine.referral))
  AND (o.unidentified IS NOT TRUE OR {all})
  AND NOT EXISTS (
    SELECT FROM client c WHERE c.client = o.client
      AND ({eyes} = ANY (c.hidden_from)
           OR NOT (c.restricted_to IS NULL OR {eyes} = ANY (c.restricted_to) OR {lead})))
"""
"""Filled in with names of columns and numbers of parameters, never with a value."""
_OF_ONE = f"{TWINS} ORDER BY o.referral LIMIT 50".format(
    of="$1", namespace="$2::text", all="$3", eyes="$4", lead="$5"
)


class Twin(BaseModel):
    """Another referral that may be of the same person, and where it came from.

    `client` and `case` are there where the person is with the programme already.
    """

    id: UUID
    reference: str
    source: ReferralSource
    sender: str | None
    status: Status
    received_at: datetime
    client: UUID | None
    case: UUID | None


def sees_the_unknown(actor: Actor) -> bool:
    """Say whether somebody finds out who the people are whom nobody can name yet."""
    return actor.has("senior", "administrator")


async def twins_of(
    read: Reads, referral: UUID, namespace: str | None, *, actor: Actor
) -> Sequence[Twin]:
    """Give the referrals that look like one, as far as whoever asks may see them."""
    rows = await read.rows(
        _OF_ONE, referral, namespace, sees_the_unknown(actor), *eyes_of(actor)
    )
    return [
        Twin(
            id=row["referral"],
            reference=row["reference"],
            source=row["source"],
            sender=row["sender_namespace"],
            status=row["status"],
            received_at=row["received_at"],
            client=row["client"],
            case=row["opened_case"],
        )
        for row in rows
    ]
