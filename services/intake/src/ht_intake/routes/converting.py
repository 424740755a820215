"""Converting a referral: the person takes up the support, and a case opens in plans."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_intake.domain.referral.commands import ConvertReferral
from ht_intake.handling import Clients, Referrals, case_id
from ht_intake.routes.forms import Form, Instant
from ht_intake.routes.knowing import of_somebody_seen
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["referrals"])


class ConvertForm(Form):
    """The body of POST /referrals/{referral_id}/convert."""

    client: UUID
    converted_at: Instant


@router.post(
    "/referrals/{referral_id}/convert",
    dependencies=[Depends(allows("referral:convert")), Depends(of_somebody_seen)],
)
async def convert_referral(
    *,
    referral_id: UUID,
    form: ConvertForm,
    referrals: Referrals,
    clients: Clients,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Open a case for a client who has agreed to take part."""
    client, _ = await clients.read(form.client, actor=asked.actor)
    case = case_id(referral_id)
    command = ConvertReferral(
        client=form.client,
        case=case,
        agreed_to_take_part_at=client.takes_part_since,
        converted_at=form.converted_at,
        asked_at=asked.at,
        died=client.died is not None,
        erased=client.erased is not None,
    )
    recorded = await referrals.handle(referral_id, command, asked=asked, ids={"case": case})
    return answer(recorded)
