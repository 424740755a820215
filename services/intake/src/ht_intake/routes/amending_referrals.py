"""Putting right or completing what a referral said. What it said before stays beside it."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, model_validator

from ht_contracts.codes import ReferralPart
from ht_intake.domain.referral.commands import AmendReferral
from ht_intake.domain.referral.said import Person, Referrer
from ht_intake.handling import Referrals
from ht_intake.routes.forms import Email, Form, FreeText, Instant, Name, Postcode, Telephone
from ht_intake.routes.knowing import of_somebody_seen
from ht_intake.routes.referral_forms import AgreementForm, Channels, Needs, ReferrerForm
from ht_kit.http import AnswerDep, Answered, AskedDep, allows

router = APIRouter(tags=["referrals"])

_PARTS: Final[tuple[ReferralPart, ...]] = (
    "called", "telephone", "postcode", "safe_channels", "consent", "needs", "words", "note",
    "referrer", "email", "reached_through",
)  # fmt: skip


class AmendForm(Form):
    """The body of POST /referrals/{referral_id}/amend.

    What is given is said anew; null takes it away; what is left out stays as it is. `agreement`
    says when the person agreed and on whose word, with `consent`. Somebody who no longer agrees
    has withdrawn the referral: that is said by withdrawing it.
    """

    amended_at: Instant
    reason: FreeText
    called: Name | None = None
    telephone: Telephone | None = None
    postcode: Postcode | None = None
    safe_channels: Channels = ()
    email: Email | None = None
    reached_through: Name | None = None
    consent: Literal["agreed", "not_stated"] = "agreed"
    agreement: Annotated[AgreementForm, Field(default_factory=AgreementForm)]
    needs: Needs = ()
    words: FreeText | None = None
    note: FreeText | None = None
    referrer: Annotated[ReferrerForm, Field(default_factory=ReferrerForm)]

    @model_validator(mode="after")
    def _says_something(self) -> "AmendForm":
        if not self.parts():
            raise ValueError("says nothing anew")
        if "agreement" in self.model_fields_set and "consent" not in self.model_fields_set:
            raise ValueError("says when the person agreed only with consent")
        return self

    def parts(self) -> frozenset[ReferralPart]:
        """Name what is said anew."""
        return frozenset(part for part in _PARTS if part in self.model_fields_set)

    def person(self) -> Person:
        """Give what is said of the person."""
        return Person(
            called=self.called,
            telephone=self.telephone,
            postcode=self.postcode,
            safe_channels=self.safe_channels,
            email=self.email,
            reached_through=self.reached_through,
        )

    def referred_by(self) -> Referrer:
        """Give what is said of who referred."""
        return self.referrer.told()


@router.post(
    "/referrals/{referral_id}/amend",
    dependencies=[Depends(allows("referral:amend")), Depends(of_somebody_seen)],
)
async def amend_referral(
    referral_id: UUID,
    form: AmendForm,
    referrals: Referrals,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Put right or complete what the referral said, and say why."""
    command = AmendReferral(
        parts=form.parts(),
        reason=form.reason,
        amended_at=form.amended_at,
        asked_at=asked.at,
        person=form.person(),
        consent=form.consent,
        agreement=form.agreement.told(),
        needs=form.needs,
        words=form.words,
        note=form.note,
        referrer=form.referred_by(),
    )
    return answer(await referrals.handle(referral_id, command, asked=asked))
