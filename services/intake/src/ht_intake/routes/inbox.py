"""The inbox of referrals: what waits, what is late, what looks alike, what may be given up."""

from datetime import date, datetime
from typing import Annotated, get_args
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query
from pydantic import AfterValidator, BaseModel

from ht_contracts.codes import Issue, OverrideOf, ReferralConsent, ReferralSource
from ht_intake.domain.referral.state import Status
from ht_intake.programme_numbers import USUAL
from ht_intake.routes.forms import SenderInQuery
from ht_intake.routes.knowing import eyes_of
from ht_intake.routes.referral_forms import SenderForm
from ht_intake.routes.twins import TWINS, sees_the_unknown
from ht_kit.audit import Look, looks, shows_nobody
from ht_kit.clock import london_day, now
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows
from ht_kit.ids import is_reference

router = APIRouter(tags=["referrals"])

_TWINS = TWINS.format(
    of="r.referral", namespace="r.sender_namespace", all="$9", eyes="$10", lead="$11"
)
_SEEN = """(r.unidentified IS NOT TRUE OR {all})
    AND NOT EXISTS (
      SELECT FROM client c WHERE c.client = r.client
        AND ({eyes} = ANY (c.hidden_from)
             OR NOT (c.restricted_to IS NULL OR {eyes} = ANY (c.restricted_to) OR {lead})))
"""
_LIST = f"""
SELECT * FROM (
  SELECT r.referral, r.reference, r.status, r.source, r.consent, r.needs, r.received_at,
         r.sender_namespace, r.sender_reference, r.client, r.opened_case,
         r.override_of, r.unidentified IS TRUE AS unidentified, r.contact_by,
         r.first_contact_at,
         (r.contact_by < $12 AND r.first_contact_at IS NULL
          AND r.status IN ('received', 'accepted', 'contacting')) IS TRUE AS late,
         (r.status IN ('accepted', 'contacting', 'booked') AND r.tried_enough_ways
          AND r.silent_days >= coalesce(t.attempts, $13)
          AND r.silent_until - r.silent_since >= coalesce(t.attempts_over_days, $14)
         ) IS TRUE AS may_be_closed,
         EXISTS ({_TWINS}) AS possible_duplicate
  FROM referral r LEFT JOIN taking_in t ON t.programme = r.programme
  WHERE r.programme = $1 AND ($2::text IS NULL OR r.status = $2)
    AND ($3::text IS NULL OR r.sender_namespace = $3)
    AND ($4::text IS NULL OR r.sender_reference = $4)
    AND ($5::text IS NULL OR r.reference = $5)
    AND ($15::boolean IS NULL OR (r.override_of IS NOT NULL) = $15)
    AND ($16::uuid IS NULL OR r.referral > $16)
    AND {_SEEN.format(all="$9", eyes="$10", lead="$11")}
) AS listed
WHERE ($6::boolean IS NULL OR late = $6) AND ($7::boolean IS NULL OR may_be_closed = $7)
  AND ($8::boolean IS NULL OR possible_duplicate = $8)
ORDER BY referral LIMIT $17
"""  # noqa: S608 - names of columns and numbers of parameters


_OVERRIDES = f"""
SELECT r.override_of, count(*) AS referrals FROM referral r
WHERE r.programme = $1 AND r.overridden_on IS NOT NULL
  AND ($2::date IS NULL OR r.overridden_on >= $2)
  AND ($3::date IS NULL OR r.overridden_on <= $3)
  AND {_SEEN.format(all="$4", eyes="$5", lead="$6")}
GROUP BY r.override_of
"""  # noqa: S608 - numbers of parameters


def _read_rightly(reference: str) -> str:
    if not is_reference(reference):
        raise ValueError("is not a reference: one of its letters was misread")
    return reference


Reference = Annotated[str | None, AfterValidator(lambda text: text and _read_rightly(text))]
Kept = Annotated[bool | None, Query()]


class ReferralLine(BaseModel):
    """A line of the inbox.

    `late` is what nobody has tried to contact by its day; `may_be_closed` is proposed, and
    somebody decides; `possible_duplicate` waits for somebody to say whether it is one.
    `override_of` is the criterion against which a senior took the person on.
    """

    id: UUID
    reference: str
    status: Status
    source: ReferralSource
    consent: ReferralConsent
    needs: list[Issue]
    received_at: datetime
    sender: SenderForm | None
    client: UUID | None
    case: UUID | None
    override_of: OverrideOf | None
    unidentified: bool
    contact_by: date | None
    first_contact_at: datetime | None
    late: bool
    may_be_closed: bool
    possible_duplicate: bool


class OverridesCounted(BaseModel):
    """How many people were taken on against each criterion of the programme."""

    counts: dict[OverrideOf, int]


@router.get(
    "/override-counts",
    dependencies=[Depends(allows("referral:read")), Depends(shows_nobody)],
)
async def count_overrides(
    *,
    read: ReadDep,
    actor: ActorDep,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
) -> OverridesCounted:
    """Count the referrals that seniors accepted against the criteria, from one day to another.

    They are those that `GET /referrals?overridden=true` lists.
    """
    rows = await read.rows(
        _OVERRIDES, actor.programme, since, until, sees_the_unknown(actor), *eyes_of(actor)
    )
    counted = {row["override_of"]: row["referrals"] for row in rows}
    return OverridesCounted(
        counts={criterion: counted.get(criterion, 0) for criterion in get_args(OverrideOf)}
    )


@router.get("/referrals", dependencies=[Depends(allows("referral:read"))])
async def list_referrals(
    *,
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("referral.list"))],
    status: Status | None = None,
    sender_namespace: SenderInQuery = None,
    sender_reference: SenderInQuery = None,
    reference: Reference = None,
    late: Kept = None,
    may_be_closed: Kept = None,
    possible_duplicate: Kept = None,
    overridden: Kept = None,
) -> Page[ReferralLine]:
    """List the inbox of the programme that the actor acts in."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        status,
        sender_namespace,
        sender_reference,
        reference,
        late,
        may_be_closed,
        possible_duplicate,
        sees_the_unknown(actor),
        *eyes_of(actor),
        london_day(now()),
        USUAL.attempts,
        USUAL.attempts_over_days,
        overridden,
        *paging.start(UUID),
        paging.limit + 1,
    )
    look.at(*(row["client"] for row in rows))
    return paging.page(rows, item=_line, key=lambda row: (row["referral"],))


def _line(row: asyncpg.Record) -> ReferralLine:
    sender = None
    if row["sender_namespace"] is not None:
        sender = SenderForm(
            namespace=row["sender_namespace"], reference=row["sender_reference"]
        )
    return ReferralLine(
        id=row["referral"],
        reference=row["reference"],
        status=row["status"],
        source=row["source"],
        consent=row["consent"],
        needs=row["needs"],
        received_at=row["received_at"],
        sender=sender,
        client=row["client"],
        case=row["opened_case"],
        override_of=row["override_of"],
        unidentified=row["unidentified"],
        contact_by=row["contact_by"],
        first_contact_at=row["first_contact_at"],
        late=row["late"],
        may_be_closed=row["may_be_closed"],
        possible_duplicate=row["possible_duplicate"],
    )
