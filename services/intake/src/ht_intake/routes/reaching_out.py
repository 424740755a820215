"""Reaching the person who was referred: attempts, a first meeting, giving up, coming back."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_contracts.codes import Channel, ContactedThrough, ContactResult, WithdrawnBy
from ht_intake.domain.referral.commands import (
    BookFirstMeeting,
    CloseUnreachable,
    DeclineReferral,
    RecordContactAttempt,
    ReopenReferral,
    WithdrawReferral,
)
from ht_intake.handling import Referrals
from ht_intake.routes.forms import Form, Instant
from ht_intake.routes.knowing import of_somebody_seen
from ht_intake.routes.taking_in import TakingInDep
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(prefix="/referrals/{referral_id}", tags=["referrals"])

_CONTACTS = [Depends(allows("referral:contact")), Depends(of_somebody_seen)]
_CLOSES = [Depends(allows("referral:close")), Depends(of_somebody_seen)]
_AMENDS = [Depends(allows("referral:amend")), Depends(of_somebody_seen)]


class AttemptForm(Form):
    """The body of POST /referrals/{referral_id}/attempts."""

    at: Instant
    channel: Channel
    result: ContactResult
    through: ContactedThrough = "direct"


class MeetingBookedForm(Form):
    """The body of POST /referrals/{referral_id}/first-meeting."""

    meeting_at: Instant
    booked_at: Instant


class CloseForm(Form):
    """The body of POST /referrals/{referral_id}/close-unreachable."""

    closed_at: Instant


class ReopenForm(Form):
    """The body of POST /referrals/{referral_id}/reopen."""

    reopened_at: Instant


class DeclineForm(Form):
    """The body of POST /referrals/{referral_id}/decline: how the person said so."""

    declined_at: Instant
    how: Channel


class WithdrawForm(Form):
    """The body of POST /referrals/{referral_id}/withdraw."""

    by: WithdrawnBy
    withdrawn_at: Instant


@router.post("/attempts", status_code=201, dependencies=_CONTACTS)
async def record_attempt(
    referral_id: UUID,
    form: AttemptForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note that somebody tried to reach the person, and what came of it."""
    command = RecordContactAttempt(
        attempt=asked.new_id,
        at=form.at,
        channel=form.channel,
        result=form.result,
        through=form.through,
        asked_at=asked.at,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked), created=True)


@router.post("/first-meeting", dependencies=_CONTACTS)
async def book_first_meeting(
    referral_id: UUID,
    form: MeetingBookedForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note when the person will first be met."""
    command = BookFirstMeeting(
        meeting_at=form.meeting_at, booked_at=form.booked_at, asked_at=asked.at
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post("/close-unreachable", dependencies=_CLOSES)
async def close_unreachable(
    *,
    referral_id: UUID,
    form: CloseForm,
    referrals: Referrals,
    numbers: TakingInDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Give up for now: enough was tried, by the numbers of the programme."""
    command = CloseUnreachable(closed_at=form.closed_at, asked_at=asked.at, by=numbers)
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post("/reopen", dependencies=_AMENDS)
async def reopen_referral(
    *,
    referral_id: UUID,
    form: ReopenForm,
    referrals: Referrals,
    numbers: TakingInDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Go on with somebody who could not be reached and has come back."""
    command = ReopenReferral(
        reopened_at=form.reopened_at,
        contact_by=numbers.contact_by(min(form.reopened_at, asked.at)),
        asked_at=asked.at,
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post("/decline", dependencies=_CONTACTS)
async def decline_referral(
    referral_id: UUID,
    form: DeclineForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note that the person does not wish to take this up."""
    command = DeclineReferral(declined_at=form.declined_at, how=form.how, asked_at=asked.at)
    return answer(await referrals.handle(referral_id, command, asked=asked))


@router.post("/withdraw", dependencies=_AMENDS)
async def withdraw_referral(
    referral_id: UUID,
    form: WithdrawForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Note that the referrer or the person takes the referral back, or the family for them."""
    command = WithdrawReferral(by=form.by, withdrawn_at=form.withdrawn_at, asked_at=asked.at)
    return answer(await referrals.handle(referral_id, command, asked=asked))
