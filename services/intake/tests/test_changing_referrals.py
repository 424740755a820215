"""A referral is the person's as soon as somebody has spoken to them; what it said stays."""

from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.domain.codes import ReferralPart, ReferralStage, WithdrawnBy
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    AmendReferral,
    ConvertReferral,
    DeclineReferral,
    ForgetReferral,
    WithdrawReferral,
)
from ht_intake.domain.referral.contact_events import (
    FirstMeetingBooked,
    ReferralDeclined,
    ReferralUnreachable,
    ReferralWithdrawn,
)
from ht_intake.domain.referral.events import (
    Event,
    ReferralAmended,
    ReferralConverted,
    ReferralForgotten,
)
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.referral import decide
from ht_intake.domain.referral.refusals import (
    CaseOpenedAlready,
    ClosedUnreachable,
    NoAgreementToDate,
    ReferralDeclinedAlready,
    ReferralWithdrawnAlready,
)
from ht_intake.domain.referral.said import Agreement, Person, Referrer
from ht_intake.domain.referral.state import NO_REFERRAL_YET
from ht_intake.domain.refusals import DatedInTheFuture, DecidedBeforeReceived

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW
from .referred import ACCEPTED, CASE, COMING, REFERRAL, a_referral, came, nothing_yet, tried

DECLINE = DeclineReferral(declined_at=MAY, how="telephone", asked_at=TODAY)
DECLINED = ReferralDeclined(referral=REFERRAL, declined_at=MAY, how="telephone")
BOOKED = FirstMeetingBooked(referral=REFERRAL, meeting_at=TOMORROW, booked_at=APRIL)
CLOSED = ReferralUnreachable(referral=REFERRAL, attempts=3, closed_at=MAY)
SPOKEN = tried(0, result="reached")
CONVERTED = ReferralConverted(
    referral=REFERRAL,
    client=ROSE,
    case=CASE,
    agreed_to_take_part_at=APRIL,
    converted_at=MAY,
)
AMEND = AmendReferral(
    parts=frozenset({"telephone"}),
    reason="misheard",
    amended_at=APRIL,
    asked_at=TODAY,
    person=Person(telephone="07700 900002"),
)


def withdrawing(by: WithdrawnBy) -> WithdrawReferral:
    return WithdrawReferral(by=by, withdrawn_at=MAY, asked_at=TODAY)


def withdrawn(by: WithdrawnBy, stage: ReferralStage, *, ended: bool) -> ReferralWithdrawn:
    return ReferralWithdrawn(
        referral=REFERRAL, by=by, stage=stage, ended=ended, withdrawn_at=MAY
    )


def amended_telephone() -> ReferralAmended:
    (event,) = decide(AMEND, reduce(evolve, [came()], NO_REFERRAL_YET))
    assert isinstance(event, ReferralAmended)
    return event


def test_anybody_may_say_no_and_once_is_enough() -> None:
    a_referral(ACCEPTED).when(DECLINE).then(DECLINED)
    a_referral(ACCEPTED, DECLINED).when(replace(DECLINE, how="letter")).then_nothing()


def test_after_a_no_nothing_more_is_done() -> None:
    accept = AcceptReferral(accepted_at=APRIL, asked_at=TODAY)

    a_referral(DECLINED).when(accept).then_refused(ReferralDeclinedAlready)
    a_referral(ACCEPTED, DECLINED).when(withdrawing("person")).then_refused(
        ReferralDeclinedAlready
    )


def test_a_no_comes_neither_tomorrow_nor_before_the_referral() -> None:
    a_referral().when(replace(DECLINE, declined_at=TOMORROW)).then_refused(DatedInTheFuture)
    early = MARCH.replace(month=1)
    a_referral().when(replace(DECLINE, declined_at=early)).then_refused(DecidedBeforeReceived)


def test_who_has_a_case_or_was_given_up_is_not_declining() -> None:
    a_referral(ACCEPTED, CONVERTED).when(DECLINE).then_refused(CaseOpenedAlready)
    a_referral(ACCEPTED, CLOSED).when(DECLINE).then_refused(ClosedUnreachable)


