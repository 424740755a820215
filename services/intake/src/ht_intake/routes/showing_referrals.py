"""One referral, as far as it has come, with all that was said and tried."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ht_contracts.codes import (
    Appropriateness,
    CarePathway,
    Channel,
    ContactedThrough,
    ContactResult,
    Destination,
    Issue,
    OverrideOf,
    Place,
    ReferralConsent,
    ReferralPart,
    ReferralSource,
    RejectionReason,
    ToldBy,
    WithdrawnBy,
)
from ht_intake.domain.codes import AgreementToldBy
from ht_intake.domain.referral.events import ClientReferred
from ht_intake.domain.referral.state import Amendment, Referral, Status
from ht_intake.handling import Clients, Referrals
from ht_intake.routes.twins import Twin, twins_of
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, ReadDep, allows
from ht_kit.ids import reference_for

router = APIRouter(tags=["referrals"])


class PersonReferred(BaseModel):
    """What the referral said of the person."""

    called: str | None
    telephone: str | None
    postcode: str | None
    safe_channels: tuple[Channel, ...]
    email: str | None
    reached_through: str | None


class ReferredBy(BaseModel):
    """What the referral said of who referred."""

    organisation: str | None
    name: str | None
    role: str | None


class MetAt(BaseModel):
    """Where whoever referred met the person."""

    kind: Place | None
    place: str | None
    event: str | None


class AttemptShown(BaseModel):
    """An attempt to reach the person, and what came of it."""

    at: datetime
    channel: Channel
    result: ContactResult
    through: ContactedThrough


class AgreementShown(BaseModel):
    """When the person agreed to be referred, and on whose word."""

    at: datetime | None
    told_by: AgreementToldBy | None


class Said(BaseModel):
    """What a referral said at one time, as far as it can be amended."""

    consent: ReferralConsent
    agreement: AgreementShown
    needs: tuple[Issue, ...]
    person: PersonReferred
    referrer: ReferredBy
    note: str | None
    words: str | None


class AmendmentShown(BaseModel):
    """What was put right, why, and what stood there before and after."""

    amended_at: datetime
    reason: str | None
    parts: tuple[ReferralPart, ...]
    before: Said
    after: Said


class ReferralDetails(Said):
    """A referral, as far as it has come."""

    id: UUID
    reference: str
    version: int
    erased: bool = False
    status: Status
    source: ReferralSource
    pathway: CarePathway | None
    received_at: datetime
    original: str | None
    met: MetAt
    unidentified: bool
    contact_by: date | None
    attempts: list[AttemptShown]
    meeting_at: datetime | None
    amendments: list[AmendmentShown]
    possible_duplicates: list[Twin] = []
    accepted_at: datetime | None
    override_of: OverrideOf | None
    override_reason: str | None
    appropriateness: Appropriateness | None
    rejected_at: datetime | None
    rejected_because: RejectionReason | None
    referrer_told_by: ToldBy | None
    person_told_by: Channel | None
    where_else: tuple[Destination, ...]
    duplicate_of: UUID | None
    redirected_to: Destination | None
    redirected_to_programme: str | None
    closed_at: datetime | None
    declined_at: datetime | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_at: datetime | None
    converted_at: datetime | None
    client: UUID | None
    case: UUID | None


@router.get("/referrals/{referral_id}", dependencies=[Depends(allows("referral:read"))])
async def show_referral(
    *,
    referral_id: UUID,
    referrals: Referrals,
    clients: Clients,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("referral.view"))],
) -> ReferralDetails:
    """Show a referral with what it says of the person. One that went back is not kept."""
    referral, version, erased = await referrals.show(referral_id, actor=actor)
    received = referral.received
    if received is None:
        raise NoSuchThing
    if referral.client is not None:  # whoever may not see the client sees no word of them
        await clients.read(referral.client, actor=actor)
    twins = await twins_of(read, referral_id, received.sender_namespace, actor=actor)
    look.at(referral.client, *(twin.client for twin in twins))
    shown = _details(referral, received, version)
    return shown.model_copy(update={"erased": erased, "possible_duplicates": list(twins)})


def _details(referral: Referral, received: ClientReferred, version: int) -> ReferralDetails:
    accepted, rejected, sent = referral.accepted, referral.rejected, referral.redirected
    decided = accepted or rejected or sent
    told, case = rejected or sent, referral.converted or referral.linked
    converted, withdrawn = referral.converted, referral.withdrawn
    said = _said(received)
    return ReferralDetails(
        consent=said.consent,
        agreement=said.agreement,
        needs=said.needs,
        person=said.person,
        referrer=said.referrer,
        note=said.note,
        words=said.words,
        id=received.referral,
        reference=reference_for(received.referral),
        version=version,
        status=referral.status,
        source=received.source,
        pathway=received.pathway,
        received_at=received.received_at,
        original=received.original,
        met=MetAt(kind=received.met_in, place=received.place, event=received.event),
        unidentified=referral.unidentified,
        contact_by=(referral.reopened or received).contact_by,
        attempts=[
            AttemptShown(
                at=each.at, channel=each.channel, result=each.result, through=each.through
            )
            for each in sorted(referral.attempts, key=lambda each: each.at)
        ],
        meeting_at=referral.booked.meeting_at if referral.booked else None,
        amendments=[_amendment(each) for each in referral.amendments],
        accepted_at=accepted.accepted_at if accepted else None,
        override_of=accepted.override_of if accepted else None,
        override_reason=accepted.override_reason if accepted else None,
        appropriateness=decided.appropriateness if decided else None,
        rejected_at=rejected.rejected_at if rejected else None,
        rejected_because=rejected.reason if rejected else None,
        referrer_told_by=told.referrer_told_by if told else None,
        person_told_by=told.person_told_by if told else None,
        where_else=(rejected.where_else if rejected else None) or (),
        duplicate_of=rejected.duplicate_of if rejected else None,
        redirected_to=sent.to if sent else None,
        redirected_to_programme=sent.to_programme if sent else None,
        closed_at=referral.unreachable.closed_at if referral.unreachable else None,
        declined_at=referral.declined.declined_at if referral.declined else None,
        withdrawn_by=withdrawn.by if withdrawn else None,
        withdrawn_at=withdrawn.withdrawn_at if withdrawn else None,
        converted_at=converted.converted_at if converted else None,
        client=referral.client,
        case=case.case if case else None,
    )


def _amendment(amendment: Amendment) -> AmendmentShown:
    return AmendmentShown(
        amended_at=amendment.told.amended_at,
        reason=amendment.told.reason,
        parts=amendment.told.parts,
        before=_said(amendment.before),
        after=_said(amendment.after),
    )


def _said(received: ClientReferred) -> Said:
    return Said(
        consent=received.consent,
        agreement=AgreementShown(at=received.agreed_at, told_by=received.agreement_told_by),
        needs=received.needs,
        person=PersonReferred(
            called=received.called,
            telephone=received.telephone,
            postcode=received.postcode,
            safe_channels=received.safe_channels or (),
            email=received.email,
            reached_through=received.reached_through,
        ),
        referrer=ReferredBy(
            organisation=received.referrer_organisation,
            name=received.referrer_name,
            role=received.referrer_role,
        ),
        note=received.note,
        words=received.words,
    )
