"""Receiving referrals: the same one of the same sender is one, however often it comes."""

from fastapi import APIRouter, Depends

from ht_intake.handling import Referrals
from ht_intake.routes.referral_forms import ReferralForm
from ht_intake.routes.taking_in import TakingInDep
from ht_kit.answers import KNOWN_ALREADY
from ht_kit.decider import NoSuchThing, Recorded, Taken
from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_kit.ids import reference_for

router = APIRouter(tags=["referrals"])


@router.post(
    "/referrals",
    status_code=201,
    responses=KNOWN_ALREADY,
    dependencies=[Depends(allows("referral:receive"))],
)
async def receive_referral(
    form: ReferralForm,
    referrals: Referrals,
    numbers: TakingInDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take in a referral. The same one of the same sender is answered with the first."""
    command = form.command(asked, numbers)
    try:
        recorded = await referrals.create(asked.new_id, command, asked=asked)
    except Taken as taken:
        ids = {"first": taken.holder}
        try:
            recorded = await referrals.handle(taken.holder, command, asked=asked, ids=ids)
        except NoSuchThing:  # whoever may not see it hears that it came, and nothing of it
            recorded = Recorded(id=taken.holder, version=1, position=0, ids=ids)
    more: dict[str, object] = {"reference": reference_for(recorded.id)}
    if "first" in recorded.ids:
        return answer(recorded, more={**more, "repeated": True})
    return answer(recorded, created=True, more=more)
