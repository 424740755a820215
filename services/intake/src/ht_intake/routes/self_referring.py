"""Somebody refers themselves, without an account. Nobody is looked up, whoever it is."""

import time
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, model_validator

from ht_intake.domain.referral.commands import ReceiveReferral
from ht_intake.domain.referral.refusals import NoSelfReferrals
from ht_intake.domain.referral.said import Agreement, Person
from ht_intake.handling import Referrals
from ht_intake.limits import HOUR, Limit, household
from ht_intake.programme_numbers import is_led_here
from ht_intake.routes.forms import (
    Email,
    Form,
    FreeText,
    Name,
    Postcode,
    Telephone,
    programme_of,
)
from ht_intake.routes.referral_forms import Channels, Needs
from ht_intake.routes.taking_in import TakingInDep
from ht_intake.settings import Settings
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AskedDep, ReadDep, allows
from ht_kit.ids import reference_for
from ht_kit.open_routes import open_to_anybody
from ht_kit.problems import Problem

router = APIRouter(tags=["referrals"])

_NEED_A_NUMBER = frozenset({"telephone", "text"})


class SelfReferralForm(Form):
    """The body of POST /self-referrals: enough to be contacted, by a way that is safe.

    Who has neither telephone nor address names a place or person they are reached through.
    """

    called: Name
    telephone: Telephone | None = None
    postcode: Postcode | None = None
    email: Email | None = None
    reached_through: Name | None = None
    safe_channels: Annotated[Channels, Field(min_length=1)]
    needs: Needs = ()
    words: FreeText | None = None
    agreed: Literal[True]

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        ways = (self.telephone, self.postcode, self.email, self.reached_through)
        if ways == (None, None, None, None):
            raise ValueError(
                "needs a telephone number, a postcode, an e-mail address, or through whom"
            )
        if self.email is None and "email" in self.safe_channels:
            raise ValueError("needs an e-mail address for that channel")
        if self.telephone is None and not _NEED_A_NUMBER.isdisjoint(self.safe_channels):
            raise ValueError("needs a telephone number for that channel")
        return self


class SelfReferred(BaseModel):
    """What to say when you ring: nothing else is told, whoever it is."""

    reference: str


class Limits:
    """How much one address may send, and one programme take."""

    def __init__(self, settings: Settings) -> None:
        self._of_address = Limit(settings.self_referrals_per_address)
        self._of_programme = Limit(settings.self_referrals_per_programme)
        self._proxies = settings.proxies

    def take(self, request: Request, programme: str) -> None:
        """Count one more, or refuse."""
        at = time.monotonic()
        wait = self._of_address.wait(household(self._address(request)), at)
        wait = wait or self._of_programme.wait(programme, at)
        if wait:
            raise Problem(
                429,
                "too-many",
                "Too many were sent in the last hour. Please ring the programme, or try later.",
                headers={"Retry-After": str(min(int(wait) + 1, int(HOUR)))},
            )

    def _address(self, request: Request) -> str:
        """Give who sends. Only what our own proxies say of it is believed."""
        if self._proxies:
            told = request.headers.get("x-forwarded-for", "").split(",")
            if len(told) >= self._proxies:
                return told[-self._proxies].strip()
        return request.client.host if request.client else ""


async def _within_limits(request: Request, actor: ActorDep) -> None:
    state = request.app.state
    if not hasattr(state, "self_referral_limits"):
        assert isinstance(state.settings, Settings)  # noqa: S101 - the service puts them there
        state.self_referral_limits = Limits(state.settings)
    limits = state.self_referral_limits
    assert isinstance(limits, Limits)  # noqa: S101 - put there above
    limits.take(request, f"{actor.organisation}/{actor.programme}")


@router.post(
    "/self-referrals",
    status_code=201,
    dependencies=[
        Depends(open_to_anybody),
        Depends(allows("self-referral:send")),
        Depends(_within_limits),
    ],
)
async def refer_oneself(
    form: SelfReferralForm,
    referrals: Referrals,
    numbers: TakingInDep,
    read: ReadDep,
    asked: AskedDep,
) -> SelfReferred:
    """Ask a programme for support. Everybody gets the same answer, but for the reference."""
    programme = programme_of(asked.actor)
    if not await is_led_here(read, programme):
        raise NoSuchThing
    if not numbers.self_referrals:
        raise NoSelfReferrals
    command = ReceiveReferral(
        referral=asked.new_id,
        programme=programme,
        source="self",
        consent="agreed",
        agreement=Agreement(at=asked.at, told_by="person"),
        received_at=asked.at,
        asked_at=asked.at,
        needs=form.needs,
        person=Person(
            called=form.called,
            telephone=form.telephone,
            postcode=form.postcode,
            safe_channels=form.safe_channels,
            email=form.email,
            reached_through=form.reached_through,
        ),
        words=form.words,
        contact_by=numbers.contact_by(asked.at),
    )
    recorded = await referrals.create(asked.new_id, command, asked=asked)
    return SelfReferred(reference=reference_for(recorded.id))
