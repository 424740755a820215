"""Writing, sending and taking back onward referrals."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_contracts.codes import OnwardReason
from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_referrals.domain.commands import DraftReferral, SendReferral, WithdrawReferral
from ht_referrals.domain.words import ReferralId
from ht_referrals.handling import Onwards
from ht_referrals.routes.forms import Form, FreeText, Instant
from ht_referrals.routes.known import KnownDep

router = APIRouter(tags=["onward referrals"])


class DraftForm(Form):
    """The body of POST /onward-referrals."""

    case: UUID
    entry: UUID
    reason: OnwardReason
    drafted_at: Instant
    summary: FreeText | None = None


class SendForm(Form):
    """The body of POST /onward-referrals/{referral_id}/send."""

    sent_at: Instant


class WithdrawForm(Form):
    """The body of POST /onward-referrals/{referral_id}/withdraw."""

    withdrawn_at: Instant


@router.post(
    "/onward-referrals", status_code=201, dependencies=[Depends(allows("onward:write"))]
)
async def draft_referral(
    form: DraftForm, onwards: Onwards, known: KnownDep, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Write an onward referral. Nothing is sent, and no consent is needed yet."""
    case = await known.case(form.case)
    command = DraftReferral(
        referral=ReferralId(asked.new_id),
        case=case.case,
        client=case.client,
        programme=case.programme,
        to=await known.place(form.entry),
        reason=form.reason,
        summary=form.summary,
        drafted_at=form.drafted_at,
        asked_at=asked.at,
        case_closed_at=await known.closed_at(case.case),
        client_has_died=await known.has_died(case.client),
    )
    recorded = await onwards.create(asked.new_id, command, asked=asked)
    return answer(recorded, created=True)


@router.post(
    "/onward-referrals/{referral_id}/send", dependencies=[Depends(allows("onward:write"))]
)
async def send_referral(
    referral_id: UUID,
    form: SendForm,
    *,
    onwards: Onwards,
    known: KnownDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Send a referral, under a consent that is live and covers the recipient now."""
    onward, _ = await onwards.read(referral_id, actor=asked.actor)
    draft = onward.draft()
    command = SendReferral(
        to=await known.place(draft.entry),
        consents=await known.consents(draft.client, draft.recipient),
        sent_at=form.sent_at,
        asked_at=asked.at,
        case_closed_at=await known.closed_at(draft.case),
        client_has_died=await known.has_died(draft.client),
    )
    return answer(await onwards.handle(referral_id, command, asked=asked))


@router.post(
    "/onward-referrals/{referral_id}/withdraw", dependencies=[Depends(allows("onward:write"))]
)
async def withdraw_referral(
    referral_id: UUID,
    form: WithdrawForm,
    onwards: Onwards,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take a referral back, before or after it was sent."""
    command = WithdrawReferral(withdrawn_at=form.withdrawn_at, asked_at=asked.at)
    return answer(await onwards.handle(referral_id, command, asked=asked))