STAGES: list[tuple[ReferralStage, list[Event], bool]] = [
    ("received", [], False),
    ("accepted", [ACCEPTED], False),
    ("contacting", [ACCEPTED, tried(0)], False),
    ("contacting", [ACCEPTED, SPOKEN], True),
    ("booked", [ACCEPTED, BOOKED], True),
    ("unreachable", [ACCEPTED, tried(0), CLOSED], False),
]


@pytest.mark.parametrize(("stage", "history"), [each[:2] for each in STAGES])
def test_what_the_person_takes_back_ends_at_every_stage(
    stage: ReferralStage, history: list[Event]
) -> None:
    a_referral(*history).when(withdrawing("person")).then(
        withdrawn("person", stage, ended=True)
    )


@pytest.mark.parametrize(("stage", "history", "spoken_to"), STAGES)
def test_what_the_referrer_takes_back_ends_only_before_the_person_was_spoken_to(
    stage: ReferralStage, history: list[Event], spoken_to: bool
) -> None:
    a_referral(*history).when(withdrawing("referrer")).then(
        withdrawn("referrer", stage, ended=not spoken_to)
    )


@pytest.mark.parametrize(("stage", "history"), [each[:2] for each in STAGES])
def test_nobody_rings_again_where_the_family_said_that_the_person_has_died(
    stage: ReferralStage, history: list[Event]
) -> None:
    a_referral(*history).when(withdrawing("family")).then(
        withdrawn("family", stage, ended=True)
    )


def test_the_family_ends_what_a_referrer_took_back_and_the_person_went_on_with() -> None:
    noted = withdrawn("referrer", "booked", ended=False)

    a_referral(ACCEPTED, BOOKED, noted).when(withdrawing("family")).then(
        withdrawn("family", "booked", ended=True)
    )


def test_the_person_goes_on_though_the_referrer_took_it_back_and_may_still_end_it() -> None:
    noted = withdrawn("referrer", "booked", ended=False)
    going_on = a_referral(ACCEPTED, BOOKED, noted)
    convert = ConvertReferral(
        client=ROSE,
        case=CASE,
        agreed_to_take_part_at=APRIL,
        converted_at=MAY,
        asked_at=TODAY,
    )

    going_on.when(withdrawing("referrer")).then_nothing()
    going_on.when(convert).then(CONVERTED)
    going_on.when(withdrawing("person")).then(withdrawn("person", "booked", ended=True))


def test_what_was_taken_back_stays_so() -> None:
    ended = withdrawn("person", "received", ended=True)

    a_referral(ended).when(withdrawing("person")).then_nothing()
    a_referral(ended).when(AMEND).then_refused(ReferralWithdrawnAlready)
    a_referral(ACCEPTED, CONVERTED).when(withdrawing("person")).then_refused(CaseOpenedAlready)


def test_an_amendment_says_the_part_anew_and_why() -> None:
    event = amended_telephone()

    assert (event.parts, event.telephone, event.reason) == (
        ("telephone",),
        "07700 900002",
        "misheard",
    )
    a_referral().when(AMEND).then(event)


def test_before_and_after_are_both_kept() -> None:
    history: list[Event] = [came(), amended_telephone()]
    state = reduce(evolve, history, NO_REFERRAL_YET)

    (amendment,) = state.amendments
    assert amendment.before.telephone == "07700 900001"
    assert amendment.after.telephone == "07700 900002"
    assert state.received == replace(came(), telephone="07700 900002")


def test_saying_the_same_again_amends_nothing() -> None:
    same = replace(AMEND, person=Person(telephone="07700 900001"))

    a_referral().when(same).then_nothing()


def test_who_was_nobody_is_somebody_once_they_are_named() -> None:
    nobody = came(replace(COMING, person=Person(telephone="07700 900001")))
    named = replace(AMEND, parts=frozenset({"called"}), person=Person(called="Rose"))

    state = reduce(evolve, [nobody], NO_REFERRAL_YET)
    after = reduce(evolve, decide(named, state), state)

    assert state.unidentified
    assert not after.unidentified
    assert after.received is not None
    assert after.received.called == "Rose"


