"""Taking part is agreed before support begins, can be ended any day, and erases nothing."""

from dataclasses import replace
from datetime import datetime

from ht_intake.domain.client.commands import AgreeToTakePart, WithdrawFromTakingPart
from ht_intake.domain.client.events import TakingPartAgreed, TakingPartWithdrawn
from ht_intake.domain.refusals import (
    AgreedBeforeWithdrawing,
    DatedInTheFuture,
    NotTakingPart,
    WithdrawnBeforeAgreed,
)

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW, rose

AGREED = TakingPartAgreed(
    client=ROSE, agreed_at=APRIL, how="in_person", notice_version="2026-01"
)
WITHDRAWN = TakingPartWithdrawn(client=ROSE, withdrawn_at=MAY)


def agreeing(at: datetime = APRIL) -> AgreeToTakePart:
    return AgreeToTakePart(
        agreed_at=at, how="in_person", notice_version="2026-01", asked_at=TODAY
    )


def withdrawing(at: datetime = MAY) -> WithdrawFromTakingPart:
    return WithdrawFromTakingPart(withdrawn_at=at, asked_at=TODAY)


def test_an_agreement_says_how_and_after_which_notice() -> None:
    rose().when(agreeing()).then(AGREED)


def test_who_takes_part_need_not_agree_again() -> None:
    rose(AGREED).when(agreeing(MAY)).then_nothing()


def test_nobody_agrees_tomorrow() -> None:
    rose().when(agreeing(TOMORROW)).then_refused(DatedInTheFuture)


def test_a_client_may_stop() -> None:
    rose(AGREED).when(withdrawing()).then(WITHDRAWN)


def test_a_parent_or_guardian_may_speak_for_a_child() -> None:
    agreed = replace(AGREED, by="parent_or_guardian")

    rose().when(replace(agreeing(), by="parent_or_guardian")).then(agreed)


def test_stopping_says_how_and_who_said_so() -> None:
    rung = replace(withdrawing(), how="telephone", by="themselves")

    rose(AGREED).when(rung).then(replace(WITHDRAWN, how="telephone", by="themselves"))


def test_stopping_twice_is_stopping_once() -> None:
    rose(AGREED, WITHDRAWN).when(withdrawing(TODAY)).then_nothing()


def test_a_client_who_never_agreed_has_nothing_to_stop() -> None:
    rose().when(withdrawing()).then_refused(NotTakingPart)


def test_nobody_stops_before_they_began() -> None:
    rose(AGREED).when(withdrawing(MARCH)).then_refused(WithdrawnBeforeAgreed)


def test_nobody_stops_tomorrow() -> None:
    rose(AGREED).when(withdrawing(TOMORROW)).then_refused(DatedInTheFuture)


def test_a_client_may_come_back() -> None:
    rose(AGREED, WITHDRAWN).when(agreeing(TODAY)).then(
        TakingPartAgreed(
            client=ROSE, agreed_at=TODAY, how="in_person", notice_version="2026-01"
        )
    )


def test_an_old_agreement_told_again_does_not_undo_a_withdrawal() -> None:
    rose(AGREED, WITHDRAWN).when(agreeing(APRIL)).then_refused(AgreedBeforeWithdrawing)
