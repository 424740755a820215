"""Nobody is taken on who has not agreed to be referred; nobody who refers is left waiting."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from ht_intake.domain.codes import Appropriateness, ReferralSource, ToldBy
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    Command,
    ConvertReferral,
    ReceiveReferral,
    RejectReferral,
)
from ht_intake.domain.referral.events import (
    ClientReferred,
    Event,
    ReferralAccepted,
    ReferralConverted,
    ReferralRejected,
    ReferralReturned,
)
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.referral import decide
from ht_intake.domain.referral.refusals import (
    AskThePersonFirst,
    BeyondTheRemit,
    NoAgreementToDate,
    PersonHasDied,
    SayWhetherMandated,
    WithinTheRemit,
)
from ht_intake.domain.referral.said import Agreement, Person, PersonTold, Referrer, Sender
from ht_intake.domain.referral.state import NO_REFERRAL_YET, Referral
from ht_intake.domain.refusals import (
    ConvertedForSomebodyElse,
    DatedInTheFuture,
    DecidedBeforeReceived,
    Erased,
    JobcentrePlusIsNotTold,
    OverrideIsForSeniors,
    ReferralDecidedAlready,
    ReferralNotAccepted,
    ReferralRejectedAlready,
    ReferralReturnedAlready,
    ReferrerMustBeTold,
    TakingPartNotAgreed,
)
from ht_kit.testing import Specification

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW

FEBRUARY = datetime.fromisoformat("2026-02-09T10:00+00:00")
CASE = UUID(int=31)
REFERRAL = UUID(int=41)
ROSES_REFERRAL = ReceiveReferral(
    referral=REFERRAL,
    programme="northfield",
    source="gp_practice",
    consent="agreed",
    received_at=MARCH,
    asked_at=TODAY,
    needs=("diet", "smoking", "diet"),
    sender=Sender(namespace="a81001", reference="17"),
    referrer=Referrer(organisation="Invented Surgery", name="Dr Invented", role="GP"),
    person=Person(called="Rose", telephone="07700 900001", postcode="XX1 1AA"),
    note="Likes to be rung in the evening",
)
ACCEPTED = ReferralAccepted(
    referral=REFERRAL, accepted_at=APRIL, overridden=False, override_reason=None
)
CONVERTED = ReferralConverted(
    referral=REFERRAL, client=ROSE, case=CASE, agreed_to_take_part_at=APRIL, converted_at=MAY
)


def referred(source: ReferralSource = "gp_practice") -> ClientReferred:
    came = replace(ROSES_REFERRAL, source=source, mandated=False)
    (event,) = decide(came, NO_REFERRAL_YET)
    assert isinstance(event, ClientReferred)
    return event


def rejected(told_by: ToldBy) -> ReferralRejected:
    return ReferralRejected(
        referral=REFERRAL,
        reason="inappropriate",
        referrer_told_by=told_by,
        rejected_at=APRIL,
        person_told_by="in_person",
        where_else=("exercise",),
    )


def nothing_yet() -> Specification[Command, Referral, Event]:
    return Specification(decide, evolve, NO_REFERRAL_YET)


def a_referral(*history: Event) -> Specification[Command, Referral, Event]:
    return nothing_yet().given(referred(), *history)


def one_that_went_back() -> Specification[Command, Referral, Event]:
    returned = ReferralReturned(
        referral=REFERRAL,
        programme="northfield",
        source="gp_practice",
        because="not_agreed",
        received_at=MARCH,
    )
    return nothing_yet().given(returned)


def accepting(
    at: datetime = APRIL, override: str | None = None, *, senior: bool = False
) -> AcceptReferral:
    return AcceptReferral(
        accepted_at=at, asked_at=TODAY, override_reason=override, by_a_senior=senior
    )


def rejecting(told_by: ToldBy = "letter", at: datetime = APRIL) -> RejectReferral:
    return RejectReferral(
        reason="inappropriate",
        tell_referrer_by=told_by,
        person=PersonTold(by="in_person", where_else=("exercise",)),
        rejected_at=at,
        asked_at=TODAY,
    )


def converting(
    client: UUID = ROSE, agreed_at: datetime | None = APRIL, at: datetime = MAY
) -> ConvertReferral:
    return ConvertReferral(
        client=client,
        case=CASE,
        agreed_to_take_part_at=agreed_at,
        converted_at=at,
        asked_at=TODAY,
    )


def test_a_referral_is_taken_in_as_it_was_told() -> None:
    nothing_yet().when(ROSES_REFERRAL).then(
        ClientReferred(
            referral=REFERRAL,
            programme="northfield",
            source="gp_practice",
            consent="agreed",
            needs=("diet", "smoking"),
            received_at=MARCH,
            sender_namespace="a81001",
            sender_reference="17",
            referrer_organisation="Invented Surgery",
            referrer_name="Dr Invented",
            referrer_role="GP",
            called="Rose",
            telephone="07700 900001",
            postcode="XX1 1AA",
            note="Likes to be rung in the evening",
            unidentified=False,
        )
    )


def test_not_having_been_asked_yet_is_no_reason_to_send_anybody_back() -> None:
    not_asked = replace(ROSES_REFERRAL, consent="not_stated")

    nothing_yet().when(not_asked).then(replace(referred(), consent="not_stated"))


def test_the_pathway_that_somebody_is_referred_on_is_kept_where_there_is_one() -> None:
    before_an_operation = replace(ROSES_REFERRAL, pathway="pre_operative")

    nothing_yet().when(before_an_operation).then(replace(referred(), pathway="pre_operative"))
    nothing_yet().when(ROSES_REFERRAL).then(replace(referred(), pathway=None))


def test_when_the_person_agreed_and_on_whose_word_is_kept() -> None:
    told = Agreement(at=FEBRUARY, told_by="referrer")
    expected = replace(referred(), agreed_at=FEBRUARY, agreement_told_by="referrer")

    nothing_yet().when(replace(ROSES_REFERRAL, agreement=told)).then(expected)


def test_nobody_agreed_tomorrow() -> None:
    told = replace(ROSES_REFERRAL, agreement=Agreement(at=TOMORROW))

    nothing_yet().when(told).then_refused(DatedInTheFuture)


def test_an_agreement_that_nobody_gave_has_no_day() -> None:
    told = Agreement(at=FEBRUARY, told_by="person")
    not_asked = replace(ROSES_REFERRAL, consent="not_stated", agreement=told)

    nothing_yet().when(not_asked).then_refused(NoAgreementToDate)


def test_of_somebody_who_did_not_agree_only_the_count_is_kept() -> None:
    nothing_yet().when(replace(ROSES_REFERRAL, consent="not_agreed")).then(
        ReferralReturned(
            referral=REFERRAL,
            programme="northfield",
            source="gp_practice",
            because="not_agreed",
            received_at=MARCH,
        )
    )


def test_nobody_is_made_to_come_by_jobcentre_plus() -> None:
    mandated = replace(ROSES_REFERRAL, source="jobcentre_plus", mandated=True)

    nothing_yet().when(mandated).then(
        ReferralReturned(
            referral=REFERRAL,
            programme="northfield",
            source="jobcentre_plus",
            because="mandated",
            received_at=MARCH,
        )
    )


def test_jobcentre_plus_says_that_the_person_agreed_and_was_not_made_to_come() -> None:
    free = replace(ROSES_REFERRAL, source="jobcentre_plus", mandated=False)

    nothing_yet().when(free).then(referred("jobcentre_plus"))
    nothing_yet().when(replace(free, mandated=None)).then_refused(SayWhetherMandated)
    nothing_yet().when(replace(free, consent="not_stated")).then_refused(AskThePersonFirst)


def test_a_referral_is_received_once() -> None:
    a_referral().when(ROSES_REFERRAL).then_nothing()


def test_no_referral_comes_from_tomorrow() -> None:
    nothing_yet().when(replace(ROSES_REFERRAL, received_at=TOMORROW)).then_refused(
        DatedInTheFuture
    )


def test_a_referral_can_be_accepted() -> None:
    a_referral().when(accepting()).then(ACCEPTED)


def test_accepting_twice_is_accepting_once() -> None:
    a_referral(ACCEPTED).when(accepting(MAY)).then_nothing()


def test_a_senior_may_accept_against_the_criteria_and_says_why() -> None:
    a_referral().when(accepting(override="lives over the road", senior=True)).then(
        ReferralAccepted(
            referral=REFERRAL,
            accepted_at=APRIL,
            overridden=True,
            override_reason="lives over the road",
            override_of="other_criteria",
        )
    )


def test_nobody_else_accepts_against_the_criteria() -> None:
    a_referral().when(accepting(override="seems nice")).then_refused(OverrideIsForSeniors)


def test_triage_says_whether_it_is_within_what_trainers_do() -> None:
    accepted = replace(ACCEPTED, appropriateness="in_remit")

    a_referral().when(replace(accepting(), appropriateness="in_remit")).then(accepted)


@pytest.mark.parametrize("beyond", ["complex_mental_health", "clinical_risk", "other"])
def test_whoever_needs_more_than_a_trainer_is_taken_on_by_a_senior_alone(
    beyond: Appropriateness,
) -> None:
    unexplained = replace(accepting(senior=True), appropriateness=beyond)
    explained = replace(
        accepting(override="with her nurse", senior=True), appropriateness=beyond
    )

    a_referral().when(unexplained).then_refused(BeyondTheRemit)
    a_referral().when(replace(explained, by_a_senior=False)).then_refused(OverrideIsForSeniors)
    a_referral().when(explained).then(
        replace(
            ACCEPTED,
            overridden=True,
            override_reason="with her nurse",
            override_of="other_criteria",
            appropriateness=beyond,
        )
    )


def test_an_inappropriate_referral_is_not_within_the_remit() -> None:
    within = replace(rejecting(), appropriateness="in_remit")
    beyond = replace(rejecting(), appropriateness="complex_mental_health")

    a_referral().when(within).then_refused(WithinTheRemit)
    a_referral().when(beyond).then(
        replace(rejected("letter"), appropriateness="complex_mental_health")
    )


def test_nothing_is_accepted_tomorrow() -> None:
    a_referral().when(accepting(TOMORROW)).then_refused(DatedInTheFuture)


def test_nothing_is_accepted_before_it_came() -> None:
    a_referral().when(accepting(FEBRUARY)).then_refused(DecidedBeforeReceived)


def test_what_went_back_is_not_accepted() -> None:
    one_that_went_back().when(accepting()).then_refused(ReferralReturnedAlready)


def test_what_was_rejected_is_not_accepted() -> None:
    a_referral(rejected("letter")).when(accepting()).then_refused(ReferralRejectedAlready)


def test_a_rejection_says_why_and_how_the_referrer_hears() -> None:
    a_referral().when(rejecting("letter")).then(rejected("letter"))


def test_a_referrer_is_never_left_waiting() -> None:
    a_referral().when(rejecting("not_told")).then_refused(ReferrerMustBeTold)


@pytest.mark.parametrize("source", ["self", "found_by_trainer", "outreach_event"])
def test_where_nobody_referred_nobody_needs_telling(source: ReferralSource) -> None:
    nothing_yet().given(referred(source)).when(rejecting("not_told")).then(rejected("not_told"))


def test_jobcentre_plus_learns_nothing_without_a_consent_for_that() -> None:
    from_the_jobcentre = nothing_yet().given(referred("jobcentre_plus"))

    from_the_jobcentre.when(rejecting("letter")).then_refused(JobcentrePlusIsNotTold)
    from_the_jobcentre.when(rejecting("not_told")).then(rejected("not_told"))


def test_rejecting_twice_for_one_reason_is_rejecting_once() -> None:
    a_referral(rejected("letter")).when(rejecting("email")).then_nothing()


def test_a_rejection_is_not_reasoned_anew() -> None:
    other = replace(rejecting(), reason="outside_area")

    a_referral(rejected("letter")).when(other).then_refused(ReferralRejectedAlready)


def test_what_was_accepted_is_not_rejected() -> None:
    a_referral(ACCEPTED).when(rejecting()).then_refused(ReferralDecidedAlready)


def test_nothing_is_rejected_before_it_came() -> None:
    a_referral().when(rejecting(at=FEBRUARY)).then_refused(DecidedBeforeReceived)


def test_an_accepted_referral_opens_a_case_for_a_client_who_takes_part() -> None:
    a_referral(ACCEPTED).when(converting()).then(CONVERTED)


def test_converting_twice_is_converting_once() -> None:
    a_referral(ACCEPTED, CONVERTED).when(converting(at=TODAY)).then_nothing()


def test_one_referral_opens_one_case_for_one_client() -> None:
    somebody_else = converting(client=UUID(int=8))

    a_referral(ACCEPTED, CONVERTED).when(somebody_else).then_refused(ConvertedForSomebodyElse)


def test_no_case_opens_for_somebody_who_has_not_agreed_to_take_part() -> None:
    a_referral(ACCEPTED).when(converting(agreed_at=None)).then_refused(TakingPartNotAgreed)


def test_no_case_opens_for_somebody_who_has_died() -> None:
    a_referral(ACCEPTED).when(replace(converting(), died=True)).then_refused(PersonHasDied)


def test_no_case_opens_for_somebody_erased_and_it_is_said_why() -> None:
    erased = replace(converting(agreed_at=None), erased=True)

    a_referral(ACCEPTED).when(erased).then_refused(Erased)


def test_a_death_that_is_recorded_later_does_not_undo_that_a_case_opened() -> None:
    a_referral(ACCEPTED, CONVERTED).when(replace(converting(), died=True)).then_nothing()


def test_no_case_opens_before_the_referral_is_accepted() -> None:
    a_referral().when(converting()).then_refused(ReferralNotAccepted)


def test_no_case_opens_for_what_was_rejected() -> None:
    a_referral(rejected("letter")).when(converting()).then_refused(ReferralRejectedAlready)


def test_no_case_opens_for_what_went_back() -> None:
    one_that_went_back().when(converting()).then_refused(ReferralReturnedAlready)


def test_no_case_opens_tomorrow() -> None:
    a_referral(ACCEPTED).when(converting(at=TOMORROW)).then_refused(DatedInTheFuture)


def test_no_case_opens_before_the_referral_came() -> None:
    a_referral(ACCEPTED).when(converting(at=FEBRUARY)).then_refused(DecidedBeforeReceived)