def test_an_amendment_is_dated_well_and_not_of_a_case() -> None:
    a_referral().when(replace(AMEND, amended_at=TOMORROW)).then_refused(DatedInTheFuture)
    a_referral(ACCEPTED, CONVERTED).when(AMEND).then_refused(CaseOpenedAlready)


ASKED_NOW = replace(
    AMEND,
    parts=frozenset({"consent"}),
    consent="agreed",
    agreement=Agreement(at=APRIL, told_by="person"),
)


def test_who_was_not_asked_before_is_asked_at_the_first_contact() -> None:
    not_asked = evolve(NO_REFERRAL_YET, came(replace(COMING, consent="not_stated")))
    asked = reduce(evolve, decide(ASKED_NOW, not_asked), not_asked).received

    assert asked is not None
    assert (asked.consent, asked.agreed_at, asked.agreement_told_by) == (
        "agreed", APRIL, "person",
    )  # fmt: skip


def test_an_amended_agreement_is_dated_well_and_was_given() -> None:
    tomorrow = replace(ASKED_NOW, agreement=Agreement(at=TOMORROW))
    nobody_asked = replace(ASKED_NOW, consent="not_stated")

    a_referral().when(tomorrow).then_refused(DatedInTheFuture)
    a_referral().when(nobody_asked).then_refused(NoAgreementToDate)


PARTS: tuple[ReferralPart, ...] = (
    "called", "telephone", "postcode", "safe_channels", "consent", "needs", "words", "note",
    "referrer", "email", "reached_through",
)  # fmt: skip
FULL = replace(
    AMEND,
    person=Person(
        called="Rosie",
        telephone="07700 900003",
        postcode="XX2 2BB",
        safe_channels=("letter",),
        email="rosie@example.org",
        reached_through="Harbour House",
    ),
    consent="not_stated",
    needs=("alcohol",),
    words="something else",
    note="another note",
    referrer=Referrer(name="Dr Other"),
)


@given(st.frozensets(st.sampled_from(PARTS), min_size=1))
def test_what_is_not_named_stays_as_it_was(parts: frozenset[ReferralPart]) -> None:
    state = reduce(evolve, [came()], NO_REFERRAL_YET)
    after = reduce(evolve, decide(replace(FULL, parts=parts), state), state).received
    before = state.received

    assert before is not None
    assert after is not None
    differs = {
        "called": before.called != after.called,
        "telephone": before.telephone != after.telephone,
        "postcode": before.postcode != after.postcode,
        "safe_channels": before.safe_channels != after.safe_channels,
        "consent": before.consent != after.consent,
        "needs": before.needs != after.needs,
        "words": before.words != after.words,
        "note": before.note != after.note,
        "referrer": before.referrer_name != after.referrer_name,
        "email": before.email != after.email,
        "reached_through": before.reached_through != after.reached_through,
    }
    assert {part for part, changed in differs.items() if changed} == parts


def test_what_was_of_somebody_erased_is_forgotten_once() -> None:
    forget = ForgetReferral(client=ROSE, forgotten_at=TODAY)
    forgotten = ReferralForgotten(referral=REFERRAL, client=ROSE, forgotten_at=TODAY)

    a_referral(ACCEPTED, CONVERTED).when(forget).then(forgotten)
    a_referral(ACCEPTED, CONVERTED, forgotten).when(
        replace(forget, forgotten_at=TOMORROW)
    ).then_nothing()
    nothing_yet().when(forget).then_nothing()


@given(st.permutations([ACCEPTED, BOOKED, CLOSED, DECLINED, CONVERTED, tried(0), SPOKEN]))
def test_remembering_never_refuses_in_whatever_order(history: list[Event]) -> None:
    reduce(evolve, history, NO_REFERRAL_YET)
    state = reduce(evolve, [came(), *history], NO_REFERRAL_YET)

    assert state.status == "converted"
