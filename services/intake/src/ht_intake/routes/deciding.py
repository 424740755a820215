"""Deciding about referrals: looked at, accepted, or rejected with a word to the referrer."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_contracts.codes import (
    Issue,
    ReferralConsent,
    ReferralSource,
    RejectionReason,
    ToldBy,
)
from ht_intake.domain.referral.commands import AcceptReferral, RejectReferral
from ht_intake.domain.referral.events import ClientReferred
from ht_intake.domain.referral.referral import Referral
from ht_intake.handling import Clients, Referrals
from ht_intake.readmodels import status_of
from ht_intake.routes.forms import Form, FreeText, Instant
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_kit.ids import reference_for

router = APIRouter(tags=["referrals"])


class AcceptForm(Form):
    """The body of POST /referrals/{referral_id}/accept."""

    accepted_at: Instant
    override_reason: FreeText | None = None


class RejectForm(Form):
    """The body of POST /referrals/{referral_id}/reject."""

    reason: RejectionReason
    rejected_at: Instant
    tell_referrer_by: ToldBy


class PersonReferred(BaseModel):
    """What the referral said of the person."""

    called: str | None
    telephone: str | None
    postcode: str | None


class ReferredBy(BaseModel):
    """What the referral said of who referred."""

    organisation: str | None
    name: str | None
    role: str | None


class ReferralDetails(BaseModel):
    """A referral, as far as it has come."""

    id: UUID
    reference: str
    version: int
    erased: bool = False
    status: str
    source: ReferralSource
    consent: ReferralConsent
    needs: tuple[Issue, ...]
    received_at: datetime
    person: PersonReferred
    referrer: ReferredBy
    note: str | None
    accepted_at: datetime | None
    override_reason: str | None
    rejected_at: datetime | None
    rejected_because: RejectionReason | None
    referrer_told_by: ToldBy | None
    converted_at: datetime | None
    client: UUID | None
    case: UUID | None


@router.get("/referrals/{referral_id}", dependencies=[Depends(allows("referral:read"))])
async def show_referral(
    referral_id: UUID,
    referrals: Referrals,
    clients: Clients,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("referral.view"))],
) -> ReferralDetails:
    """Show a referral with what it says of the person. One that went back is not kept."""
    referral, version, erased = await referrals.show(referral_id, actor=actor)
    if referral.received is None:
        raise NoSuchThing
    if referral.converted is not None:  # whoever may not see the client sees no word of them
        await clients.read(referral.converted.client, actor=actor)
    look.at(referral.converted.client if referral.converted else None)
    shown = _details(referral, referral.received, version)
    return shown.model_copy(update={"erased": erased})


@router.post(
    "/referrals/{referral_id}/accept", dependencies=[Depends(allows("referral:accept"))]
)
async def accept_referral(
    referral_id: UUID,
    form: AcceptForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Decide to contact the person."""
    command = AcceptReferral(
        accepted_at=form.accepted_at,
        asked_at=asked.at,
        override_reason=form.override_reason,
        by_a_senior=asked.actor.has("senior"),
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post(
    "/referrals/{referral_id}/reject", dependencies=[Depends(allows("referral:reject"))]
)
async def reject_referral(
    referral_id: UUID,
    form: RejectForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Decide that the programme is not the right place for the person."""
    command = RejectReferral(
        reason=form.reason,
        tell_referrer_by=form.tell_referrer_by,
        rejected_at=form.rejected_at,
        asked_at=asked.at,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


def _details(referral: Referral, received: ClientReferred, version: int) -> ReferralDetails:
    accepted, rejected, converted = referral.accepted, referral.rejected, referral.converted
    return ReferralDetails(
        id=received.referral,
        reference=reference_for(received.referral),
        version=version,
        status=status_of(referral),
        source=received.source,
        consent=received.consent,
        needs=received.needs,
        received_at=received.received_at,
        person=PersonReferred(
            called=received.called,
            telephone=received.telephone,
            postcode=received.postcode,
        ),
        referrer=ReferredBy(
            organisation=received.referrer_organisation,
            name=received.referrer_name,
            role=received.referrer_role,
        ),
        note=received.note,
        accepted_at=accepted.accepted_at if accepted else None,
        override_reason=accepted.override_reason if accepted else None,
        rejected_at=rejected.rejected_at if rejected else None,
        rejected_because=rejected.reason if rejected else None,
        referrer_told_by=rejected.referrer_told_by if rejected else None,
        converted_at=converted.converted_at if converted else None,
        client=converted.client if converted else None,
        case=converted.case if converted else None,
    )
