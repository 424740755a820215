"""Deciding about referrals: taken on, turned down, sent on, or with us already."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, StrictBool, model_validator

from ht_contracts.codes import Appropriateness, Destination, OverrideOf, RejectionReason, ToldBy
from ht_contracts.envelope import Slug
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    LinkReferral,
    RedirectReferral,
    RejectReferral,
    TellReferralsApart,
)
from ht_intake.domain.refusals import ProgrammeUnknown
from ht_intake.handling import Clients, Referrals
from ht_intake.programme_numbers import is_led_here
from ht_intake.routes.forms import Form, FreeText, Instant
from ht_intake.routes.knowing import of_somebody_seen, refuse_hidden
from ht_intake.routes.referral_forms import PersonToldForm
from ht_kit.http import AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(prefix="/referrals/{referral_id}", tags=["referrals"])

_CASE = """
SELECT opened_case FROM referral
WHERE client = $1 AND status = 'converted' AND referral <> $2
ORDER BY referral DESC LIMIT 1
"""


class AcceptForm(Form):
    """The body of POST /referrals/{referral_id}/accept.

    `appropriateness` says whether it is within what health trainers do.
    """

    accepted_at: Instant
    override_of: OverrideOf = "other_criteria"
    override_reason: FreeText | None = None
    appropriateness: Appropriateness | None = None


class RejectForm(Form):
    """The body of POST /referrals/{referral_id}/reject."""

    reason: RejectionReason
    rejected_at: Instant
    tell_referrer_by: ToldBy
    person: Annotated[PersonToldForm, Field(default_factory=PersonToldForm)]
    duplicate_of: UUID | None = None
    appropriateness: Appropriateness | None = None

    @model_validator(mode="after")
    def _of_a_duplicate(self) -> Self:
        if self.duplicate_of is not None and self.reason != "duplicate":
            raise ValueError("names another referral only where it is a duplicate")
        return self


class RedirectForm(Form):
    """The body of POST /referrals/{referral_id}/redirect.

    With `programme`, the details go to that programme of the organisation: the person must
    have agreed to it.
    """

    to: Destination
    programme: Slug | None = None
    person_agreed: StrictBool = False
    redirected_at: Instant
    tell_referrer_by: ToldBy
    person: Annotated[PersonToldForm, Field(default_factory=PersonToldForm)]
    appropriateness: Appropriateness | None = None


class LinkForm(Form):
    """The body of POST /referrals/{referral_id}/link."""

    client: UUID
    linked_at: Instant


class ApartForm(Form):
    """The body of POST /referrals/{referral_id}/told-apart."""

    other: UUID
    told_apart_at: Instant


@router.post(
    "/accept", dependencies=[Depends(allows("referral:accept")), Depends(of_somebody_seen)]
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
        override_of=form.override_of,
        by_a_senior=asked.actor.has("senior"),
        appropriateness=form.appropriateness,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post(
    "/reject", dependencies=[Depends(allows("referral:reject")), Depends(of_somebody_seen)]
)
async def reject_referral(
    *,
    referral_id: UUID,
    form: RejectForm,
    referrals: Referrals,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Decide that the programme is not the right place for the person."""
    if form.duplicate_of is not None:
        await referrals.read(form.duplicate_of, actor=asked.actor)
        await refuse_hidden(form.duplicate_of, read, asked.actor)
    command = RejectReferral(
        reason=form.reason,
        tell_referrer_by=form.tell_referrer_by,
        person=form.person.told(),
        rejected_at=form.rejected_at,
        asked_at=asked.at,
        duplicate_of=form.duplicate_of,
        appropriateness=form.appropriateness,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post(
    "/redirect", dependencies=[Depends(allows("referral:reject")), Depends(of_somebody_seen)]
)
async def redirect_referral(
    *,
    referral_id: UUID,
    form: RedirectForm,
    referrals: Referrals,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Send the person on, to another service or to another programme of the organisation."""
    if form.programme is not None and not await is_led_here(read, form.programme):
        raise ProgrammeUnknown
    command = RedirectReferral(
        to=form.to,
        programme=form.programme,
        person_agreed=form.person_agreed,
        tell_referrer_by=form.tell_referrer_by,
        person=form.person.told(),
        redirected_at=form.redirected_at,
        appropriateness=form.appropriateness,
        asked_at=asked.at,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post(
    "/link", dependencies=[Depends(allows("referral:accept")), Depends(of_somebody_seen)]
)
async def link_referral(
    *,
    referral_id: UUID,
    form: LinkForm,
    referrals: Referrals,
    clients: Clients,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that the person is with us already, and join the referral to their latest case."""
    client, _ = await clients.read(form.client, actor=asked.actor)
    found = await read.row(_CASE, form.client, referral_id)
    command = LinkReferral(
        client=form.client,
        case=found["opened_case"] if found else None,
        erased=client.erased is not None,
        linked_at=form.linked_at,
        asked_at=asked.at,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post(
    "/told-apart", dependencies=[Depends(allows("referral:amend")), Depends(of_somebody_seen)]
)
async def tell_referrals_apart(
    *,
    referral_id: UUID,
    form: ApartForm,
    referrals: Referrals,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that two referrals that look alike are both meant. It is not asked again."""
    await referrals.read(form.other, actor=asked.actor)
    await refuse_hidden(form.other, read, asked.actor)
    command = TellReferralsApart(
        other=form.other, told_apart_at=form.told_apart_at, asked_at=asked.at
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))
