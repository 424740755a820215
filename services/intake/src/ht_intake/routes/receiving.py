"""Receiving referrals, and the inbox that they wait in."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictBool

from ht_contracts.codes import Issue, ReferralConsent, ReferralSource
from ht_intake.domain.referral.commands import Person, ReceiveReferral, Referrer, Sender
from ht_intake.handling import Referrals
from ht_intake.routes.forms import (
    Form,
    FreeText,
    Instant,
    Name,
    Postcode,
    SenderInQuery,
    SenderText,
    Telephone,
    programme_of,
)
from ht_kit.answers import KNOWN_ALREADY
from ht_kit.audit import Look, looks
from ht_kit.decider import Taken
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_kit.ids import reference_for

router = APIRouter(tags=["referrals"])

Status = Literal["received", "accepted", "rejected", "converted"]
_LIST = """
SELECT referral, reference, status, source, consent, needs, received_at, sender_namespace,
       sender_reference, client, opened_case
FROM referral
WHERE programme = $1 AND ($2::text IS NULL OR status = $2)
  AND ($3::text IS NULL OR sender_namespace = $3)
  AND ($4::text IS NULL OR sender_reference = $4) AND ($5::uuid IS NULL OR referral > $5)
ORDER BY referral LIMIT $6
"""


class SenderForm(Form):
    """What the sender calls the referral: the same twice is one referral."""

    namespace: SenderText
    reference: SenderText

    def told(self) -> Sender:
        """Give what was said."""
        return Sender(namespace=self.namespace, reference=self.reference)


class ReferrerForm(Form):
    """Who referred, as far as it is known."""

    organisation: Name | None = None
    name: Name | None = None
    role: Name | None = None

    def told(self) -> Referrer:
        """Give what was said."""
        return Referrer(organisation=self.organisation, name=self.name, role=self.role)


class PersonForm(Form):
    """Who was referred, as far as they can be contacted."""

    called: Name | None = None
    telephone: Telephone | None = None
    postcode: Postcode | None = None

    def told(self) -> Person:
        """Give what was said."""
        return Person(called=self.called, telephone=self.telephone, postcode=self.postcode)


class ReferralForm(Form):
    """The body of POST /referrals."""

    source: ReferralSource
    received_at: Instant
    sender: SenderForm | None = None
    referrer: ReferrerForm | None = None
    consent: ReferralConsent
    mandated: StrictBool = False
    needs: Annotated[tuple[Issue, ...], Field(max_length=12)] = ()
    person: PersonForm | None = None
    note: FreeText | None = None


class ReferralLine(BaseModel):
    """A line of the inbox."""

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


@router.post(
    "/referrals",
    status_code=201,
    responses=KNOWN_ALREADY,
    dependencies=[Depends(allows("referral:receive"))],
)
async def receive_referral(
    form: ReferralForm, referrals: Referrals, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Take in a referral. The same one of the same sender is answered with the first."""
    command = ReceiveReferral(
        referral=asked.new_id,
        programme=programme_of(asked.actor),
        source=form.source,
        consent=form.consent,
        mandated=form.mandated,
        received_at=form.received_at,
        asked_at=asked.at,
        needs=form.needs,
        sender=form.sender.told() if form.sender else None,
        referrer=form.referrer.told() if form.referrer else Referrer(),
        person=form.person.told() if form.person else Person(),
        note=form.note,
    )
    try:
        recorded = await referrals.create(asked.new_id, command, asked=asked)
    except Taken as taken:
        recorded = await referrals.handle(
            taken.holder, command, asked=asked, ids={"first": taken.holder}
        )
    more: dict[str, object] = {"reference": reference_for(recorded.id)}
    if "first" in recorded.ids:
        return answer(recorded, more={**more, "repeated": True})
    return answer(recorded, created=True, more=more)


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
) -> Page[ReferralLine]:
    """List the inbox of the programme that the actor acts in."""
    rows = await read.rows(
        _LIST,
        actor.programme,
        status,
        sender_namespace,
        sender_reference,
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
    )
