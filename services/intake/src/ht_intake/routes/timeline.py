"""A client's history as intake knows it: who they are, how they came, and who is the same.

A client who is hidden from whoever asks is not there, and neither is a referral of theirs.
Risks are told to whoever may list them: the team by name, and whoever raised one.
Of one who was erased, or whose import was taken back, coded facts are left.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from ht_intake.access import PERMISSIONS
from ht_intake.domain.client.events import ClientImported
from ht_intake.domain.client.protecting import ClientRestricted, RestrictionLifted
from ht_intake.domain.client.risks import (
    RiskEvent,
    RiskLowered,
    RiskRaised,
    TeamNamed,
    risks_seen_by,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.referral.contact_events import ContactAttempted, FirstMeetingBooked
from ht_intake.domain.referral.events import ReferralConverted
from ht_intake.handling import CLIENT, PAIR, REFERRAL
from ht_intake.routes.knowing import eyes_of
from ht_kit.asked import Actor
from ht_kit.decider import NoSuchThing
from ht_kit.reading import Reads
from ht_kit.timeline import Theirs, timeline_of

_STREAMS: Final = """
WITH seen AS (
    SELECT client, erased_at IS NOT NULL OR EXISTS (
        SELECT FROM imported_client i WHERE i.client = client.client AND i.undone) AS erased
    FROM client
    WHERE programme = $2 AND $3 <> ALL (hidden_from)
      AND (restricted_to IS NULL OR $3 = ANY (restricted_to) OR $4)
)
SELECT client AS stream, erased FROM seen WHERE client = $1
UNION ALL SELECT referral, false FROM referral WHERE client = $1 AND programme = $2
UNION ALL SELECT pair, false FROM client_pair
WHERE (client = $1 OR other = $1)
  AND EXISTS (SELECT FROM seen WHERE seen.client = client_pair.client)
  AND EXISTS (SELECT FROM seen WHERE seen.client = client_pair.other)
"""


async def _streams_of(read: Reads, client: UUID, actor: Actor) -> Theirs:
    rows = await read.rows(_STREAMS, client, actor.programme, *eyes_of(actor))
    streams = [row["stream"] for row in rows]
    if client not in streams:
        raise NoSuchThing
    return Theirs(streams, erased=any(row["erased"] for row in rows))


def _may_protect(_: Client, __: object, actor: Actor) -> bool:
    return actor.has(*PERMISSIONS["client:protect"])


def _may_read_risk(client: Client, event: RiskEvent, actor: Actor) -> bool:
    seen = risks_seen_by(actor.worker, client)
    if seen is None or not actor.has(*PERMISSIONS["risk:read"]):
        return False
    match event:
        case TeamNamed():
            return True
        case RiskRaised() | RiskLowered():
            return event.risk in {each.risk for each in seen}


TOLD: Final = (CLIENT, REFERRAL, PAIR)
HAPPENED: Final[Mapping[type, str | None]] = {
    ContactAttempted: "at",
    FirstMeetingBooked: "booked_at",
    ReferralConverted: "converted_at",
    ClientImported: None,
}

router = timeline_of(
    permission="timeline:read",
    aggregates=TOLD,
    streams=_streams_of,
    happened=HAPPENED,
    hidden=frozenset({"lsoa", "token"}),
    only_for={
        ClientRestricted: _may_protect,
        RestrictionLifted: _may_protect,
        TeamNamed: _may_read_risk,
        RiskRaised: _may_read_risk,
        RiskLowered: _may_read_risk,
    },
)
