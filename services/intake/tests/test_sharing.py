"""Each sharing is asked for by itself: one recipient, one purpose, one class of data."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ht_intake.domain.client.agreement import consents_to
from ht_intake.domain.client.commands import GiveConsent, RefuseConsent, WithdrawConsent
from ht_intake.domain.client.events import ConsentGiven, ConsentRefused, ConsentWithdrawn
from ht_intake.domain.client.state import NO_CLIENT_YET, evolve
from ht_intake.domain.refusals import (
    ConsentExpired,
    ConsentReviewedBeforeGiven,
    ConsentStands,
    DatedInTheFuture,
    NoSuchConsent,
    WithdrawnBeforeAgreed,
)

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW, rose

TO_THE_GP = UUID(int=21)


def consent(expires_at: datetime | None = None) -> ConsentGiven:
    return ConsentGiven(
        client=ROSE,
        consent=TO_THE_GP,
        recipient="gp-practice",
        purpose="onward_referral",
        data_class="contact",
        given_at=APRIL,
        how="telephone",
        expires_at=expires_at,
    )


def giving(at: datetime = APRIL, expires_at: datetime | None = None) -> GiveConsent:
    return GiveConsent(
        consent=TO_THE_GP,
        recipient="gp-practice",
        purpose="onward_referral",
        data_class="contact",
        given_at=at,
        how="telephone",
        asked_at=TODAY,
        expires_at=expires_at,
    )


def refusing(*, recipient: str = "gp-practice", at: datetime = MAY) -> RefuseConsent:
    return RefuseConsent(
        recipient=recipient,
        purpose="onward_referral",
        data_class="contact",
        refused_at=at,
        asked_at=TODAY,
    )


def refused(recipient: str = "gp-practice") -> ConsentRefused:
    return ConsentRefused(
        client=ROSE,
        recipient=recipient,
        purpose="onward_referral",
        data_class="contact",
        refused_at=MAY,
    )


def withdrawing(at: datetime = MAY) -> WithdrawConsent:
    return WithdrawConsent(consent=TO_THE_GP, withdrawn_at=at, asked_at=TODAY)


def test_a_client_can_agree_to_one_sharing() -> None:
    rose().when(giving()).then(consent())


def test_a_consent_told_twice_is_one_consent() -> None:
    rose(consent()).when(giving()).then_nothing()


def test_a_consent_may_end_by_itself() -> None:
    rose().when(giving(expires_at=MAY)).then(consent(expires_at=MAY))


def test_a_consent_cannot_end_before_it_begins() -> None:
    rose().when(giving(expires_at=MARCH)).then_refused(ConsentExpired)


def test_consent_is_not_given_tomorrow() -> None:
    rose().when(giving(TOMORROW)).then_refused(DatedInTheFuture)


def test_a_no_is_kept_as_carefully_as_a_yes() -> None:
    rose().when(refusing()).then(refused())


def test_a_no_told_twice_is_one_no() -> None:
    rose(refused()).when(refusing()).then_nothing()


def test_a_no_is_not_given_tomorrow() -> None:
    rose().when(refusing(at=TOMORROW)).then_refused(DatedInTheFuture)


def test_a_standing_consent_is_withdrawn_rather_than_refused() -> None:
    rose(consent()).when(refusing()).then_refused(ConsentStands)


def test_a_no_to_one_recipient_leaves_the_others() -> None:
    rose(consent()).when(refusing(recipient="leisure-centre")).then(refused("leisure-centre"))


def test_after_a_withdrawal_a_no_can_be_said() -> None:
    withdrawn = ConsentWithdrawn(client=ROSE, consent=TO_THE_GP, withdrawn_at=MAY)

    rose(consent(), withdrawn).when(refusing()).then(refused())


def test_after_a_consent_has_ended_a_no_can_be_said() -> None:
    rose(consent(expires_at=MAY)).when(refusing()).then(refused())


def test_a_consent_can_be_taken_back() -> None:
    rose(consent()).when(withdrawing()).then(
        ConsentWithdrawn(client=ROSE, consent=TO_THE_GP, withdrawn_at=MAY)
    )


def test_taking_back_twice_is_taking_back_once() -> None:
    withdrawn = ConsentWithdrawn(client=ROSE, consent=TO_THE_GP, withdrawn_at=MAY)

    rose(consent(), withdrawn).when(withdrawing(TODAY)).then_nothing()


def test_only_a_consent_that_was_given_can_be_taken_back() -> None:
    rose().when(withdrawing()).then_refused(NoSuchConsent)


def test_a_consent_is_not_taken_back_before_it_was_given() -> None:
    rose(consent()).when(withdrawing(MARCH)).then_refused(WithdrawnBeforeAgreed)


def test_a_consent_is_not_taken_back_tomorrow() -> None:
    rose(consent()).when(withdrawing(TOMORROW)).then_refused(DatedInTheFuture)


def test_a_consent_keeps_what_was_read_who_was_there_and_when_it_is_looked_at_again() -> None:
    told: dict[str, Any] = {
        "review_on": date(2026, 10, 9),
        "form": "written",
        "witnessed_by": UUID(int=22),
        "notice_version": "2026-01",
    }

    rose().when(replace(giving(), **told)).then(replace(consent(), **told))


def test_a_consent_is_looked_at_again_after_it_was_given() -> None:
    rose().when(replace(giving(), review_on=APRIL.date())).then_refused(
        ConsentReviewedBeforeGiven
    )


def test_a_no_and_a_withdrawal_say_how_and_before_whom() -> None:
    before: dict[str, Any] = {"how": "telephone", "witnessed_by": UUID(int=22)}

    rose().when(replace(refusing(), **before, form="verbal")).then(
        replace(refused(), **before, form="verbal")
    )
    rose(consent()).when(replace(withdrawing(), **before)).then(
        ConsentWithdrawn(
            client=ROSE,
            consent=TO_THE_GP,
            withdrawn_at=MAY,
            how="telephone",
            witnessed_by=UUID(int=22),
        )
    )


def test_a_consent_that_has_ended_allows_nothing() -> None:
    client = evolve(NO_CLIENT_YET, consent(expires_at=MAY))

    assert consents_to(client, "onward_referral", at=APRIL)
    assert not consents_to(client, "onward_referral", at=MAY)
    assert not consents_to(client, "onward_referral", at=MARCH)
    assert not consents_to(NO_CLIENT_YET, "onward_referral", at=APRIL)
